package dev.profileguard.sandbox.aws.autoscaling.refresh;

import dev.profileguard.sandbox.aws.autoscaling.group.Capacity;
import dev.profileguard.sandbox.aws.autoscaling.group.Group;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.autoscaling.group.Member;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One step of a refresh: looks at the group, and starts and terminates instances. A refresh that
/// cannot start instances tries for an hour.
record RefreshStep(Capacity capacity, Origin origin, Group group, Refresh refresh, Instant now) {
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final String CAUSE =
            "An instance was taken out of service in response to an instance refresh.";

    /// The refresh after the step.
    Refresh taken() {
        Progress progress = refresh.progress();
        return switch (progress.status()) {
            case PENDING -> refresh.with(Progress.started(Status.IN_PROGRESS, targets()));
            case CANCELLING ->
                    refresh.with(
                            progress.ended(
                                    Status.CANCELLED, "Cancelled due to user request.", now));
            case IN_PROGRESS, ROLLBACK_IN_PROGRESS ->
                    progress.resumes() != null && now.isBefore(progress.resumes())
                            ? refresh
                            : replaced(progress);
            case SUCCESSFUL, FAILED, CANCELLED, ROLLBACK_FAILED, ROLLBACK_SUCCESSFUL -> refresh;
        };
    }

    private Set<String> targets() {
        LaunchSource source = refresh.source(group);
        return group.alive().stream()
                .filter(member -> !member.shielded() || !shielded("Ignore"))
                .filter(member ->
                        !refresh.request().preferences().skipsMatching()
                                || !capacity.matches(origin, member, source))
                .map(Member::instanceId)
                .collect(Collectors.toSet());
    }

    private Refresh replaced(Progress before) {
        Duration warmup = refresh.request().preferences().warmup();
        List<Member> old = old(before);
        List<Member> fresh = group.alive().stream().filter(each -> !old.contains(each)).toList();
        int ready = (int) fresh.stream().filter(each -> each.serves(now, warmup)).count();
        int total = before.targets().size();
        int kept = Math.max(0, wanted() - total);
        int done = Math.clamp(ready - kept, 0, total - old.size());
        Progress progress = before.replaced(done);
        if (done >= goal(total) && ready + old.size() >= wanted()) {
            return refresh.with(progress.ended(success(), null, now));
        }
        List<Integer> checkpoints = checkpoints();
        if (progress.passed() < checkpoints.size()
                && progress.percent() >= checkpoints.get(progress.passed())) {
            return refresh.with(atCheckpoint(progress));
        }
        int open = allowed(progress, total) - (total - old.size());
        return acted(
                progress,
                old,
                Batch.of(
                        new Batch.Count(
                                wanted(), old.size(), fresh.size(), ready, Math.max(0, open)),
                        refresh.request().preferences()),
                warming(fresh, warmup));
    }

    private List<Member> old(Progress progress) {
        return group.alive().stream()
                .filter(member -> progress.targets().contains(member.instanceId()))
                .toList();
    }

    private Refresh acted(Progress progress, List<Member> old, Batch batch, String waiting) {
        List<Member> free =
                old.stream().filter(each -> !each.shielded() || shielded("Refresh")).toList();
        int terminated = Math.min(free.size(), batch.terminated());
        capacity.terminate(group, free.subList(0, terminated), CAUSE);
        String failure = null;
        if (terminated < batch.terminated()) {
            failure = "Waiting for instances that are protected from scale in.";
        } else if (batch.started() > 0) {
            failure = capacity.launch(group, refresh.source(group), batch.started() * weight());
        }
        if (failure == null) {
            return refresh.with(progress.waiting(waiting));
        }
        Instant since = progress.failing() == null ? now : progress.failing();
        return now.isBefore(since.plus(PATIENCE))
                ? refresh.with(progress.retrying(failure, since, now.plus(RETRY)))
                : failed(progress, failure);
    }

    /// Whether the preferences say this about instances that are protected from scale in.
    private boolean shielded(String what) {
        return refresh.request().preferences().ofShielded().equals(what);
    }

    private Refresh failed(Progress progress, String failure) {
        if (progress.status() == Status.ROLLBACK_IN_PROGRESS) {
            return refresh.with(progress.ended(Status.ROLLBACK_FAILED, failure, now));
        }
        return refresh.request().preferences().rollsBack()
                ? rolledBack(failure)
                : refresh.with(progress.ended(Status.FAILED, failure, now));
    }

    /// The refresh that replaces the instances which it has started.
    ///
    /// @param why as RollbackReason says it
    Refresh rolledBack(String why) {
        Set<String> targets = refresh.progress().targets();
        Set<String> started =
                group.alive().stream()
                        .filter(member -> !targets.contains(member.instanceId()))
                        .filter(member -> !member.launched().isBefore(refresh.started()))
                        .map(Member::instanceId)
                        .collect(Collectors.toSet());
        return refresh.rolledBack(why, Progress.started(Status.ROLLBACK_IN_PROGRESS, started), now);
    }

    private Progress atCheckpoint(Progress progress) {
        return progress.atCheckpoint(
                "Checkpoint reached: %d percent of the instances are replaced."
                        .formatted(progress.percent()),
                now.plus(refresh.request().preferences().checkpointDelay()));
    }

    /// A rollback has no checkpoints.
    private List<Integer> checkpoints() {
        return refresh.progress().status() == Status.IN_PROGRESS
                ? refresh.request().preferences().checkpoints()
                : List.of();
    }

    /// How many instances are replaced in the end: up to the last checkpoint.
    private int goal(int total) {
        List<Integer> checkpoints = checkpoints();
        return checkpoints.isEmpty() ? total : part(total, checkpoints.getLast());
    }

    private int allowed(Progress progress, int total) {
        List<Integer> checkpoints = checkpoints();
        return progress.passed() < checkpoints.size()
                ? part(total, checkpoints.get(progress.passed()))
                : goal(total);
    }

    private static int part(int total, int percent) {
        return Math.ceilDiv(total * percent, 100);
    }

    private int wanted() {
        return Math.ceilDiv(group.desired(), weight());
    }

    private int weight() {
        return group.alive().stream().mapToInt(Member::weight).max().orElse(1);
    }

    private Status success() {
        return refresh.progress().status() == Status.ROLLBACK_IN_PROGRESS
                ? Status.ROLLBACK_SUCCESSFUL
                : Status.SUCCESSFUL;
    }

    private @Nullable String firstWarming(List<Member> fresh, Duration warmup) {
        return fresh.stream()
                .filter(each -> !each.serves(now, warmup))
                .map(Member::instanceId)
                .findFirst()
                .orElse(null);
    }

    private String warming(List<Member> fresh, Duration warmup) {
        String first = firstWarming(fresh, warmup);
        return first == null
                ? "Replacing instances before continuing."
                : "Waiting for instances to warm up before continuing. For example: %s is warming up."
                        .formatted(first);
    }
}
