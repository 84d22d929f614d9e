package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// Which instance has which profile, and had before. Used inside [InstanceTable#atomically].
final class AssociationTable {
    private static final Pattern ID = Pattern.compile("iip-assoc-([0-9a-f]{8}|[0-9a-f]{17})");

    private final Map<String, Association> ended = new LinkedHashMap<>();
    private final InstanceTable instances;
    private final IamAccount account;
    private final RecordedService service;
    private long last;

    AssociationTable(InstanceTable instances, IamAccount account, RecordedService service) {
        this.instances = instances;
        this.account = account;
        this.service = service;
    }

    /// Gives an instance a profile, instead of the one that it may have. Its role is used from now.
    Association begin(Instance instance, InstanceProfile profile) {
        Instant now = instances.now();
        end(instance);
        Association association = Association.started(last++, instance.id(), profile, now);
        instances.put(instance.with(association));
        profile.roles().forEach(role -> recordUse(role, now, instance.region()));
        return association;
    }

    /// Because of the lag of reads, a profile may contain a role that is deleted already.
    private void recordUse(Role role, Instant now, String region) {
        if (account.role(role.roleName()).isPresent()) {
            account.used(role.roleName(), now, region);
        }
    }

    /// Ends the association of an instance, if it has one. The instance keeps the profile until it
    /// is replaced or removed.
    void end(Instance instance) {
        Association association = instance.association();
        if (association != null) {
            ended.putIfAbsent(association.id(), association.endedAt(instances.now()));
        }
    }

    /// The associations in a region, current and ended ones, in the order in which they began.
    List<Association> in(String region) {
        List<Association> found = new ArrayList<>();
        for (Instance instance : instances.in(region)) {
            ended.values().stream()
                    .filter(each -> each.instanceId().equals(instance.id()))
                    .forEach(found::add);
            Association current = instance.association();
            if (current != null && !ended.containsKey(current.id())) {
                found.add(current);
            }
        }
        found.sort(Comparator.comparingLong(Association::number));
        return found;
    }

    /// The association with this ID, perhaps ended.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `InvalidParameterValue`
    ///   or `InvalidAssociationID.NotFound`
    Association required(String region, String id) {
        return requireListed(id, in(region));
    }

    /// The same among these associations.
    Association requireListed(String id, List<Association> listed) {
        if (!ID.matcher(id).matches()) {
            throw service.refusal("InvalidParameterValue", "Invalid value for associationId.");
        }
        return listed.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        service.refusal(
                                "InvalidAssociationID.NotFound",
                                "An invalid association-id of '%s' was given".formatted(id)));
    }

    /// The instance with this association.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException as above, or
    ///   `IncorrectState` when the association has ended
    Instance instanceOf(String region, String id) {
        Association association = required(region, id);
        if (association.ended() != null) {
            throw service.refusal(
                    "IncorrectState",
                    "The association '%s' is not an active association".formatted(id));
        }
        return instances.required(region, association.instanceId());
    }
}
