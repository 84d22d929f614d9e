package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.regional.Regions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// EC2 in all regions, as far as instances use instance profiles. EC2 reads the profile from IAM
/// when it starts or associates the instance, and from then on the instance uses the role.
/// Thread-safe. A call is made in the region of its [Origin]. All calls throw
/// [software.amazon.awssdk.awscore.exception.AwsServiceException] with EC2's own error codes.
public final class Instances {
    private final IamAccount account;
    private final Regions regions = new Regions();
    private final RegionalCalls calls;
    private final InstanceTable table;
    private final Launches launches;
    private final Associations associations;
    private final StateChanges stateChanges;
    private final Descriptions descriptions;
    private volatile Consumer<List<String>> listener = ids -> {};

    /// An account without instances.
    public Instances(IamAccount account, InstantSource clock, Trail trail, Ec2Access access) {
        this.account = account;
        RecordedService service = new RecordedService("ec2", ErrorSpelling.EC2, clock, trail);
        calls = new RegionalCalls(service, access, regions);
        table = new InstanceTable(service, clock);
        AssociationTable associated = new AssociationTable(table, account, service);
        launches = new Launches(calls, table, associated, account);
        associations = new Associations(calls, table, associated, account);
        stateChanges = new StateChanges(calls, table, associated);
        descriptions = new Descriptions(calls, table, associated);
    }

    /// The regions, and which of them the account has enabled.
    public Regions regions() {
        return regions;
    }

    /// How EC2 takes and records calls, for those that are not here.
    public RegionalCalls calls() {
        return calls;
    }

    /// How long each change of state takes from now on: until a pending instance runs, a stopping
    /// one is stopped, and an association is associated. At first, zero: whoever looks after a call
    /// sees its result.
    public void transition(Duration time) {
        table.transition(time);
    }

    /// Whether DescribeIamInstanceProfileAssociations returns the time of each association. The API
    /// reference has this element, and no recorded response does, so that at first it is left out.
    public void associationTimes(boolean shown) {
        descriptions.associationTimes(shown);
    }

    /// RunInstances.
    ///
    /// @param dryRun whether EC2 checks everything and starts nothing
    /// @return EC2's response, with the keys that EC2 and CloudTrail share
    public Map<String, Object> run(Origin origin, Launch launch, boolean dryRun) {
        return launches.run(origin, launch, dryRun);
    }

    /// Starts instances as a part of another call, which records itself.
    ///
    /// @param dryRun whether EC2 checks everything and throws `DryRunOperation`
    /// @return EC2's response to RunInstances
    public Map<String, Object> launch(Origin origin, Launch launch, boolean dryRun) {
        return launches.launch(origin, launch, dryRun);
    }

    /// StartInstances.
    ///
    /// @return EC2's response
    public Map<String, Object> start(Origin origin, List<String> ids, boolean dryRun) {
        return stateChanges.call(origin, StateChanges.Kind.START, ids, dryRun);
    }

    /// StopInstances.
    ///
    /// @return EC2's response
    public Map<String, Object> stop(Origin origin, List<String> ids, boolean dryRun) {
        Map<String, Object> response =
                stateChanges.call(origin, StateChanges.Kind.STOP, ids, dryRun);
        listener.accept(ids);
        return response;
    }

    /// TerminateInstances.
    ///
    /// @return EC2's response
    public Map<String, Object> terminate(Origin origin, List<String> ids, boolean dryRun) {
        Map<String, Object> response =
                stateChanges.call(origin, StateChanges.Kind.TERMINATE, ids, dryRun);
        listener.accept(ids);
        return response;
    }

    /// Calls this listener with the IDs of instances that were stopped or terminated.
    public void onEnd(Consumer<List<String>> listener) {
        this.listener = listener;
    }

    /// The state of an instance in any region; null: EC2 does not know it, or not any more.
    public @Nullable InstanceState state(String instanceId) {
        Instance instance = table.find(instanceId);
        return instance == null ? null : table.state(instance);
    }

    /// AssociateIamInstanceProfile, for an instance that has no profile.
    public Association associate(Origin origin, String instanceId, ProfileReference profile) {
        return associations.associate(origin, instanceId, profile);
    }

    /// ReplaceIamInstanceProfileAssociation: ends an association and begins another.
    public Association replace(Origin origin, String associationId, ProfileReference profile) {
        return associations.replace(origin, associationId, profile);
    }

    /// DisassociateIamInstanceProfile.
    ///
    /// @return the association that has ended
    public Association disassociate(Origin origin, String associationId) {
        return associations.disassociate(origin, associationId);
    }

    /// DescribeInstances.
    ///
    /// @return EC2's response
    public Map<String, Object> describe(Origin origin, Description description) {
        return descriptions.instances(origin, description);
    }

    /// DescribeIamInstanceProfileAssociations.
    ///
    /// @return EC2's response
    public Map<String, Object> describeAssociations(Origin origin, Description description) {
        return descriptions.associations(origin, description);
    }

    /// DescribeRegions.
    ///
    /// @param all whether disabled regions are listed too
    /// @return EC2's response
    public Map<String, Object> describeRegions(
            Origin origin, Description description, boolean all) {
        return descriptions.regions(origin, description, all);
    }

    /// The instance's profile, in any region; null: it has none, or there is no such instance.
    public @Nullable Association association(String instanceId) {
        Instance instance = table.find(instanceId);
        return instance == null ? null : instance.association();
    }

    /// The role whose credentials an instance gets now, in any region: the role in the profile with
    /// the ID that it was associated with. A role that is taken out ends at once here; on AWS its
    /// last credentials stay valid for up to an hour and more.
    ///
    /// @return empty: the instance does not exist, is terminated or has no profile; or this profile
    ///   is gone, was made again under its name, or is empty
    public Optional<Role> roleOf(String instanceId) {
        Instance instance = table.find(instanceId);
        if (instance == null || instance.entered().ends() || instance.association() == null) {
            return Optional.empty();
        }
        String profileId = instance.association().profile().instanceProfileId();
        return account.profileWithId(profileId).stream()
                .map(InstanceProfile::roles)
                .flatMap(List::stream)
                .findFirst();
    }

    /// Each instance of every region, with its state, its profile and its role now, for people.
    public List<Map<String, @Nullable Object>> overview() {
        return table.all().stream().map(this::overview).toList();
    }

    private Map<String, @Nullable Object> overview(Instance instance) {
        Association association = instance.association();
        Optional<Role> role = roleOf(instance.id());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("instance", instance.id());
        line.put("region", instance.region());
        line.put("state", table.state(instance).text());
        line.put("profile", association == null ? null : association.profile().arn());
        line.put(
                "profileId",
                association == null ? null : association.profile().instanceProfileId());
        line.put("role", role.map(Role::arn).orElse(null));
        line.put("roleId", role.map(Role::roleId).orElse(null));
        return line;
    }
}
