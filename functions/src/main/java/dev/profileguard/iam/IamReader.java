package dev.profileguard.iam;

import dev.profileguard.core.InstanceProfile;
import dev.profileguard.core.ProfileName;
import dev.profileguard.core.Role;
import dev.profileguard.core.RoleName;
import dev.profileguard.core.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Reads IAM.
public final class IamReader {
    /// What its calls need.
    public static final List<String> PERMISSIONS = List.of("iam:GetInstanceProfile");

    private final IamClient iam;

    /// Reads through this client.
    public IamReader(IamClient iam) {
        this.iam = iam;
    }

    /// The profile with its role and tags, by one call; null when IAM has none of that name.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when IAM does not tell: try again
    public @Nullable InstanceProfile profile(ProfileName name) {
        try {
            return profile(
                    iam.getInstanceProfile(request -> request.instanceProfileName(name.value()))
                            .instanceProfile());
        } catch (NoSuchEntityException e) {
            return null;
        }
    }

    private static InstanceProfile profile(
            software.amazon.awssdk.services.iam.model.InstanceProfile profile) {
        return new InstanceProfile(
                new ProfileName(profile.instanceProfileName()),
                profile.instanceProfileId(),
                profile.path(),
                profile.roles().stream().findFirst().map(IamReader::role).orElse(null),
                tags(profile.tags()));
    }

    private static Role role(software.amazon.awssdk.services.iam.model.Role role) {
        return new Role(new RoleName(role.roleName()), role.roleId(), role.path());
    }

    private static Tags tags(List<Tag> tags) {
        Map<String, String> values = new LinkedHashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return new Tags(values);
    }
}
