package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;

/// A client of EC2 for one caller. It throws
/// [software.amazon.awssdk.awscore.exception.AwsServiceException] for calls that EC2 refuses.
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
        return instances.run(origin.next(), new Launch(IMAGE, "t3.micro", profile)).instanceId();
    }

    /// Associates the profile of this name with an instance that has none.
    ///
    /// @return the association's ID
    public String associate(String instanceId, String profileName) {
        return instances
                .associate(origin.next(), instanceId, ProfileReference.named(profileName))
                .id();
    }

    /// Replaces the profile of an association.
    ///
    /// @return the association's ID
    public String replace(String associationId, String profileName) {
        return instances
                .replace(origin.next(), associationId, ProfileReference.named(profileName))
                .id();
    }
}
