package dev.profileguard.reconcile;

/// What a rule decided about an event, a request or a subject of a sweep. Each function has its own
/// decisions. Results, metrics and reports contain the decision's text, so the text never changes.
public interface Decision {
    /// As results show it, such as `no-drift`.
    String text();

    /// Whether the rule evaluated everything, so that a problem without a finding is resolved.
    boolean isConclusive();

    /// Whether a sweep's summary contains it even if nothing was written.
    boolean isNoteworthy();

    /// How metrics count it, where neither what was written nor a finding decides that.
    default Reaction reaction() {
        return Reaction.UNCHANGED;
    }

    /// The decisions that all functions share.
    enum Common implements Decision {
        /// The function is switched off.
        OFF("off"),
        /// The event is not one that the function acts on.
        NOT_FOR_US("not-for-us"),
        /// Exempt by name, or owned by a service.
        NEVER_TOUCHED("never-touched"),
        /// Not repaired: the circuit breaker is open after too many repairs.
        BREAKER_OPEN("breaker-open"),
        /// The state was shown.
        SHOWN("shown"),
        /// A queue message failed and is retried, or a subject of a sweep failed.
        FAILED("failed");

        private final String text;

        Common(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public boolean isConclusive() {
            return false;
        }

        @Override
        public boolean isNoteworthy() {
            return this == FAILED;
        }

        @Override
        public Reaction reaction() {
            return switch (this) {
                case FAILED -> Reaction.FAILED;
                case SHOWN -> Reaction.NONE;
                case OFF, NOT_FOR_US, NEVER_TOUCHED, BREAKER_OPEN -> Reaction.UNCHANGED;
            };
        }
    }
}
