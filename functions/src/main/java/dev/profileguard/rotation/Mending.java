package dev.profileguard.rotation;

import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.event.Json;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.resource.PolicySearch;
import dev.profileguard.rotation.mend.rule.RecreatedRole;
import dev.profileguard.rotation.mend.rule.RoleProfile;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells what a role that was deleted and created again breaks, and how to mend it. Changes
/// nothing.
record Mending(Rotations rotations) {
    /// A profile with the role.
    ///
    /// @param earlier the role of its baseline if that is an earlier one; null: it is not
    private record Holder(InstanceProfile profile, @Nullable RecordedRole earlier) {}

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
        List<Holder> holders = holders(role);
        Set<String> former = formerIds(request, holders);
        PolicySearch search = search(request, former);
        ComputeInventory inventory = inventory(former, holders);
        List<String> unread = new ArrayList<>();
        RecreatedRole recreated =
                new RecreatedRole(
                        role,
                        role.role().arn(rotations.settings().partition(), rotations.account()),
                        List.copyOf(former),
                        former.isEmpty() ? Map.of() : trust(),
                        documents(search, unread),
                        rotations
                                .ports()
                                .clusters()
                                .uses(ClusterQuestion.ofNodes(role.name(), rotations.account())),
                        holders.stream().map(each -> profile(each, inventory)).toList());
        if (inventory != null) {
            unread.addAll(inventory.unknown());
        }
        return new MendingAnswer(request, recreated, search, unread).outcome(rotations.requestId());
    }

    private List<Holder> holders(RoleDetail role) {
        List<Holder> holders = new ArrayList<>();
        for (InstanceProfile each : rotations.ports().reader().profilesWith(role.name())) {
            Baseline baseline = rotations.ports().guard().load(each.name()).baseline();
            RecordedRole recorded = baseline == null ? null : baseline.role();
            holders.add(
                    new Holder(
                            each, recorded != null && isEarlier(recorded, role) ? recorded : null));
        }
        return holders;
    }

    private static boolean isEarlier(RecordedRole recorded, RoleDetail role) {
        return recorded.name().equals(role.name())
                && recorded.id() != null
                && !recorded.id().equals(role.role().id());
    }

    private static Set<String> formerIds(RotationRequest.Mend request, List<Holder> holders) {
        Set<String> former = new LinkedHashSet<>(request.formerIds());
        for (Holder each : holders) {
            if (each.earlier() != null) {
                former.add(String.valueOf(each.earlier().id()));
            }
        }
        return former;
    }

    private Map<RoleName, TrustDocument> trust() {
        Map<RoleName, TrustDocument> policies = new LinkedHashMap<>();
        rotations
                .policies()
                .roles()
                .get()
                .forEach(each ->
                        policies.put(
                                each.name(), PolicyJson.trust(each.name(), each.trustPolicy())));
        return policies;
    }

    private PolicySearch search(RotationRequest.Mend request, Set<String> former) {
        return former.isEmpty() || request.policies().isEmpty()
                ? PolicySearch.NONE
                : rotations
                        .policies()
                        .resources()
                        .get()
                        .containing(former, request.policies(), rotations.hasTime());
    }

    private static Map<PolicyResource, Map<String, Object>> documents(
            PolicySearch search, List<String> unread) {
        Map<PolicyResource, Map<String, Object>> documents = new LinkedHashMap<>();
        search.found()
                .forEach(each -> {
                    String what = "The policy of " + each.resource().text();
                    try {
                        documents.put(each.resource(), Json.read(what, each.document()));
                    } catch (UnreadableEventException e) {
                        unread.add(String.valueOf(e.getMessage()));
                    }
                });
        return documents;
    }

    /// What uses the profiles; null: nothing says that the role was created again, so that nobody
    /// has to be asked.
    private @Nullable ComputeInventory inventory(Set<String> former, List<Holder> holders) {
        return former.isEmpty() || holders.isEmpty()
                ? null
                : rotations
                        .compute()
                        .reader()
                        .inventory(
                                holders.stream()
                                        .map(each -> each.profile().name())
                                        .collect(Collectors.toSet()));
    }

    private RoleProfile profile(Holder holder, @Nullable ComputeInventory inventory) {
        InstanceProfile profile = holder.profile();
        Rotation rotation = inventory == null ? null : rotations.store().load(profile.name());
        return new RoleProfile(
                profile,
                holder.earlier() != null,
                inventory == null ? null : inventory.of(profile.name()),
                rotation == null ? null : rotation.to());
    }
}
