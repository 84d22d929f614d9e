package dev.profileguard.sandbox.command.demo.stage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// Reads the profiles and roles of the sandbox's account, for the output and the expectations.
///
/// @param observer makes calls that are not printed
public record AccountView(IamClient observer) {
    /// The profile; null: it does not exist.
    public @Nullable InstanceProfile profile(String name) {
        try {
            return observer.getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile();
        } catch (NoSuchEntityException gone) {
            return null;
        }
    }

    /// The profile's ID; empty: the profile does not exist.
    public String idOf(String profile) {
        InstanceProfile found = profile(profile);
        return found == null ? "" : found.instanceProfileId();
    }

    /// The name of the role in a profile; empty: there is none.
    public String roleIn(String profile) {
        InstanceProfile found = profile(profile);
        return found == null
                ? ""
                : found.roles().stream().map(Role::roleName).findFirst().orElse("");
    }

    /// The value of a profile's tag; empty: there is none.
    public String tagOf(String profile, String key) {
        InstanceProfile found = profile(profile);
        Stream<Tag> tags = found == null ? Stream.of() : found.tags().stream();
        return tags.filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
    }

    /// The role, which must exist.
    public Role role(String name) {
        return observer.getRole(r -> r.roleName(name)).role();
    }

    /// Whether the role exists.
    public boolean roleExists(String name) {
        try {
            role(name);
            return true;
        } catch (NoSuchEntityException gone) {
            return false;
        }
    }

    /// The value of a role's tag; empty: there is none.
    public String roleTag(String role, String key) {
        Stream<Tag> tags = role(role).tags().stream();
        return tags.filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
    }

    /// The JSON text of a role's trust policy.
    public String trustOf(String role) {
        return URLDecoder.decode(role(role).assumeRolePolicyDocument(), StandardCharsets.UTF_8);
    }

    /// Whether a managed policy is attached to a role.
    public boolean isAttached(String role, String policy) {
        return observer.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies().stream()
                .anyMatch(each -> each.policyArn().equals(policy));
    }

    /// All profiles as they are now.
    public List<InstanceProfile> profiles() {
        return observer.listInstanceProfiles().instanceProfiles().stream()
                .map(each -> Objects.requireNonNull(profile(each.instanceProfileName())))
                .toList();
    }

    /// Describes a profile on one line.
    public String describe(String name) {
        InstanceProfile found = profile(name);
        return found == null ? name + " does not exist" : ProfileTable.line(found);
    }
}
