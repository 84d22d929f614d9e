package dev.profileguard.iam.trust;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The trust policy of a role: who may assume it. It answers for EC2 alone, as IAM would: an
/// explicit Deny wins over every Allow, and what nothing allows is denied.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
public final class TrustPolicy {
    private final List<TrustStatement> statements;

    private TrustPolicy(List<TrustStatement> statements) {
        this.statements = statements;
    }

    /// Whether EC2 may assume the role.
    public sealed interface Answer {
        /// It may.
        record Yes() implements Answer {}

        /// It may, as far as the policy alone tells.
        ///
        /// @param note what people should know, as part of a sentence
        record YesIf(String note) implements Answer {}

        /// It may not.
        ///
        /// @param why the reason, as part of a sentence
        record No(String why) implements Answer {}
    }

    /// Reads a policy document that was parsed into maps, lists and texts.
    ///
    /// @throws MalformedTrustPolicyException naming the element that IAM would not have taken
    public static TrustPolicy of(Map<?, ?> document) {
        Object statement = document.get("Statement");
        List<?> all = statement instanceof Map<?, ?> one ? List.of(one) : List.of();
        if (statement instanceof List<?> several) {
            all = several;
        }
        if (all.isEmpty()) {
            throw new MalformedTrustPolicyException(
                    "Statement must be an object or a list of objects");
        }
        List<?> each = all;
        return new TrustPolicy(
                IntStream.range(0, each.size())
                        .mapToObj(i -> TrustStatement.of("Statement[%d]".formatted(i), each.get(i)))
                        .toList());
    }

    /// Whether EC2 may assume the role, now that `sts:AssumeRole` is what it calls.
    public Answer admitsEc2() {
        List<TrustStatement> denials = about(false);
        if (denials.stream().anyMatch(denial -> denial.condition().isEmpty())) {
            return new Answer.No("its trust policy denies it to EC2");
        }
        List<TrustStatement> grants = about(true);
        if (grants.isEmpty()) {
            return new Answer.No("its trust policy does not let EC2 assume it");
        }
        List<String> notes = List.of(whenGranted(grants), unlessDenied(denials));
        String note =
                notes.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(", "));
        return note.isEmpty() ? new Answer.Yes() : new Answer.YesIf(note);
    }

    private List<TrustStatement> about(boolean grants) {
        return statements.stream()
                .filter(each -> each.grants() == grants)
                .filter(each -> each.reach() != TrustStatement.Reach.OTHERS)
                .toList();
    }

    /// Empty: without reserve, and EC2 by name.
    private static String whenGranted(List<TrustStatement> grants) {
        List<TrustStatement> plain =
                grants.stream().filter(grant -> grant.condition().isEmpty()).toList();
        if (plain.isEmpty()) {
            return "its trust policy lets EC2 in only under a condition (%s)"
                    .formatted(conditions(grants));
        }
        boolean named = plain.stream().anyMatch(grant -> grant.reach() == TrustStatement.Reach.EC2);
        return named ? "" : "its trust policy lets everybody in, EC2 among them";
    }

    private static String unlessDenied(List<TrustStatement> denials) {
        return denials.isEmpty()
                ? ""
                : "its trust policy keeps EC2 out under a condition (%s)"
                        .formatted(conditions(denials));
    }

    private static String conditions(List<TrustStatement> statements) {
        return statements.stream()
                .map(TrustStatement::condition)
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
