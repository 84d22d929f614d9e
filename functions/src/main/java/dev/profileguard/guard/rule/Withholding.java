package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Withheld;
import dev.profileguard.state.repair.Repair.Aspect;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides when EC2 is asked whether a role may be in a profile: before a repair puts it there,
/// right after that, and if the function was stopped in between, at the next evaluation.
///
/// @param names the profile's name in each known capitalization
public record Withholding(Switch withholds, Mode mode, Set<String> names) {
    /// Whether roles are withheld.
    public enum Switch {
        /// EC2 is asked.
        ON("on"),
        /// EC2 is not asked: whoever may associate an instance gets the role by the repair.
        OFF("off");

        private final String text;

        Switch(String text) {
            this.text = text;
        }

        /// The value of the setting.
        public String text() {
            return text;
        }
    }

    /// Takes a copy.
    public Withholding {
        names = Set.copyOf(names);
    }

    /// Whether what is withheld is recorded.
    boolean isEnforced() {
        return mode == Mode.ENFORCE;
    }

    /// The gate for the repairs of a plan; null: they need none, because no role is added.
    @Nullable RoleGate gate(GuardPlan.Repair plan, ObservedProfile seen, ProfileName profile) {
        boolean adds =
                plan.drifts().stream()
                        .flatMap(drift -> drift.repairs(profile).stream())
                        .anyMatch(Action.AddRole.class::isInstance);
        if (withholds == Switch.OFF || !adds) {
            return null;
        }
        Withheld known = seen.record().withheld();
        for (AttributedDrift each : plan.attributed()) {
            if (each.drift().restores().contains(Aspect.ROLE)) {
                Withheld own = withheld(each.cause(), seen.record());
                known = known == null ? own : known.orEarlier(own);
            }
        }
        InstanceProfile found = seen.profile();
        String foreign = plan.next().foreignId();
        boolean isForeign = found != null && found.id().equals(foreign);
        return known == null
                ? null
                : new RoleGate(profile, names, known, isForeign ? foreign : null);
    }

    private static Withheld withheld(Cause cause, GuardRecord record) {
        return switch (cause) {
            case Cause.Remembered(Withheld withheld) -> withheld;
            case Cause.OwnRepair own ->
                    new Withheld(
                            record.lastRepair(Aspect.ROLE),
                            "ProfileGuard",
                            own.eventId(),
                            own.described());
            case Cause.By(Change by) -> withheld(by, record);
            case Cause.ByCanary(Change by) -> withheld(by, record);
        };
    }

    private static Withheld withheld(Change by, GuardRecord record) {
        return new Withheld(
                lastKnownRight(record), by.actor().described(), by.eventId(), by.described());
    }

    /// The last time at which the profile is known to have been right. The known change may be the
    /// last of several: an instance could begin to use the profile after an earlier one.
    private static Instant lastKnownRight(GuardRecord record) {
        Baseline baseline = record.baseline();
        Instant recorded = baseline == null ? Instant.EPOCH : baseline.asOf();
        Instant repaired = record.lastRepair(Aspect.ROLE);
        return repaired.isAfter(recorded) ? repaired : recorded;
    }

    /// The gate for a profile that matches its baseline, although its role was withheld: it was
    /// added, and the function was stopped before it asked EC2 again. Null: the role was not
    /// withheld, or somebody else added it, who needed the permission to pass it.
    @Nullable RoleGate unchecked(GuardPlan plan, ObservedProfile seen, Change occasion) {
        Withheld withheld = seen.record().withheld();
        boolean matches = plan.decision() == GuardDecision.NO_DRIFT;
        return withholds == Switch.OFF || withheld == null || !matches || isAddition(occasion, seen)
                ? null
                : new RoleGate(seen.record().profile(), names, withheld, null);
    }

    private static boolean isAddition(Change occasion, ObservedProfile seen) {
        return occasion.edit() instanceof Edit.RoleAdded
                && occasion.edit().agreesWith(seen.profile());
    }

    /// The plan after EC2 was asked.
    GuardPlan checked(GuardPlan plan) {
        return GuardPlan.remember(
                plan.decision(),
                plan.why(),
                isEnforced() ? plan.next().withWithheld(null) : plan.next());
    }
}
