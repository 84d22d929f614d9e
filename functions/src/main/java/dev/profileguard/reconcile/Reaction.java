package dev.profileguard.reconcile;

/// How metrics count an outcome. There are few, because CloudWatch charges for each; the exact
/// decision is in the log.
public enum Reaction {
    /// Nothing was written, and there was nothing to report.
    UNCHANGED("unchanged"),
    /// IAM, or what uses a profile, was changed.
    REPAIRED("repaired"),
    /// Nothing was written, and there is a finding. In mode `observe`, so is what would be
    /// repaired.
    REPORTED("reported"),
    /// The function refused an event or a request.
    REFUSED("refused"),
    /// The function failed.
    FAILED("failed"),
    /// Not counted: an answer to a person, or the canary.
    NONE("none");

    private final String text;

    Reaction(String text) {
        this.text = text;
    }

    /// The value of the dimension `Outcome`.
    public String text() {
        return text;
    }
}
