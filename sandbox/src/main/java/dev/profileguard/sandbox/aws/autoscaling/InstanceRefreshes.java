package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.autoscaling.refresh.RefreshRequest;
import dev.profileguard.sandbox.aws.autoscaling.refresh.Refreshes;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.List;
import java.util.Map;

/// The calls on instance refreshes. A refresh advances with the sandbox's clock.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
public final class InstanceRefreshes {
    private static final String ID = "InstanceRefreshId";

    private final ScalingCalls calls;
    private final Refreshes refreshes;

    InstanceRefreshes(ScalingCalls calls, Refreshes refreshes) {
        this.calls = calls;
        this.refreshes = refreshes;
    }

    /// StartInstanceRefresh. Auto Scaling tries the desired configuration with the permissions of
    /// the caller, as for CreateAutoScalingGroup.
    ///
    /// @return the ID of the refresh
    public String start(Origin origin, RefreshRequest request) {
        return id(
                calls.write(
                        origin,
                        "StartInstanceRefresh",
                        request.recorded(),
                        ScalingCalls.group(request.group()),
                        () -> Map.of(ID, refreshes.start(origin, request))));
    }

    /// CancelInstanceRefresh. What is replaced already stays.
    ///
    /// @return the ID of the refresh
    public String cancel(Origin origin, String group) {
        return id(
                calls.write(
                        origin,
                        "CancelInstanceRefresh",
                        Map.of("autoScalingGroupName", group),
                        ScalingCalls.group(group),
                        () -> Map.of(ID, refreshes.cancel(origin, group))));
    }

    /// RollbackInstanceRefresh. What is replaced already is replaced again.
    ///
    /// @return the ID of the refresh
    public String rollBack(Origin origin, String group) {
        return id(
                calls.write(
                        origin,
                        "RollbackInstanceRefresh",
                        Map.of("autoScalingGroupName", group),
                        ScalingCalls.group(group),
                        () -> Map.of(ID, refreshes.rollBack(origin, group))));
    }

    /// DescribeInstanceRefreshes.
    ///
    /// @param ids empty: all of the group
    /// @return the newest first, as Auto Scaling returns them
    public List<Map<String, Object>> describe(Origin origin, String group, List<String> ids) {
        return calls.read(
                origin,
                "DescribeInstanceRefreshes",
                () -> refreshes.describe(origin.region(), group, ids));
    }

    private static String id(Map<String, Object> response) {
        return String.valueOf(response.get(ID));
    }
}
