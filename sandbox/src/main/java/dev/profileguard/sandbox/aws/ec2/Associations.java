package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The calls that give an instance a profile, or take it away.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html
final class Associations {
    private static final String ASSOCIATE = "AssociateIamInstanceProfile";
    private static final String REPLACE = "ReplaceIamInstanceProfileAssociation";
    private static final String DISASSOCIATE = "DisassociateIamInstanceProfile";

    private final RegionalCalls calls;
    private final RecordedService service;
    private final InstanceTable instances;
    private final AssociationTable associations;
    private final IamAccount account;

    Associations(
            RegionalCalls calls,
            InstanceTable instances,
            AssociationTable associations,
            IamAccount account) {
        this.calls = calls;
        this.service = calls.service();
        this.instances = instances;
        this.associations = associations;
        this.account = account;
    }

    Association associate(Origin origin, String instanceId, ProfileReference profile) {
        return call(
                origin,
                ASSOCIATE,
                request(profile, "InstanceId", instanceId),
                "associating",
                () -> {
                    InstanceProfile found = profile.in(account, service);
                    require(
                            origin,
                            ASSOCIATE,
                            instances.required(origin.region(), instanceId),
                            found);
                    return instances.atomically(() -> begin(origin, instanceId, found));
                });
    }

    private Association begin(Origin origin, String instanceId, InstanceProfile profile) {
        Instance instance = instances.required(origin.region(), instanceId);
        InstanceState state = instances.state(instance);
        if (state != InstanceState.RUNNING && state != InstanceState.STOPPED) {
            throw service.refusal(
                    "IncorrectInstanceState",
                    "The instance '%s' is not in the 'running' or 'stopped' states."
                            .formatted(instanceId));
        }
        if (instance.association() != null) {
            throw service.refusal(
                    "IncorrectState",
                    "There is an existing association for instance " + instanceId);
        }
        return associations.begin(instance, profile);
    }

    Association replace(Origin origin, String associationId, ProfileReference profile) {
        return call(
                origin,
                REPLACE,
                request(profile, "AssociationId", associationId),
                "associating",
                () -> {
                    InstanceProfile found = profile.in(account, service);
                    require(origin, REPLACE, instanceOf(origin, associationId), found);
                    return instances.atomically(
                            () -> associations.begin(instanceOf(origin, associationId), found));
                });
    }

    private static Map<String, Object> request(ProfileReference profile, String key, String id) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("IamInstanceProfile", profile.recorded("Name", "Arn"));
        request.put(key, id);
        return request;
    }

    Association disassociate(Origin origin, String associationId) {
        return call(
                origin,
                DISASSOCIATE,
                Map.of("AssociationId", associationId),
                "disassociating",
                () -> {
                    Instance instance = instanceOf(origin, associationId);
                    calls.require(
                            origin, Permission.onInstance(origin, DISASSOCIATE, instance, null));
                    return instances.atomically(() -> end(origin, associationId));
                });
    }

    private Association end(Origin origin, String associationId) {
        Instance instance = instanceOf(origin, associationId);
        associations.end(instance);
        instances.put(instance.with(null));
        return Objects.requireNonNull(instance.association());
    }

    private Instance instanceOf(Origin origin, String associationId) {
        return instances.atomically(() -> associations.instanceOf(origin.region(), associationId));
    }

    private void require(
            Origin origin, String operation, Instance instance, InstanceProfile profile) {
        calls.require(origin, Permission.onInstance(origin, operation, instance, profile));
        profile.roles()
                .forEach(role ->
                        calls.require(origin, Permission.toPass(origin, role, instance.id())));
    }

    /// Unlike other calls, these are recorded with the parameters as they were sent, wrapped.
    private Association call(
            Origin origin,
            String operation,
            Map<String, Object> request,
            String state,
            Supplier<Association> work) {
        return calls.call(
                origin,
                operation,
                Map.of(operation + "Request", request),
                work,
                association -> {
                    Map<String, Object> response = new LinkedHashMap<>();
                    response.put("iamInstanceProfileAssociation", association.json(state));
                    response.put("requestId", origin.requestId());
                    return Map.of(operation + "Response", response);
                });
    }
}
