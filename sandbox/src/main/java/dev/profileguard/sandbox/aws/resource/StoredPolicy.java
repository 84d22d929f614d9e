package dev.profileguard.sandbox.aws.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.policy.DeletedPrincipal;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.Role;

/// The policy of a resource. AWS stores the roles that it names by their IDs, and [shows the
/// ID](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles)
/// of one that is deleted, also after it is created again.
///
/// @param document as it was saved
/// @param roles the roles that it names, as they were then
public record StoredPolicy(String document, List<DeletedPrincipal> roles) {
    /// Takes a copy.
    public StoredPolicy {
        roles = List.copyOf(roles);
    }

    /// A policy that is saved now.
    public static StoredPolicy of(String document, IamAccount account) {
        List<DeletedPrincipal> roles = new ArrayList<>();
        PolicyText.parsed(document).stream()
                .flatMap(StoredPolicy::principals)
                .forEach(each ->
                        role(account, each)
                                .ifPresent(role ->
                                        roles.add(
                                                new DeletedPrincipal(role.arn(), role.roleId()))));
        return new StoredPolicy(document, roles);
    }

    /// The document as a read returns it now.
    public String shown(IamAccount account) {
        String shown = document;
        for (DeletedPrincipal each : roles) {
            boolean isThere =
                    role(account, each.arn())
                            .filter(now -> now.roleId().equals(each.id()))
                            .isPresent();
            shown = isThere ? shown : each.in(shown).orElse(shown);
        }
        return shown;
    }

    /// The first principal that AWS would not accept, such as the ID of a deleted role; empty: it
    /// accepts all.
    public static Optional<String> invalidPrincipal(JsonNode policy, IamAccount account) {
        return principals(policy).filter(each -> !isPrincipal(each, account)).findFirst();
    }

    private static boolean isPrincipal(String text, IamAccount account) {
        String own = "arn:aws:iam::%s:role/".formatted(account.accountId());
        if (text.startsWith(own)) {
            return role(account, text).isPresent();
        }
        return text.equals("*")
                || text.matches("\\d{12}")
                || text.matches("arn:aws[a-z-]*:iam::\\d{12}:(root|(role|user)/.+)")
                || text.matches(
                        "arn:aws[a-z-]*:sts::\\d{12}:(assumed-role/[^*]+/[^*]+|federated-user/[^*]+)");
    }

    /// The AWS principals of all statements.
    static Stream<String> principals(JsonNode policy) {
        return PolicyText.each(policy.path("Statement")).stream()
                .flatMap(each -> Stream.of(each.path("Principal"), each.path("NotPrincipal")))
                .flatMap(StoredPolicy::texts);
    }

    /// The AWS principals of one element; `*` stands for everybody.
    static Stream<String> texts(JsonNode principal) {
        JsonNode aws = principal.isTextual() ? principal : principal.path("AWS");
        return aws.isMissingNode()
                ? Stream.of()
                : PolicyText.each(aws).stream().map(JsonNode::asText);
    }

    private static Optional<Role> role(IamAccount account, String arn) {
        return account.role(arn.substring(arn.lastIndexOf('/') + 1))
                .filter(role -> role.arn().equals(arn));
    }
}
