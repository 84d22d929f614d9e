package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.GRACE;
import static dev.profileguard.guard.rule.GuardRun.RECORDED;
import static dev.profileguard.guard.rule.GuardRun.SWEEP;
import static dev.profileguard.guard.rule.GuardRun.untagged;
import static dev.profileguard.guard.rule.GuardTest.GUARD;
import static dev.profileguard.guard.rule.GuardTest.NAME;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Attempts of a [GuardTask] about one profile, of which a test says what IAM and CloudTrail show.
final class GuardAttempts {
    static final Actor MALLORY_HERSELF = new Actor.User("arn:aws:iam::123456789012:user/mallory");
    static final Role V2 = new Role(new RoleName("web-v2"), "AROA-V2", "/");

    private final Answers answers;
    private Change occasion = SWEEP;

    GuardAttempts(Answers answers) {
        this.answers = answers;
    }

    /// Why the profile is read from now on, where that is not a sweep.
    void after(Change other) {
        occasion = other;
    }

    Plan plan(GuardRecord record, @Nullable InstanceProfile found, CloudTrailEvent... calls) {
        return answers.plan(first(record, found, calls));
    }

    Step follow(GuardRecord record, @Nullable InstanceProfile found, CloudTrailEvent... calls) {
        return answers.follow(first(record, found, calls));
    }

    private Step first(
            GuardRecord record, @Nullable InstanceProfile found, CloudTrailEvent... calls) {
        Baseline baseline = Objects.requireNonNull(record.baseline());
        answers.give(new Read.OfGuardRecord(NAME), record).give(new Read.OfProfile(NAME), found);
        for (String role : List.of("web", "evil", "web-v2", "web-v3")) {
            history(role, baseline.asOf());
            history(role, Instant.EPOCH);
            answers.give(new Read.OfRole(new RoleName(role)), existing(role));
        }
        history("prod-web", baseline.asOf(), calls);
        history("prod-web", Instant.EPOCH, calls);
        return task(occasion).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE));
    }

    /// CloudTrail knows these calls of the resource since that time.
    void history(String name, Instant since, CloudTrailEvent... calls) {
        answers.give(new Read.OfHistory(name, since), new Read.History.Known(List.of(calls)));
    }

    /// The names that were looked up in CloudTrail, in order.
    List<String> lookedUp() {
        return answers.asked().stream()
                .filter(Read.OfHistory.class::isInstance)
                .map(read -> ((Read.OfHistory) read).key().value())
                .toList();
    }

    static GuardTask task(Change occasion) {
        return new GuardTask(
                occasion,
                GUARD,
                RECORDED,
                GRACE,
                Withholding.Switch.ON,
                Reassociation.Switch.OFF,
                true);
    }

    static RoleDetail existing(String name) {
        return GuardRun.existing(new Role(new RoleName(name), "AROA1", "/"));
    }

    static List<Kind> kinds(Plan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }

    static InstanceProfile unlocked(Role role) {
        return new InstanceProfile(NAME, "AIPA1", "/", role, Tags.NONE);
    }

    static CloudTrailEvent unlocked(int second, Map<String, Object> who) {
        return untagged(second, who, "profile-guard");
    }
}
