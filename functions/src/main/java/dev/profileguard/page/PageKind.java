package dev.profileguard.page;

/// What a page is about, with its words.
public enum PageKind {
    /// What the functions would do to a recorded account.
    REHEARSAL("Rehearsal", Tense.PLANNED, "not known: not in the recording"),
    /// What a deployed stack would do.
    PLAN("Plan", Tense.PLANNED, Users.NOT_KEPT),
    /// What a sweep of a deployed stack did.
    SWEEP("Sweep", Tense.DONE, Users.NOT_KEPT);

    private final String title;
    private final Tense tense;
    private final String unknownUsers;

    PageKind(String title, Tense tense, String unknownUsers) {
        this.title = title;
        this.tense = tense;
        this.unknownUsers = unknownUsers;
    }

    /// Such as `Plan`.
    public String title() {
        return title;
    }

    Tense tense() {
        return tense;
    }

    /// What stands in the place of users that are not known.
    String unknownUsers() {
        return unknownUsers;
    }

    private static final class Users {
        static final String NOT_KEPT = "not known: no sweep has kept it";
    }

    /// Whether a page tells what happened.
    enum Tense {
        /// Nothing happened yet.
        PLANNED("would change", "Planned changes", "What would be done, and by which function"),
        /// Some of it happened.
        DONE(
                "changed, or would change",
                "Changes, done and not done",
                "What was done or would be done, and by which function");

        private final String changing;
        private final String changes;
        private final String actions;

        Tense(String changing, String changes, String actions) {
            this.changing = changing;
            this.changes = changes;
            this.actions = actions;
        }

        /// Of a role or profile.
        String changing() {
            return changing;
        }

        /// The heading of the numbers.
        String changes() {
            return changes;
        }

        /// The heading of the actions.
        String actions() {
            return actions;
        }
    }
}
