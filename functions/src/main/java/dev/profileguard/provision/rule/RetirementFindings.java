package dev.profileguard.provision.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What [Retirement] tells people.
record RetirementFindings(ProvisionTrigger trigger, RoleName role) {

    Finding retired(InstanceProfile ours, @Nullable Instant lastUsed) {
        String used =
                lastUsed == null
                        ? "IAM knows of no use of the role"
                        : "the role was last used at %s".formatted(lastUsed);
        return about(
                Kind.PROFILE_RETIRED,
                ("role %s could not be deleted since profile %s holds it, which ProfileProvisioner"
                                + " made for it; %s")
                        .formatted(role, ours.name(), used),
                List.of(),
                List.of("Delete the role again now: " + Commands.deleteRole(role)));
    }

    Finding leftoverGone(InstanceProfile ours) {
        return about(
                Kind.PROFILE_RETIRED,
                "profile %s, which ProfileProvisioner made for role %s, was left behind empty"
                        .formatted(ours.name(), role),
                List.of(),
                List.of("If the role is still to be deleted: " + Commands.deleteRole(role)));
    }

    Finding guarded(InstanceProfile ours) {
        return about(
                Kind.ROLE_BLOCKED_BY_PROFILES,
                "role %s could not be deleted since profile %s holds it, which ProfileGuard guards"
                        .formatted(role, ours.name()),
                List.of("nothing: a guarded profile is not taken away"),
                commands(List.of(ours), "1. " + Commands.release(ours.name())));
    }

    Finding blocked(List<InstanceProfile> holders, String why) {
        String names =
                holders.stream().map(each -> each.name().value()).collect(Collectors.joining(", "));
        return about(
                Kind.ROLE_BLOCKED_BY_PROFILES,
                "role %s could not be deleted since it is in %s".formatted(role, names),
                List.of("nothing: " + why),
                commands(
                        holders,
                        "1. Make sure that nothing runs with it any more, in each region: "
                                + holders.stream()
                                        .map(each -> Commands.findInstances(each.id()))
                                        .collect(Collectors.joining("; "))));
    }

    /// The whole way to the role's deletion, in order.
    private List<String> commands(List<InstanceProfile> holders, String first) {
        List<String> steps = new ArrayList<>();
        steps.add(first);
        for (InstanceProfile holder : holders) {
            steps.add(
                    "%d. %s".formatted(steps.size() + 1, Commands.removeRole(holder.name(), role)));
            steps.add("%d. %s".formatted(steps.size() + 1, Commands.deleteProfile(holder.name())));
        }
        steps.add("%d. %s".formatted(steps.size() + 1, Commands.deleteRole(role)));
        return steps;
    }

    private Finding about(Kind kind, String cause, List<String> done, List<String> todo) {
        return trigger.call().finding(kind, role.subject(), cause, done, todo);
    }
}
