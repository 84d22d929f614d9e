package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.autoscaling.InstanceRefreshes;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The forms of the calls on instance refreshes.
record RefreshQuery(InstanceRefreshes refreshes) {
    private static final String ID = "InstanceRefreshId";
    private static final String GROUP = "AutoScalingGroupName";

    /// The elements of the response; null: it is another call.
    @Nullable Map<String, Object> elements(String action, AutoScalingForm form, Origin origin) {
        return switch (action) {
            case "StartInstanceRefresh" ->
                    Map.of(ID, refreshes.start(origin, new SourceForm(form).refresh()));
            case "CancelInstanceRefresh" ->
                    Map.of(ID, refreshes.cancel(origin, form.required(GROUP)));
            case "RollbackInstanceRefresh" ->
                    Map.of(ID, refreshes.rollBack(origin, form.required(GROUP)));
            case "DescribeInstanceRefreshes" ->
                    ResultPage.HUNDRED.of(
                            "InstanceRefreshes",
                            refreshes.describe(
                                    origin, form.required(GROUP), form.list("InstanceRefreshIds")),
                            form);
            default -> null;
        };
    }
}
