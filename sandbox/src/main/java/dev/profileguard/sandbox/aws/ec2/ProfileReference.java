package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// An instance profile as a call to EC2 names it: by name or by ARN.
///
/// @param name null: the call names it by ARN
/// @param arn null: the call names it by name
public record ProfileReference(@Nullable String name, @Nullable String arn) {
    /// By name.
    public static ProfileReference named(String name) {
        return new ProfileReference(name, null);
    }

    /// By ARN.
    public static ProfileReference at(String arn) {
        return new ProfileReference(null, arn);
    }

    /// The reference as CloudTrail records it.
    ///
    /// @param nameKey CloudTrail's key of a name
    /// @param arnKey CloudTrail's key of an ARN
    public Map<String, Object> recorded(String nameKey, String arnKey) {
        return name != null ? Map.of(nameKey, name) : Map.of(arnKey, String.valueOf(arn));
    }

    /// The profile, which must have a role.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterValue`, or `InvalidParameterCombination`
    public InstanceProfile in(IamAccount account, RecordedService service) {
        if (name != null && arn != null) {
            throw service.refusal(
                    "InvalidParameterCombination",
                    "The parameter 'iamInstanceProfile.name' may not be used in combination with"
                            + " 'iamInstanceProfile.arn'");
        }
        InstanceProfile profile = find(account);
        if (profile == null) {
            throw service.refusal(
                    "InvalidParameterValue",
                    "Value (%s) for parameter iamInstanceProfile.%s is invalid. Invalid IAM Instance Profile %s"
                            .formatted(
                                    name == null ? arn : name,
                                    name == null ? "arn" : "name",
                                    name == null ? "ARN" : "name"));
        }
        if (profile.roles().isEmpty()) {
            throw service.refusal(
                    "InvalidParameterValue",
                    "IAM Instance Profile \"%s\" has no associated IAM Roles"
                            .formatted(profile.arn()));
        }
        return profile;
    }

    private @Nullable InstanceProfile find(IamAccount account) {
        if (name != null) {
            return account.profile(name).orElse(null);
        }
        String given = String.valueOf(arn);
        return account.profile(given.substring(given.lastIndexOf('/') + 1))
                .filter(profile -> profile.arn().equals(given))
                .orElse(null);
    }
}
