package dev.profileguard.sandbox.aws.autoscaling.refresh;

import dev.profileguard.sandbox.aws.autoscaling.group.Group;
import dev.profileguard.sandbox.aws.autoscaling.group.Groups;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The instance refreshes of all groups. They advance with the sandbox's clock.
public final class Refreshes {
    private static final Duration STEP = Duration.ofSeconds(5);

    private final Map<String, Refresh> byId = new LinkedHashMap<>();
    private final RecordedService service;
    private final Groups groups;
    private final Scheduler scheduler;

    /// No refreshes.
    public Refreshes(RecordedService service, Groups groups, Scheduler scheduler) {
        this.service = service;
        this.groups = groups;
        this.scheduler = scheduler;
        groups.capacity().except(group -> active(group) != null);
    }

    /// StartInstanceRefresh.
    ///
    /// @return the ID of the refresh
    /// @throws AwsServiceException `InstanceRefreshInProgress`; `ValidationError` for preferences,
    ///   or for a configuration that would start no instance
    public String start(Origin origin, RefreshRequest request) {
        Group group = groups.table().required(origin.region(), request.group());
        request.preferences().check(service);
        requireIdle(group);
        LaunchSource desired =
                request.desired() == null ? null : groups.checked(origin, request.desired());
        if (request.preferences().rollsBack()) {
            requireReversible("ValidationError", group, desired);
        }
        Refresh refresh = Refresh.of(group, request.with(desired), service.clock().instant());
        groups.capacity()
                .atomically(() -> {
                    requireIdle(group);
                    return byId.put(refresh.id(), refresh);
                });
        next(origin, refresh);
        return refresh.id();
    }

    private void requireIdle(Group group) {
        if (active(group) != null) {
            throw service.refusal(
                    "InstanceRefreshInProgress",
                    "An Instance Refresh is already in progress and blocks the execution of this"
                            + " Instance Refresh.");
        }
    }

    /// What Auto Scaling says of a refresh that cannot be rolled back is not published; its code
    /// is.
    private void requireReversible(String code, Group group, @Nullable LaunchSource desired) {
        if (desired == null
                || group.source().json().toString().matches(".*\\$(Latest|Default).*")) {
            throw service.refusal(
                    code,
                    "The instance refresh cannot be rolled back: it needs a desired configuration,"
                            + " and the group a numbered version of its launch template.");
        }
    }

    /// CancelInstanceRefresh.
    ///
    /// @return the ID of the refresh
    /// @throws AwsServiceException `ActiveInstanceRefreshNotFound`
    public String cancel(Origin origin, String name) {
        return change(
                origin,
                name,
                refresh -> refresh.with(refresh.progress().in(Status.CANCELLING, null)));
    }

    /// RollbackInstanceRefresh.
    ///
    /// @return the ID of the refresh
    /// @throws AwsServiceException `ActiveInstanceRefreshNotFound` or `IrreversibleInstanceRefresh`
    public String rollBack(Origin origin, String name) {
        return change(
                origin,
                name,
                refresh -> {
                    if (refresh.progress().status() == Status.ROLLBACK_IN_PROGRESS) {
                        return refresh;
                    }
                    Group group = groups.table().required(origin.region(), name);
                    requireReversible(
                            "IrreversibleInstanceRefresh", group, refresh.request().desired());
                    return step(origin, group, refresh).rolledBack("Rollback due to user request.");
                });
    }

    private String change(Origin origin, String name, UnaryOperator<Refresh> change) {
        Group group = groups.table().required(origin.region(), name);
        return groups.capacity()
                .atomically(() -> {
                    Refresh refresh = active(group);
                    if (refresh == null) {
                        throw service.refusal(
                                "ActiveInstanceRefreshNotFound",
                                "No in progress or pending Instance Refresh found for Auto Scaling"
                                        + " group "
                                        + name);
                    }
                    byId.put(refresh.id(), change.apply(refresh));
                    return refresh.id();
                });
    }

    /// DescribeInstanceRefreshes.
    ///
    /// @param ids empty: all of the group
    /// @return the newest first, as Auto Scaling returns them
    public List<Map<String, Object>> describe(String region, String name, List<String> ids) {
        Group group = groups.table().required(region, name);
        return groups.capacity()
                .atomically(() -> {
                    List<Map<String, Object>> found = new ArrayList<>();
                    byId.values().stream()
                            .filter(each -> each.group().id().equals(group.id()))
                            .filter(each -> ids.isEmpty() || ids.contains(each.id()))
                            .forEach(each -> found.addFirst(each.json()));
                    return found;
                });
    }

    /// Throws Auto Scaling's error for an update of what a refresh is changing.
    public void requireNoDesired(String region, String name) {
        Group group = groups.table().find(region, name);
        Refresh refresh = group == null ? null : active(group);
        if (refresh != null && refresh.request().desired() != null) {
            throw service.refusal(
                    "ValidationError",
                    "An active instance refresh with a desired configuration exists. All"
                            + " configuration options derived from the desired configuration are"
                            + " not available for update while the instance refresh is active.");
        }
    }

    private @Nullable Refresh active(Group group) {
        return groups.capacity()
                .atomically(() ->
                        byId.values().stream()
                                .filter(each -> each.group().id().equals(group.id()))
                                .filter(Refresh::active)
                                .findFirst()
                                .orElse(null));
    }

    private void next(Origin origin, Refresh refresh) {
        scheduler.in(STEP, () -> take(origin, refresh.id()));
    }

    private void take(Origin origin, String id) {
        groups.capacity().atomically(() -> taken(origin, id));
        Refresh refresh = groups.capacity().atomically(() -> byId.get(id));
        if (refresh != null && refresh.active()) {
            next(origin, refresh);
        }
    }

    private boolean taken(Origin origin, String id) {
        Refresh before = byId.get(id);
        if (before == null || !before.active()) {
            return false;
        }
        Group group = groups.capacity().seen(before.group());
        Instant now = service.clock().instant();
        if (group == null || group.deleted()) {
            byId.put(id, before.with(before.progress().ended(Status.CANCELLED, null, now)));
            return false;
        }
        Refresh after = step(origin, group, before).taken();
        byId.put(id, after);
        if (!after.active()) {
            end(group, after);
        }
        return true;
    }

    private RefreshStep step(Origin origin, Group group, Refresh refresh) {
        return new RefreshStep(
                groups.capacity(), origin, group, refresh, service.clock().instant());
    }

    /// The group gets the configuration of a refresh that succeeded.
    private void end(Group group, Refresh refresh) {
        LaunchSource desired = refresh.request().desired();
        if (refresh.progress().status() == Status.SUCCESSFUL && desired != null) {
            groups.table().change(group, current -> current.with(desired));
        }
        groups.capacity().changed(group);
    }
}
