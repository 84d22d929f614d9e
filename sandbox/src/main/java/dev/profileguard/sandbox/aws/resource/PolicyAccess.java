package dev.profileguard.sandbox.aws.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.Glob;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the policy of a resource says about a caller. Conditions are not evaluated: a statement
/// with one says nothing.
///
/// @param document the policy
public record PolicyAccess(String document, Caller caller) {
    /// Whether a statement allows the account to give access by identity policies, as [the default
    /// key policy](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html)
    /// does, or allows the caller itself.
    public boolean allows(String action, String account) {
        String root = "arn:aws:iam::%s:root".formatted(account);
        return matching("Allow", action)
                .anyMatch(
                        each -> names(each) || who(each).anyMatch(Set.of(root, account)::contains));
    }

    /// The end of AWS's sentence if a statement denies it; null: none does.
    public @Nullable String refusal(String action) {
        return matching("Deny", action).anyMatch(this::names)
                ? "with an explicit deny in a resource-based policy"
                : null;
    }

    private static Stream<String> who(JsonNode statement) {
        return StoredPolicy.texts(statement.path("Principal"));
    }

    private Stream<JsonNode> matching(String effect, String action) {
        Optional<JsonNode> policy = PolicyText.parsed(document);
        return policy.stream()
                .flatMap(each -> PolicyText.each(each.path("Statement")).stream())
                .filter(each -> each.path("Effect").asText().equals(effect))
                .filter(each -> !each.has("Condition"))
                .filter(each ->
                        PolicyText.each(each.path("Action")).stream()
                                .anyMatch(
                                        one -> new Glob(one.asText()).matchesIgnoringCase(action)));
    }

    private boolean names(JsonNode statement) {
        String role = caller instanceof Caller.RoleSession session ? session.roleArn() : "";
        return who(statement)
                .anyMatch(
                        each -> each.equals("*") || each.equals(caller.arn()) || each.equals(role));
    }
}
