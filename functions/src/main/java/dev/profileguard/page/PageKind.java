package dev.profileguard.page;

/// What a page is about.
public enum PageKind {
    /// What the functions would do to a recorded account.
    REHEARSAL("Rehearsal", PageWords.planned("not known: not in the recording")),
    /// What a deployed stack would do.
    PLAN("Plan", PageWords.planned("not known: no sweep has kept it")),
    /// What a sweep of a deployed stack did.
    SWEEP("Sweep", PageWords.done("not known: no sweep has kept it")),
    /// Scenes that were played in sandboxes.
    DEMO("Demo", PageWords.played());

    private final String title;
    private final PageWords words;

    PageKind(String title, PageWords words) {
        this.title = title;
        this.words = words;
    }

    /// Such as `Plan`.
    public String title() {
        return title;
    }

    PageWords words() {
        return words;
    }

    /// Whether its entries are the roles and profiles of an account.
    boolean isOfAnAccount() {
        return this != DEMO;
    }
}
