package dev.profileguard.iam.trust;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The trust policy of a role, evaluated for EC2 as IAM does it: an explicit Deny overrides every
/// Allow, and without an Allow the request is denied.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
public final class TrustPolicy {
    private final List<TrustStatement> statements;

    private TrustPolicy(List<TrustStatement> statements) {
        this.statements = statements;
    }

    /// Whether EC2 may assume the role.
    public sealed interface Answer {
        /// EC2 may assume the role.
        record Yes() implements Answer {}

        /// EC2 may assume the role, with a reservation: a condition decides, or the policy does not
        /// name EC2.
        ///
        /// @param note the reservation, as part of a sentence
        record YesIf(String note) implements Answer {}

        /// EC2 may not assume the role.
        ///
        /// @param why the reason, as part of a sentence
        record No(String why) implements Answer {}
    }

    /// Reads a policy document that was parsed into maps, lists and strings.
    ///
    /// @throws MalformedTrustPolicyException if IAM would reject the policy
    public static TrustPolicy of(Map<?, ?> document) {
        Object statement = document.get("Statement");
        List<?> elements = statement instanceof Map<?, ?> one ? List.of(one) : List.of();
        if (statement instanceof List<?> several) {
            elements = several;
        }
        if (elements.isEmpty()) {
            throw new MalformedTrustPolicyException(
                    "Statement must be an object or a list of objects");
        }
        List<?> each = elements;
        return new TrustPolicy(
                IntStream.range(0, each.size())
                        .mapToObj(i -> TrustStatement.of("Statement[%d]".formatted(i), each.get(i)))
                        .toList());
    }

    /// Whether EC2 may assume the role by `sts:AssumeRole`.
    public Answer allowsEc2() {
        List<TrustStatement> denials = applying(false);
        if (denials.stream().anyMatch(denial -> denial.condition().isEmpty())) {
            return new Answer.No("its trust policy denies EC2");
        }
        List<TrustStatement> grants = applying(true);
        if (grants.isEmpty()) {
            return new Answer.No("its trust policy does not allow EC2");
        }
        List<String> notes = List.of(noteOnGrants(grants), noteOnDenials(denials));
        String note =
                notes.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(", "));
        return note.isEmpty() ? new Answer.Yes() : new Answer.YesIf(note);
    }

    private List<TrustStatement> applying(boolean allow) {
        return statements.stream()
                .filter(each -> each.allow() == allow)
                .filter(each -> each.reach() != TrustStatement.Reach.OTHERS)
                .toList();
    }

    /// The note about the Allow statements; empty if one of them names EC2 and has no condition.
    private static String noteOnGrants(List<TrustStatement> grants) {
        List<TrustStatement> unconditional =
                grants.stream().filter(grant -> grant.condition().isEmpty()).toList();
        if (unconditional.isEmpty()) {
            return "its trust policy allows EC2 only under a condition (%s)"
                    .formatted(conditions(grants));
        }
        boolean named =
                unconditional.stream().anyMatch(grant -> grant.reach() == TrustStatement.Reach.EC2);
        return named ? "" : "its trust policy allows every principal, including EC2";
    }

    private static String noteOnDenials(List<TrustStatement> denials) {
        return denials.isEmpty()
                ? ""
                : "its trust policy denies EC2 under a condition (%s)"
                        .formatted(conditions(denials));
    }

    private static String conditions(List<TrustStatement> statements) {
        return statements.stream()
                .map(TrustStatement::condition)
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
