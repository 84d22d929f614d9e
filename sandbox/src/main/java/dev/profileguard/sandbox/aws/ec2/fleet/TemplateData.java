package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a launch template says about instances, or what a request says instead, as far as the
/// sandbox uses it.
///
/// @param imageId null, as type and profile: not said
/// @param others what else is said
public record TemplateData(
        @Nullable String imageId,
        @Nullable String instanceType,
        @Nullable ProfileReference profile,
        OtherParameters others) {
    /// Says nothing.
    public static final TemplateData NONE = new TemplateData(null, null, null);

    private static final String DEFAULT_TYPE = "m1.small";

    /// Says nothing else.
    public TemplateData(
            @Nullable String imageId,
            @Nullable String instanceType,
            @Nullable ProfileReference profile) {
        this(imageId, instanceType, profile, OtherParameters.NONE);
    }

    /// The data of a template whose instances get this profile.
    public static TemplateData with(@Nullable ProfileReference profile) {
        return new TemplateData("ami-0abcdef1234567890", "t3.micro", profile);
    }

    /// This, where the other does not say otherwise.
    TemplateData overriddenBy(TemplateData other) {
        return new TemplateData(
                other.imageId == null ? imageId : other.imageId,
                other.instanceType == null ? instanceType : other.instanceType,
                other.profile == null ? profile : other.profile,
                others.overriddenBy(other.others));
    }

    /// The launch of this many instances.
    ///
    /// @param tags of the instances, with those that are said here
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `MissingParameter`: no
    ///   image is said
    Launch launch(RecordedService service, int least, int most, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(others.instanceTags());
        all.putAll(tags);
        if (imageId == null) {
            throw service.refusal(
                    "MissingParameter", "The request must contain the parameter ImageId");
        }
        return new Launch(imageId, type(), least, most, profile, all, null);
    }

    /// The type of the instances, EC2's default if none is said.
    String type() {
        return instanceType == null ? DEFAULT_TYPE : instanceType;
    }

    /// As DescribeLaunchTemplateVersions returns it.
    Map<String, Object> json() {
        Map<String, Object> json =
                json("imageId", "instanceType", "iamInstanceProfile", "name", "arn");
        json.putAll(others.json());
        return json;
    }

    /// As CloudTrail records it in a request.
    Map<String, Object> recorded() {
        Map<String, Object> recorded =
                json("ImageId", "InstanceType", "IamInstanceProfile", "Name", "Arn");
        recorded.putAll(others.recorded());
        return recorded;
    }

    private Map<String, Object> json(
            String image, String type, String profileKey, String name, String arn) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (imageId != null) {
            json.put(image, imageId);
        }
        if (instanceType != null) {
            json.put(type, instanceType);
        }
        if (profile != null) {
            json.put(profileKey, profile.recorded(name, arn));
        }
        return json;
    }
}
