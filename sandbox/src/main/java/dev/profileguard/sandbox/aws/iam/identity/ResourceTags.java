package dev.profileguard.sandbox.aws.iam.identity;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/// The condition keys with the tags of a resource of IAM.
final class ResourceTags {
    private ResourceTags() {}

    /// The keys for the resource with this ARN; none if it has no tags, or is not IAM's.
    static Map<String, List<String>> of(AccountState account, String arn) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        for (Tag tag : tags(account, arn)) {
            context.put("aws:ResourceTag/" + tag.key(), List.of(tag.value()));
            context.put("iam:ResourceTag/" + tag.key(), List.of(tag.value()));
        }
        return context;
    }

    private static List<Tag> tags(AccountState account, String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[2].equals("iam")) {
            return List.of();
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return switch (parts[5].split("/", 2)[0]) {
            case "role" -> {
                RoleEntry role = account.roles().find(name);
                yield role == null ? List.of() : role.role().tags();
            }
            case "instance-profile" -> {
                ProfileEntry profile = account.profiles().find(name);
                yield profile == null ? List.of() : profile.profile().tags();
            }
            case "user" -> {
                User user = account.users().find(name);
                yield user == null ? List.of() : user.tags();
            }
            default -> List.of();
        };
    }
}
