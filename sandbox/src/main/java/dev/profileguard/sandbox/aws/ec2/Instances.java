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

/// The account's instances, as far as they use instance profiles: EC2 looks the profile up as IAM
/// shows it at that time, and from then on the instance uses its role. Thread-safe.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
public final class Instances {
    private final Map<String, Instance> byId = new LinkedHashMap<>();
    private final RecordedService service;
    private final IamAccount account;
    private final InstantSource clock;

    /// No instances.
    public Instances(IamAccount account, InstantSource clock, Trail trail) {
        service = new RecordedService("ec2", "Client.", clock, trail);
        this.account = account;
        this.clock = clock;
    }

    /// RunInstances.
    ///
    /// @return the started instance and the answer
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `InvalidParameterValue`
    ///   when the profile does not exist or is empty
    public Started run(Origin origin, Launch launch) {
        return service.answer(
                origin,
                "RunInstances",
                launch.told(),
                () -> {
                    Instance instance = started(launch.profile());
                    return new Started(
                            instance.id(),
                            launch.answer(instance, Stack.ACCOUNT, origin.requestId()));
                },
                Started::answer);
    }

    /// An instance that was started.
    ///
    /// @param answer as EC2 writes it
    public record Started(String instanceId, Map<String, Object> answer) {}

    /// AssociateIamInstanceProfile.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterValue`, `InvalidInstanceID.NotFound`, or `IncorrectState` when the
    ///   instance has a profile
    public Association associate(Origin origin, String instanceId, ProfileReference profile) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("IamInstanceProfile", profile.told("Name", "Arn"));
        asked.put("InstanceId", instanceId);
        return associating(
                origin,
                "AssociateIamInstanceProfile",
                asked,
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
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("IamInstanceProfile", profile.told("Name", "Arn"));
        asked.put("AssociationId", associationId);
        return associating(
                origin,
                "ReplaceIamInstanceProfileAssociation",
                asked,
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
            Map<String, Object> asked,
            Supplier<Association> work) {
        return service.answer(
                origin,
                operation,
                Map.of(operation + "Request", asked),
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
        profile.roles().forEach(role -> use(role.roleName(), now));
        return association;
    }

    /// A profile that reads still show may hold a role that is gone.
    private void use(String role, Instant now) {
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
