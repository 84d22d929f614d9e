package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Withheld;

/// What caused a drift.
sealed interface Cause {
    /// The ID of the event that caused it.
    String eventId();

    /// The cause in words.
    String described();

    /// A call by somebody who may not change the profile. If no call is known, the change is
    /// [Change#unattributed()].
    record By(Change change) implements Cause {
        @Override
        public String eventId() {
            return change.eventId();
        }

        @Override
        public String described() {
            return change.described();
        }
    }

    /// The canary, which took the guard tag off its own profile.
    record ByCanary(Change change) implements Cause {
        @Override
        public String eventId() {
            return change.eventId();
        }

        @Override
        public String described() {
            return change.described();
        }
    }

    /// A change that was repaired, except that the role was withheld.
    record Remembered(Withheld withheld) implements Cause {
        @Override
        public String eventId() {
            return withheld.eventId();
        }

        @Override
        public String described() {
            return withheld.cause();
        }
    }

    /// ProfileGuard itself: it restored another role before it knew a valid change.
    ///
    /// @param valid the baseline that the valid change set
    record OwnRepair(Baseline valid) implements Cause {
        @Override
        public String eventId() {
            return valid.eventId();
        }

        @Override
        public String described() {
            return "ProfileGuard reverted a valid change by %s (%s) before it knew it"
                    .formatted(valid.by(), valid.asOf());
        }
    }
}
