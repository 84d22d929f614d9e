package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The principals that the policies do not hold back, as conditions of a Deny.
///
/// The keys are those of the credentials that made the call, which no caller can choose:
/// `aws:PrincipalArn` is a session's role, not the session, and `aws:CalledViaLast` is the service
/// that makes the call for a principal. A key that is missing meets a negated operator, so the Deny
/// holds then.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
///
/// @param principals patterns of ARNs of roles and users
/// @param services through which everybody is excepted
/// @param via principals that are excepted only through services
record Exceptions(List<String> principals, List<String> services, List<Via> via) {
    static final String PARAMETER = "TrustedPrincipals";

    /// The service that deploys the stack.
    static final String CLOUDFORMATION = "cloudformation.amazonaws.com";

    private static final int ARN_PARTS = 6;
    private static final String PRINCIPAL = "aws:PrincipalArn";
    private static final Pattern WHOLE_ARN =
            Pattern.compile("arn:[a-z*?-]+:iam::[0-9*?]+:(role|user)/[!-~]+");

    /// Principals through services.
    record Via(List<String> principals, List<String> services) {
        /// Whether they may update the stack: they call CloudFormation themselves.
        boolean deploys() {
            return services.contains(CLOUDFORMATION);
        }

        /// Whether a principal may match one of these patterns too.
        boolean overlaps(List<String> patterns) {
            return principals.stream()
                    .anyMatch(each -> patterns.stream().anyMatch(other -> haveCommon(each, other)));
        }
    }

    /// Takes copies.
    Exceptions {
        principals = List.copyOf(principals);
        services = List.copyOf(services);
        via = List.copyOf(via);
    }

    /// Those of the parameter, and others.
    ///
    /// @param trusted the value of `TrustedPrincipals`
    /// @param others patterns of ARNs, of `--except`
    static Exceptions of(String trusted, List<String> others) {
        List<String> principals = new ArrayList<>();
        List<String> services = new ArrayList<>();
        Map<String, TreeSet<String>> through = new LinkedHashMap<>();
        for (TrustedPrincipals.Entry entry : parsed(trusted).entries()) {
            String principal = entry.principal().pattern();
            String service = entry.service();
            if (service != null && entry.principal().matchesEverything()) {
                services.add(service);
                continue;
            }
            requireWholeArn(PARAMETER, principal);
            if (service == null) {
                principals.add(principal);
            } else {
                through.computeIfAbsent(principal, none -> new TreeSet<>()).add(service);
            }
        }
        others.forEach(each -> requireWholeArn("--except", each));
        principals.addAll(others);
        if (principals.isEmpty() && services.isEmpty() && through.isEmpty()) {
            throw new PreventionException(
                    "TrustedPrincipals names nobody: with these policies, nobody could change a"
                            + " guarded profile or update the stack. Name your pipelines in"
                            + " TrustedPrincipals, or the role that deploys the stack with --except"
                            + " ARN");
        }
        return new Exceptions(principals, services, grouped(through));
    }

    private static TrustedPrincipals parsed(String trusted) {
        try {
            return TrustedPrincipals.parse(trusted);
        } catch (IllegalArgumentException e) {
            throw new PreventionException(PARAMETER + " " + e.getMessage(), e);
        }
    }

    /// In a policy, a star does not reach over the colons of an ARN. So only whole ARNs mean the
    /// same there as in the parameter.
    private static void requireWholeArn(String named, String principal) {
        if (!WHOLE_ARN.matcher(principal).matches()) {
            throw new PreventionException(
                    "%s has '%s', which the conditions of a policy cannot express: write a whole ARN of roles or users, such as arn:aws:iam::*:role/ci/*"
                            .formatted(named, principal));
        }
    }

    /// Principals with the same services together. A principal in two groups could not be
    /// expressed.
    private static List<Via> grouped(Map<String, TreeSet<String>> through) {
        Map<TreeSet<String>, List<String>> groups = new LinkedHashMap<>();
        through.forEach((principal, services) -> {
            groups.forEach((other, principals) -> {
                if (!other.equals(services)) {
                    principals.forEach(each -> requireApart(each, principal));
                }
            });
            groups.computeIfAbsent(services, none -> new ArrayList<>()).add(principal);
        });
        return groups.entrySet().stream()
                .map(each -> new Via(List.copyOf(each.getValue()), List.copyOf(each.getKey())))
                .toList();
    }

    private static void requireApart(String first, String second) {
        if (haveCommon(first, second)) {
            throw new PreventionException(
                    "TrustedPrincipals has '%s' and '%s' via different services, and some principals match both, which the conditions of a policy cannot express: write both with the same services"
                            .formatted(first, second));
        }
    }

    /// Whether an ARN exists that matches both patterns. Their parts are compared one by one.
    private static boolean haveCommon(String first, String second) {
        String[] one = first.split(":", ARN_PARTS);
        String[] other = second.split(":", ARN_PARTS);
        return one.length == other.length
                && IntStream.range(0, one.length)
                        .allMatch(i -> new Glob(one[i]).overlaps(new Glob(other[i])));
    }

    /// The principals of all entries, as resources of a policy: roles and users.
    ///
    /// @param partition such as `aws`: a resource, unlike a condition, cannot have a star there
    List<String> resources(String partition) {
        List<String> all = new ArrayList<>(principals);
        via.forEach(each -> all.addAll(each.principals()));
        return all.stream()
                .map(each -> each.split(":", ARN_PARTS))
                .map(arn -> "arn:%s:iam::%s:%s".formatted(partition, arn[4], arn[5]))
                .distinct()
                .toList();
    }

    /// Whether everybody who may use CloudFormation is excepted.
    boolean everybodyByCloudFormation() {
        return services.contains(CLOUDFORMATION);
    }

    /// The condition that a call is by nobody of these. A principal that is excepted only through
    /// services is left to [#butNotThrough].
    ///
    /// @param own the patterns of the stack's roles that are excepted too
    Map<String, Object> nobodyOf(List<String> own) {
        List<String> all = new ArrayList<>(own);
        all.addAll(principals);
        via.forEach(each -> all.addAll(each.principals()));
        Map<String, Object> condition = new LinkedHashMap<>();
        if (!all.isEmpty()) {
            condition.put("ArnNotLike", Map.of(PRINCIPAL, Statement.shortest(all)));
        }
        notThrough(services, condition);
        return condition;
    }

    /// The condition that a call is by one of these principals, but not through their services.
    ///
    /// @param own the patterns of the stack's roles that are excepted anyway
    Map<String, Object> butNotThrough(Via group, List<String> own) {
        List<String> anyway =
                concat(own, principals).stream()
                        .filter(each -> group.overlaps(List.of(each)))
                        .toList();
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("ArnLike", Map.of(PRINCIPAL, Statement.shortest(group.principals())));
        if (!anyway.isEmpty()) {
            condition.put("ArnNotLike", Map.of(PRINCIPAL, Statement.shortest(anyway)));
        }
        notThrough(concat(services, group.services()), condition);
        return condition;
    }

    private static void notThrough(List<String> services, Map<String, Object> condition) {
        if (!services.isEmpty()) {
            condition.put(
                    "StringNotEquals", Map.of("aws:CalledViaLast", Statement.shortest(services)));
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
