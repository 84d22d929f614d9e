package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.state.Withheld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The findings about a role that is kept out of its profile.
final class WithheldFindings {
    /// The instances that a finding names.
    private static final int MOST = 20;

    private WithheldFindings() {}

    /// @param occasion the event or the sweep because of which the profile was read
    /// @param done what was done, as texts
    static Finding withheld(Change occasion, RoleRefusal refusal, List<String> done) {
        List<String> all = new ArrayList<>(done);
        all.add("kept role %s out".formatted(refusal.role()));
        return finding(
                occasion,
                Kind.ROLE_WITHHELD,
                refusal.withheld(),
                "%s; role %s is kept out of the profile, because %s%s"
                        .formatted(
                                refusal.withheld().cause(),
                                refusal.role(),
                                refusal.reason(),
                                details(refusal)),
                all,
                todo(refusal));
    }

    private static String details(RoleRefusal refusal) {
        if (!refusal.instances().isEmpty()) {
            return refusal.instances().stream()
                    .limit(MOST)
                    .map(WithheldFindings::described)
                    .collect(
                            Collectors.joining(
                                    ", ",
                                    ": ",
                                    refusal.instances().size() > MOST ? ", and more" : ""));
        }
        return refusal.unknown().isEmpty()
                ? ""
                : refusal.unknown().stream()
                        .limit(MOST)
                        .collect(Collectors.joining("; ", " (", ")"));
    }

    private static String described(InstanceUse use) {
        return "%s in %s (%s, %s)"
                .formatted(
                        use.instanceId(),
                        use.region(),
                        use.state(),
                        use.associated() == null ? undated(use) : "since " + use.associated());
    }

    private static String undated(InstanceUse use) {
        return use.launched() == null
                ? "not known to the last sweep"
                : "launched at %s, not known to the last sweep".formatted(use.launched());
    }

    private static List<String> todo(RoleRefusal refusal) {
        List<String> todo = new ArrayList<>();
        if (refusal.foreignId() != null) {
            todo.add(
                    "Delete the profile, and ProfileGuard creates it again with its role: "
                            + Commands.delete(refusal.profile()));
        } else if (refusal.instances().isEmpty()) {
            todo.add(
                    "Let the function call EC2 in these regions, or list the regions to be asked in"
                            + " InstanceRegions");
        }
        refusal.instances().stream()
                .limit(MOST)
                .map(use ->
                        "If the instance must not have role %s: %s"
                                .formatted(refusal.role(), Commands.endUse(use)))
                .forEach(todo::add);
        todo.add(
                "If the role may be in the profile, add it as a trusted principal: "
                        + Commands.addRole(refusal.profile(), refusal.role()));
        todo.add(
                "ProfileGuard looks again every ten minutes; to have that now, "
                        + Commands.sweep(refusal.profile()));
        todo.add(
                "Or give what uses %s a new profile, after you ended the use by what must not have"
                                .formatted(refusal.profile())
                        + " role %s. Run: %s"
                                .formatted(
                                        refusal.role(), Commands.rotate(refusal.profile(), null)));
        return todo;
    }

    /// The role was withheld, and now it is in the profile again.
    static Finding restored(Change occasion, Withheld withheld, List<String> done) {
        return finding(
                occasion,
                Kind.ROLE_REVERTED,
                withheld,
                "%s; the role was kept out of the profile until now".formatted(withheld.cause()),
                done,
                GuardFindings.ifIntended(occasion.profile(), null));
    }

    private static Finding finding(
            Change occasion,
            Kind kind,
            Withheld withheld,
            String cause,
            List<String> done,
            List<String> todo) {
        return new Finding(
                kind,
                occasion.profile().subject(),
                occasion.call().account(),
                withheld.by(),
                cause,
                done,
                todo,
                withheld.eventId());
    }
}
