package dev.profileguard.iam.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A policy that was read.
///
/// @param name such as `AmazonEKSWorkerNodePolicy`
public record PolicyDocument(String name, List<PolicyStatement> statements) {
    private static final String WITH_VARIABLES = "2012-10-17";

    /// Takes a copy.
    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /// Reads a document that was parsed into maps, lists and strings.
    ///
    /// @throws MalformedPolicyException if IAM would reject the policy
    public static PolicyDocument of(String name, Map<?, ?> document) {
        boolean variables = WITH_VARIABLES.equals(document.get("Version"));
        List<?> each = elements(document.get("Statement"));
        if (each.isEmpty()) {
            throw new MalformedPolicyException("Statement must be an object or a list of objects");
        }
        List<PolicyStatement> statements = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            statements.add(
                    PolicyStatement.of("Statement[%d]".formatted(i), each.get(i), variables));
        }
        return new PolicyDocument(name, statements);
    }

    private static List<?> elements(@Nullable Object statement) {
        if (statement instanceof Map<?, ?> one) {
            return List.of(one);
        }
        return statement instanceof List<?> several ? several : List.of();
    }

    /// How much of a request its statements with an effect cover together.
    Match covers(boolean deny, AccessRequest request) {
        return Match.anyOf(
                statements.stream()
                        .filter(each -> each.deny() == deny)
                        .map(each -> each.covers(request))
                        .toList());
    }

    /// The condition keys of its statements with an effect that cover a request in part; empty: the
    /// resource decides.
    List<String> keysThatDecide(boolean deny, AccessRequest request) {
        return statements.stream()
                .filter(each -> each.deny() == deny && each.covers(request) == Match.PARTLY)
                .flatMap(each -> each.conditionKeys().stream())
                .distinct()
                .toList();
    }
}
