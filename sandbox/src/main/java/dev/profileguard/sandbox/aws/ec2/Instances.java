package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The account's instances, as far as they use instance profiles. EC2 reads the profile from IAM
/// when it starts the instance, and from then on the instance uses the role. Thread-safe.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
public final class Instances {
    private final Map<String, Instance> byId = new LinkedHashMap<>();
    private final RecordedService service;
    private final IamAccount account;
    private final InstantSource clock;

    /// An account without instances.
    public Instances(IamAccount account, InstantSource clock, Trail trail) {
        service = new RecordedService("ec2", "Client.", clock, trail);
        this.account = account;
        this.clock = clock;
    }

    /// RunInstances.
    ///
    /// @return the started instance and EC2's response
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `InvalidParameterValue`
    ///   when the profile does not exist or is empty
    public Started run(Origin origin, Launch launch) {
        return service.call(
                origin,
                "RunInstances",
                launch.recorded(),
                () -> {
                    Instance instance = started(launch.profile());
                    return new Started(
                            instance.id(),
                            launch.response(instance, Stack.ACCOUNT, origin.requestId()));
                },
                Started::response);
    }

    /// An instance that was started.
    ///
    /// @param response as EC2 returns it
    public record Started(String instanceId, Map<String, Object> response) {}

    /// AssociateIamInstanceProfile.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterValue`, `InvalidInstanceID.NotFound`, or `IncorrectState` when the
    ///   instance has a profile
    public Association associate(Origin origin, String instanceId, ProfileReference profile) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("IamInstanceProfile", profile.recorded("Name", "Arn"));
        request.put("InstanceId", instanceId);
        return associating(
                origin,
                "AssociateIamInstanceProfile",
                request,
                () -> {
                    InstanceProfile found = profile.in(account, service);
                    Instance instance = existing(instanceId);
                    if (instance.association() != null) {
                        throw service.refusal(
                                "IncorrectState",
                                "There is an existing association for instance " + instanceId);
                    }
                    return associated(instance, found);
                });
    }

    /// ReplaceIamInstanceProfileAssociation.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterValue`, or `InvalidAssociationID.NotFound`
    public Association replace(Origin origin, String associationId, ProfileReference profile) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("IamInstanceProfile", profile.recorded("Name", "Arn"));
        request.put("AssociationId", associationId);
        return associating(
                origin,
                "ReplaceIamInstanceProfileAssociation",
                request,
                () -> {
                    InstanceProfile found = profile.in(account, service);
                    return associated(associatedBy(associationId), found);
                });
    }

    /// The instance's profile; null: it has none.
    public synchronized @Nullable Association association(String instanceId) {
        return existing(instanceId).association();
    }

    private synchronized Instance started(@Nullable ProfileReference profile) {
        InstanceProfile found = profile == null ? null : profile.in(account, service);
        Instance instance = new Instance(id("i-"), clock.instant(), null);
        byId.put(instance.id(), instance);
        if (found != null) {
            associated(instance, found);
        }
        return existing(instance.id());
    }

    private Association associating(
            Origin origin,
            String operation,
            Map<String, Object> request,
            Supplier<Association> work) {
        return service.call(
                origin,
                operation,
                Map.of(operation + "Request", request),
                work,
                association ->
                        Map.of(
                                operation + "Response",
                                Map.of("iamInstanceProfileAssociation", association.json())));
    }

    private synchronized Association associated(Instance instance, InstanceProfile profile) {
        Instant now = clock.instant();
        Association association = new Association(id("iip-assoc-"), instance.id(), profile, now);
        byId.put(instance.id(), instance.with(association));
        profile.roles().forEach(role -> recordUse(role.roleName(), now));
        return association;
    }

    /// Because of the lag of reads, a profile may contain a role that is deleted already.
    private void recordUse(String role, Instant now) {
        if (account.role(role).isPresent()) {
            account.used(role, now, Stack.REGION);
        }
    }

    private synchronized Instance existing(String instanceId) {
        Instance instance = byId.get(instanceId);
        if (instance == null) {
            throw service.refusal(
                    "InvalidInstanceID.NotFound",
                    "The instance ID '%s' does not exist".formatted(instanceId));
        }
        return instance;
    }

    private synchronized Instance associatedBy(String associationId) {
        return byId.values().stream()
                .filter(each ->
                        each.association() != null && each.association().id().equals(associationId))
                .findFirst()
                .orElseThrow(() ->
                        service.refusal(
                                "InvalidAssociationID.NotFound",
                                "An invalid association-id of '%s' was given"
                                        .formatted(associationId)));
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
    }
}
