package dev.profileguard.sandbox.aws.autoscaling.refresh;

import dev.profileguard.sandbox.aws.autoscaling.group.Group;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An instance refresh. Immutable.
///
/// @param group as it was at the start
/// @param progress of the refresh, or of its rollback
/// @param undone how far it got before its rollback; null: it is not rolled back
/// @param rollbackBegan null: as above
record Refresh(
        String id,
        Group group,
        RefreshRequest request,
        Instant started,
        Progress progress,
        @Nullable Progress undone,
        @Nullable Instant rollbackBegan) {
    static Refresh of(Group group, RefreshRequest request, Instant now) {
        return new Refresh(
                UUID.randomUUID().toString(), group, request, now, Progress.NONE, null, null);
    }

    Refresh with(Progress next) {
        return new Refresh(id, group, request, started, next, undone, rollbackBegan);
    }

    /// The refresh, now rolled back.
    ///
    /// @param why as RollbackReason says it
    Refresh rolledBack(String why, Progress rollback, Instant now) {
        return new Refresh(
                id,
                group,
                request,
                started,
                rollback,
                progress.in(Status.ROLLBACK_IN_PROGRESS, why),
                now);
    }

    boolean active() {
        return progress.status().active();
    }

    /// What instances are started by now.
    ///
    /// @param current the group as it is now
    LaunchSource source(Group current) {
        if (progress.status() == Status.ROLLBACK_IN_PROGRESS || request.desired() == null) {
            return current.source();
        }
        return request.desired();
    }

    /// As Auto Scaling returns it.
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("InstanceRefreshId", id);
        json.put("AutoScalingGroupName", group.name());
        json.put("Status", progress.status().text());
        if (progress.reason() != null) {
            json.put("StatusReason", progress.reason());
        }
        json.put("StartTime", started);
        if (progress.ended() != null) {
            json.put("EndTime", progress.ended());
        }
        if (progress.status() != Status.PENDING) {
            json.put("PercentageComplete", progress.percent());
            json.put("InstancesToUpdate", progress.left());
        }
        json.put("Preferences", request.preferences().json());
        if (request.desired() != null) {
            json.put("DesiredConfiguration", request.desired().json());
        }
        if (undone != null && rollbackBegan != null) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("RollbackReason", String.valueOf(undone.reason()));
            details.put("RollbackStartTime", rollbackBegan);
            details.put("PercentageCompleteOnRollback", undone.percent());
            details.put("InstancesToUpdateOnRollback", undone.left());
            json.put("RollbackDetails", details);
        }
        json.put("Strategy", "Rolling");
        return json;
    }
}
