package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.List;
import java.util.Optional;

/// A role or user that is deleted, in the policies that name it. AWS stores such a principal by its
/// ID and [shows the ID once it is
/// deleted](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
/// A new role or user of the same name has another ID, so that it is not trusted.
///
/// @param id such as `AROA...`
public record DeletedPrincipal(String arn, String id) {

    private static final List<String> ELEMENTS = List.of("Principal", "NotPrincipal");

    /// The account with the ID instead of the ARN in each trust policy.
    public AccountState in(AccountState account) {
        CaseInsensitiveMap<RoleEntry> roles = account.roles();
        for (RoleEntry role : account.roles().values()) {
            Optional<String> changed = in(role.role().assumeRolePolicyDocument());
            if (changed.isPresent()) {
                String trust = changed.get();
                roles =
                        roles.with(
                                role.name(),
                                role.changed(change -> change.assumeRolePolicyDocument(trust)));
            }
        }
        return account.withRoles(roles);
    }

    /// The document with the ID; empty: it does not name the principal.
    public Optional<String> in(String document) {
        if (!document.contains(arn.substring(arn.lastIndexOf('/') + 1))) {
            return Optional.empty();
        }
        return PolicyText.parsed(document).filter(this::replacedIn).map(JsonNode::toString);
    }

    private boolean replacedIn(JsonNode policy) {
        boolean replaced = false;
        for (JsonNode statement : PolicyText.each(policy.path("Statement"))) {
            for (String element : ELEMENTS) {
                if (statement.path(element) instanceof ObjectNode principal) {
                    replaced |= replacedIn(principal);
                }
            }
        }
        return replaced;
    }

    private boolean replacedIn(ObjectNode principal) {
        return switch (principal.path("AWS")) {
            case ArrayNode several -> replacedIn(several);
            case TextNode one when one.asText().equals(arn) -> {
                principal.put("AWS", id);
                yield true;
            }
            default -> false;
        };
    }

    private boolean replacedIn(ArrayNode several) {
        boolean replaced = false;
        for (int i = 0; i < several.size(); i++) {
            if (several.get(i).asText().equals(arn)) {
                several.set(i, TextNode.valueOf(id));
                replaced = true;
            }
        }
        return replaced;
    }
}
