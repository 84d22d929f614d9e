package dev.profileguard.rotation;

import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.RecreatedRole;
import dev.profileguard.rotation.rule.RotationStep;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells what a role that was deleted and created again breaks, and how to mend it. Changes
/// nothing.
///
/// @param roles lists all roles of the account; asked only if an earlier ID is known
record Mending(Rotations rotations, Supplier<List<RoleDetail>> roles) {
    /// The answer to a request.
    ///
    /// @throws IllegalArgumentException if there is no such role
    Outcome carryOut(RotationRequest.Mend request) {
        RoleDetail role = rotations.ports().reader().role(request.role());
        if (role == null) {
            throw new IllegalArgumentException(
                    "There is no role %s: create it again first, with the same path"
                            .formatted(request.role()));
        }
        Set<String> former = new LinkedHashSet<>();
        if (request.formerId() != null) {
            former.add(request.formerId());
        }
        List<ProfileName> profiles = profiles(role, former);
        RecreatedRole recreated =
                new RecreatedRole(
                        role,
                        role.role().arn(rotations.settings().partition(), rotations.account()),
                        List.copyOf(former),
                        former.isEmpty() ? Map.of() : trust(),
                        rotations
                                .ports()
                                .clusters()
                                .uses(ClusterQuestion.ofNodes(role.name(), rotations.account())),
                        profiles);
        return answer(recreated);
    }

    /// The profiles with the role whose baseline records an earlier one. Adds its ID.
    private List<ProfileName> profiles(RoleDetail role, Set<String> former) {
        List<ProfileName> profiles = new ArrayList<>();
        for (InstanceProfile each : rotations.ports().reader().profilesWith(role.name())) {
            Baseline baseline = rotations.ports().guard().load(each.name()).baseline();
            RecordedRole recorded = baseline == null ? null : baseline.role();
            if (recorded != null && isEarlier(recorded, role)) {
                former.add(String.valueOf(recorded.id()));
                profiles.add(each.name());
            }
        }
        return profiles;
    }

    private static boolean isEarlier(RecordedRole recorded, RoleDetail role) {
        return recorded.name().equals(role.name())
                && recorded.id() != null
                && !recorded.id().equals(role.role().id());
    }

    private Map<RoleName, TrustDocument> trust() {
        Map<RoleName, TrustDocument> policies = new LinkedHashMap<>();
        roles.get()
                .forEach(each ->
                        policies.put(
                                each.name(), PolicyJson.trust(each.name(), each.trustPolicy())));
        return policies;
    }

    private Outcome answer(RecreatedRole recreated) {
        List<RotationStep> steps = recreated.steps();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("formerIds", recreated.formerIds());
        details.put("steps", steps.stream().map(RotationStep::json).toList());
        details.put("unknown", unknown(recreated));
        return new Outcome.Answered(
                recreated.role().name().subject(),
                Decision.Common.SHOWN,
                steps.isEmpty()
                        ? "Nothing is known that remembers an earlier role %s"
                                .formatted(recreated.role().name())
                        : "%d things remember an earlier role %s: nothing was changed, these commands mend them"
                                .formatted(steps.size(), recreated.role().name()),
                List.of(),
                List.of(),
                details,
                rotations.requestId());
    }

    private static List<String> unknown(RecreatedRole recreated) {
        List<String> unknown = new ArrayList<>(recreated.clusters().unread());
        if (recreated.formerIds().isEmpty()) {
            unknown.add(
                    "No earlier ID of the role is known, so policies were not searched: name it in"
                            + " the field formerId. CloudTrail's event DeleteRole, or the policies"
                            + " themselves, show it");
        }
        unknown.add(
                "Policies of keys, buckets, queues and other resources were not searched: they show"
                        + " the earlier ID as a principal too, and have to be saved again");
        return unknown;
    }
}
