package dev.profileguard.compute;

/// An instance refresh of an Auto Scaling group, which replaces its instances step by step.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
///
/// @param status as Auto Scaling spells it, such as `InProgress`
/// @param percentage how much is done, 0 to 100
/// @param reason what Auto Scaling says about the status; empty: nothing
public record InstanceRefresh(String id, String status, int percentage, String reason) {
    /// Whether it goes on.
    public boolean isRunning() {
        return switch (status) {
            case "Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking" -> true;
            default -> false;
        };
    }

    /// Whether it ended well.
    public boolean isSuccessful() {
        return status.equals("Successful");
    }
}
