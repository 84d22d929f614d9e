package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;

/// EC2 as one caller sees it. What it refuses it throws as
/// [software.amazon.awssdk.awscore.exception.AwsServiceException].
public record ComputeClient(Instances instances, Origin origin) {
    private static final String IMAGE = "ami-0abcdef1234567890";

    /// Starts an instance with the profile of this name.
    ///
    /// @return its ID
    public String runInstances(String profileName) {
        return run(ProfileReference.named(profileName));
    }

    /// Starts an instance with a profile.
    ///
    /// @return its ID
    public String run(ProfileReference profile) {
        return instances.run(origin.again(), new Launch(IMAGE, "t3.micro", profile)).instanceId();
    }

    /// Gives an instance without a profile the one of this name.
    ///
    /// @return the association's ID
    public String associate(String instanceId, String profileName) {
        return instances
                .associate(origin.again(), instanceId, ProfileReference.named(profileName))
                .id();
    }

    /// Gives an instance another profile.
    ///
    /// @return the association's ID
    public String replace(String associationId, String profileName) {
        return instances
                .replace(origin.again(), associationId, ProfileReference.named(profileName))
                .id();
    }
}
