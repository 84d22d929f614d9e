package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.GUARD;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.LookupKey;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One attempt of a [GuardTask], whose reads a test answers by hand.
final class GuardRun {
    static final Duration GRACE = Duration.ofMinutes(30);
    static final Instant LATER = NOW.plus(Duration.ofHours(1));
    static final RecordedChanges RECORDED =
            new RecordedChanges(Globs.parse("arn:aws:iam::*:role/profile-guard-*"));
    static final Change SWEEP =
            new Change(
                    NAME,
                    new Edit.Found("by a sweep at " + LATER),
                    new Call(new Actor.Unattributed(), "sweep", "123456789012", "sweep-1", LATER));
    static final Map<String, Object> MALLORY = user("mallory");
    static final Map<String, Object> ALICE = user("alice");
    static final Map<String, Object> PIPELINE = session("ci/deployer");
    static final Map<String, Object> OWN = session("profile-guard-ProfileGuardRole");

    private final Answers answers = new Answers().give(Read.OfTime.NOW, LATER);
    private final Change occasion;
    private final GuardRecord record;
    private final @Nullable InstanceProfile found;
    private Duration grace = GRACE;
    private Mode mode = Mode.ENFORCE;
    private boolean knowsRoles = true;
    private Reassociation.Switch associates = Reassociation.Switch.OFF;

    GuardRun(Change occasion, GuardRecord record, @Nullable InstanceProfile found) {
        this.occasion = occasion;
        this.record = record;
        this.found = found;
    }

    GuardRun at(Instant now) {
        answers.give(Read.OfTime.NOW, now);
        return this;
    }

    GuardRun withGrace(Duration other) {
        grace = other;
        return this;
    }

    GuardRun in(Mode other) {
        mode = other;
        return this;
    }

    GuardRun withoutKnowingRoles() {
        knowsRoles = false;
        return this;
    }

    GuardRun associating() {
        associates = Reassociation.Switch.ON;
        return this;
    }

    <T extends @Nullable Object> GuardRun give(Read<T> read, T answer) {
        answers.give(read, answer);
        return this;
    }

    /// CloudTrail knows these calls of the resource since that time.
    GuardRun history(String resource, Instant since, CloudTrailEvent... calls) {
        return give(new Read.OfHistory(resource, since), new Read.History.Known(List.of(calls)));
    }

    /// CloudTrail knows these calls with the ID of that call, since its time.
    GuardRun recorded(CloudTrailEvent asked, CloudTrailEvent... calls) {
        return give(
                new Read.OfHistory(LookupKey.event(asked.id()), asked.time()),
                new Read.History.Known(List.of(calls)));
    }

    GuardTask task() {
        return new GuardTask(
                occasion, GUARD, RECORDED, grace, Withholding.Switch.ON, associates, knowsRoles);
    }

    Step step() {
        answers.give(new Read.OfGuardRecord(NAME), record).give(new Read.OfProfile(NAME), found);
        return answers.follow(task().begin(new Task.Attempt(mode, Task.Writes.NONE)));
    }

    Plan plan() {
        if (step() instanceof Plan plan) {
            return plan;
        }
        throw new AssertionError("No plan");
    }

    List<Read<?>> asked() {
        return answers.asked();
    }

    /// What was looked up in CloudTrail.
    List<Read.OfHistory> lookups() {
        return asked().stream()
                .filter(Read.OfHistory.class::isInstance)
                .map(Read.OfHistory.class::cast)
                .toList();
    }

    static GuardRecord next(Plan plan) {
        return ((Memory.OfGuard) plan.memory()).next();
    }

    /// The change in the event of a call.
    static Change changeOf(CloudTrailEvent event) {
        if (ProfileChangeExtraction.changes(event) instanceof Extracted.Found(List<Change> all)) {
            return all.getFirst();
        }
        throw new AssertionError("No change: " + event);
    }

    static CloudTrailEvent added(int second, Map<String, Object> who, String role) {
        return event(
                second,
                who,
                "AddRoleToInstanceProfile",
                Map.of("instanceProfileName", "prod-web", "roleName", role),
                Map.of());
    }

    static CloudTrailEvent removed(int second, Map<String, Object> who, String role) {
        return event(
                second,
                who,
                "RemoveRoleFromInstanceProfile",
                Map.of("instanceProfileName", "prod-web", "roleName", role),
                Map.of());
    }

    static CloudTrailEvent created(int second, Map<String, Object> who, String id) {
        return event(
                second,
                who,
                "CreateInstanceProfile",
                Map.of("instanceProfileName", "prod-web"),
                Map.of("instanceProfile", Map.of("instanceProfileId", id)));
    }

    static CloudTrailEvent tagged(int second, Map<String, Object> who, String key) {
        return tagged(second, who, key, "x");
    }

    static CloudTrailEvent tagged(int second, Map<String, Object> who, String key, String value) {
        return event(
                second,
                who,
                "TagInstanceProfile",
                Map.of(
                        "instanceProfileName",
                        "prod-web",
                        "tags",
                        List.of(Map.of("key", key, "value", value))),
                Map.of());
    }

    static CloudTrailEvent untagged(int second, Map<String, Object> who, String key) {
        return event(
                second,
                who,
                "UntagInstanceProfile",
                Map.of("instanceProfileName", "prod-web", "tagKeys", List.of(key)),
                Map.of());
    }

    /// As CloudTrail writes it, so many seconds after NOW.
    static CloudTrailEvent event(
            int second,
            Map<String, Object> who,
            String name,
            Map<String, Object> request,
            Map<String, Object> response) {
        Map<String, Object> call =
                Map.of(
                        "eventSource",
                        "iam.amazonaws.com",
                        "eventName",
                        name,
                        "eventID",
                        name + "-" + second,
                        "eventTime",
                        NOW.plusSeconds(second).toString(),
                        "recipientAccountId",
                        "123456789012",
                        "userIdentity",
                        who,
                        "requestParameters",
                        request,
                        "responseElements",
                        response);
        return CloudTrailEvent.read(Map.of("detail", call));
    }

    static RoleDetail existing(Role role) {
        return new RoleDetail(role, "{}", Tags.NONE, null, Instant.EPOCH);
    }

    static Role role(String name) {
        return new Role(new RoleName(name), "AROA-" + name, "/");
    }

    private static Map<String, Object> user(String name) {
        return Map.of("type", "IAMUser", "arn", "arn:aws:iam::123456789012:user/" + name);
    }

    private static Map<String, Object> session(String role) {
        Map<String, Object> issuer = Map.of("arn", "arn:aws:iam::123456789012:role/" + role);
        return Map.of(
                "type", "AssumedRole",
                "principalId", "AROA1:build-1",
                "sessionContext", Map.of("sessionIssuer", issuer));
    }
}
