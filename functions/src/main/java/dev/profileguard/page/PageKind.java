package dev.profileguard.page;

/// What a page is about.
public enum PageKind {
    /// What the functions would do to a recorded account.
    REHEARSAL("Rehearsal"),
    /// What a deployed stack would do.
    PLAN("Plan"),
    /// What a sweep of a deployed stack did.
    SWEEP("Sweep"),
    /// Scenes that were played in sandboxes.
    DEMO("Demo");

    private static final String NOT_KEPT = "not known: no sweep has kept it";

    private final String title;

    PageKind(String title) {
        this.title = title;
    }

    /// Such as `Plan`.
    public String title() {
        return title;
    }

    PageWords words() {
        return switch (this) {
            case REHEARSAL -> PageWords.planned("not known: not in the recording");
            case PLAN -> PageWords.planned(NOT_KEPT);
            case SWEEP -> PageWords.done(NOT_KEPT);
            case DEMO -> PageWords.played();
        };
    }

    /// Whether its entries are the roles and profiles of an account.
    boolean isOfAnAccount() {
        return this != DEMO;
    }
}
