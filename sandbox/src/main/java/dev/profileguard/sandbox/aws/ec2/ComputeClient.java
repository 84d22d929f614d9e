package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client of EC2 for one caller in one region. It throws
/// [software.amazon.awssdk.awscore.exception.AwsServiceException] for calls that EC2 refuses.
public record ComputeClient(Instances instances, Origin origin) {
    private static final String IMAGE = "ami-0abcdef1234567890";
    private static final String TYPE = "t3.micro";

    /// Starts an instance with the profile of this name.
    ///
    /// @return its ID
    public String runInstances(String profileName) {
        return run(ProfileReference.named(profileName));
    }

    /// Starts an instance without a profile.
    ///
    /// @return its ID
    public String runInstance() {
        return run((ProfileReference) null);
    }

    /// Starts an instance.
    ///
    /// @param profile null: without a profile
    /// @return its ID
    public String run(@Nullable ProfileReference profile) {
        return run(new Launch(IMAGE, TYPE, profile), false).getFirst();
    }

    /// Starts instances as this request says, or only checks it.
    ///
    /// @return the IDs of the instances
    public List<String> run(Launch launch, boolean dryRun) {
        return items(instances.run(origin.next(), launch, dryRun), "instancesSet").stream()
                .map(item -> String.valueOf(item.get("instanceId")))
                .toList();
    }

    /// Stops an instance.
    public void stop(String instanceId) {
        instances.stop(origin.next(), List.of(instanceId), false);
    }

    /// Starts a stopped instance.
    public void start(String instanceId) {
        instances.start(origin.next(), List.of(instanceId), false);
    }

    /// Terminates an instance.
    public void terminate(String instanceId) {
        instances.terminate(origin.next(), List.of(instanceId), false);
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
    /// @return the new association's ID
    public String replace(String associationId, String profileName) {
        return instances
                .replace(origin.next(), associationId, ProfileReference.named(profileName))
                .id();
    }

    /// Takes the profile from its instance.
    public void disassociate(String associationId) {
        instances.disassociate(origin.next(), associationId);
    }

    /// The instances that a description asks for, as EC2 returns them, all pages of one request.
    public List<Map<?, ?>> describe(Description description) {
        return items(instances.describe(origin.next(), description), "reservationSet").stream()
                .flatMap(reservation -> items(reservation, "instancesSet").stream())
                .toList();
    }

    /// The associations that a description asks for, as EC2 returns them.
    public List<Map<?, ?>> describeAssociations(Description description) {
        return items(
                instances.describeAssociations(origin.next(), description),
                "iamInstanceProfileAssociationSet");
    }

    /// The names of the enabled regions.
    public List<String> describeRegions() {
        return items(instances.describeRegions(origin.next(), Description.ALL, false), "regionInfo")
                .stream()
                .map(region -> String.valueOf(region.get("regionName")))
                .toList();
    }

    private static List<Map<?, ?>> items(Map<?, ?> response, String set) {
        return response.get(set) instanceof Map<?, ?> map
                        && map.get("items") instanceof List<?> list
                ? list.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList()
                : List.of();
    }
}
