package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.InstanceState;
import dev.profileguard.sandbox.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Starts and terminates instances until a group has its capacity, a moment after each change.
/// Where instances cannot be started, it tries again, at first after a minute, then less and less
/// often.
public final class Capacity {
    private static final Duration REACTION = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 5;

    private final GroupTable table;
    private final Launcher launcher;
    private final ServiceRole role;
    private final Activities activities;
    private final Scheduler scheduler;
    private final Supplier<Instant> clock;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<String> retrying = new HashSet<>();
    private Predicate<Group> refreshing = group -> false;

    Capacity(
            GroupTable table,
            Launcher launcher,
            ServiceRole role,
            Activities activities,
            Scheduler scheduler,
            Supplier<Instant> clock) {
        this.table = table;
        this.launcher = launcher;
        this.role = role;
        this.activities = activities;
        this.scheduler = scheduler;
        this.clock = clock;
        launcher.instances().onEnd(ids -> table.with(ids).forEach(this::changed));
    }

    /// Leaves a group alone while an instance refresh brings it to its capacity.
    public synchronized void except(Predicate<Group> refreshed) {
        refreshing = refreshed;
    }

    /// Does several things without any other change of instances in between.
    public synchronized <T> T atomically(Supplier<T> work) {
        return work.get();
    }

    /// Looks at a group a moment later, because something has changed.
    public void changed(Group group) {
        scheduler.in(REACTION, () -> reconcile(group));
    }

    /// The same because a call changed the group: what kept it from starting instances may be
    /// mended.
    synchronized void requested(Group group) {
        failures.remove(group.id());
        retrying.remove(group.id());
        changed(group);
    }

    private synchronized void reconcile(Group old) {
        Group group = seen(old);
        if (group == null) {
            return;
        }
        if (group.deleted()) {
            end(group);
        } else if (!refreshing.test(group)) {
            balance(group);
        }
        Group after = table.find(old.region(), old.name());
        if (after != null && after.members().stream().anyMatch(Member::ending)) {
            changed(after);
        }
    }

    private void end(Group group) {
        terminate(group, group.alive(), "The group is deleted.");
        if (group.members().isEmpty()) {
            table.remove(group);
        }
    }

    private void balance(Group group) {
        int missing = group.desired() - capacity(group);
        if (missing > 0 && !retrying.contains(group.id())) {
            launch(group, group.source(), missing);
            retryAfterFailure(group);
        } else if (missing < 0) {
            List<Member> surplus =
                    group.alive().stream()
                            .filter(member -> !member.shielded())
                            .limit(-missing)
                            .toList();
            terminate(
                    group,
                    surplus,
                    "An instance was taken out of service in response to a"
                            + " difference between desired and actual capacity.");
        }
    }

    private void retryAfterFailure(Group group) {
        Integer failed = failures.get(group.id());
        if (failed != null) {
            retrying.add(group.id());
            Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failed - 1));
            scheduler.in(
                    wait,
                    () -> {
                        synchronized (this) {
                            retrying.remove(group.id());
                        }
                        reconcile(group);
                    });
        }
    }

    private static int capacity(Group group) {
        return group.alive().stream().mapToInt(Member::weight).sum();
    }

    /// The group as EC2 has its instances now: without those that are gone, and with those ending
    /// that are not in service any more; null: the group is gone.
    public synchronized @Nullable Group seen(Group group) {
        return table.change(
                group,
                now ->
                        now.withMembers(members -> {
                            members.removeIf(each -> state(each) == InstanceState.TERMINATED);
                            members.replaceAll(each -> state(each).ends() ? each.thatEnds() : each);
                            return members;
                        }));
    }

    /// EC2 forgets a terminated instance after an hour.
    private InstanceState state(Member member) {
        InstanceState state = launcher.instances().state(member.instanceId());
        return state == null ? InstanceState.TERMINATED : state;
    }

    /// Starts instances for a group.
    ///
    /// @param capacity in instances, or in units of weight
    /// @return why it failed, as the activity says it; null: they are started
    public synchronized @Nullable String launch(Group group, LaunchSource source, int capacity) {
        Instant now = clock.get();
        try {
            List<Member> started =
                    launcher.start(role.in(group.region()), group, source, capacity, now);
            started.forEach(
                    each -> activities.add(Activity.launched(group, each.instanceId(), now)));
            table.change(
                    group,
                    current ->
                            current.withMembers(members -> {
                                members.addAll(started);
                                return members;
                            }));
            failures.remove(group.id());
            return null;
        } catch (AwsServiceException refusal) {
            String failure =
                    "%s. Launching EC2 instance failed."
                            .formatted(
                                    refusal.awsErrorDetails()
                                            .errorMessage()
                                            .replaceFirst("\\.$", ""));
            activities.add(Activity.failed(group, failure, now));
            failures.merge(group.id(), 1, Integer::sum);
            return failure;
        }
    }

    /// Terminates instances of a group.
    ///
    /// @param cause as the activity says it
    public synchronized void terminate(Group group, List<Member> ending, String cause) {
        if (ending.isEmpty()) {
            return;
        }
        List<String> ids = ending.stream().map(Member::instanceId).toList();
        table.change(
                group,
                now ->
                        now.withMembers(members -> {
                            members.replaceAll(each ->
                                    ids.contains(each.instanceId()) ? each.thatEnds() : each);
                            return members;
                        }));
        ids.forEach(id -> activities.add(Activity.terminated(group, id, cause, clock.get())));
        try {
            launcher.instances().terminate(role.in(group.region()), ids, false);
        } catch (AwsServiceException refusal) {
            changed(group);
        }
    }

    /// Whether an instance is as a source would start it now.
    ///
    /// @param origin in the group's region
    public boolean matches(Origin origin, Member member, LaunchSource source) {
        return launcher.matches(origin, member, source);
    }
}
