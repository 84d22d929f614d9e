package dev.profileguard.sandbox.aws.autoscaling.refresh;

/// The status of an instance refresh.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
enum Status {
    PENDING("Pending", true),
    IN_PROGRESS("InProgress", true),
    SUCCESSFUL("Successful", false),
    FAILED("Failed", false),
    CANCELLING("Cancelling", true),
    CANCELLED("Cancelled", false),
    ROLLBACK_IN_PROGRESS("RollbackInProgress", true),
    ROLLBACK_FAILED("RollbackFailed", false),
    ROLLBACK_SUCCESSFUL("RollbackSuccessful", false);

    private final String text;
    private final boolean active;

    Status(String text, boolean active) {
        this.text = text;
        this.active = active;
    }

    /// As Auto Scaling writes it.
    String text() {
        return text;
    }

    /// Whether it blocks another refresh of the group.
    boolean active() {
        return active;
    }
}
