package dev.profileguard.reconcile;

/// What a rule made of an event, a request or a subject of a sweep. Each function has its own; a
/// result, a metric and a report name it by its text, which never changes.
public interface Decision {
    /// As results show it, such as `no-drift`.
    String text();

    /// Whether the rule judged all that it knows of, so that a problem that it does not find is
    /// over.
    boolean isConclusive();

    /// Whether a sweep's summary names it even if nothing was written.
    boolean isNoteworthy();

    /// The decisions that every function may come to.
    enum Common implements Decision {
        /// The function is switched off.
        OFF("off"),
        /// The event is not one that the function acts on.
        NOT_FOR_US("not-for-us"),
        /// Exempt by name, or owned by a service.
        NEVER_TOUCHED("never-touched"),
        /// Left alone, whatever is wrong: too many repairs.
        BREAKER_OPEN("breaker-open"),
        /// The state was shown.
        SHOWN("shown"),
        /// Nothing came of a message, which will come again, or of a subject in a sweep.
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
    }
}
