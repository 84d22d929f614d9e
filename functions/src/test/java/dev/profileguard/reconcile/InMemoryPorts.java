package dev.profileguard.reconcile;

import dev.profileguard.cluster.Clusters;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecords;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceRecords;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.TagRecords;
import dev.profileguard.state.failure.FailureBursts;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.repair.RepairRecord;
import dev.profileguard.state.repair.RepairRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Everything outside a rule, in memory. It shows what a test puts into it and changes nothing by
/// itself: an action has the effect that the test gives it.
final class InMemoryPorts implements IamReader, GuardRecords, TagRecords {
    /// Where the clock stands until somebody waits.
    static final Instant START = Instant.parse("2026-01-15T09:30:00Z");

    static final Pause PAUSE =
            new Pause(START, START.plusSeconds(3600), "change freeze", "request-1");

    /// What was asked of it, in order, such as `read web`, `add role web to prod-web`, `wait 1`.
    final List<String> log = new ArrayList<>();

    final Map<ProfileName, InstanceProfile> profiles = new HashMap<>();
    final Map<RoleName, RoleDetail> roles = new HashMap<>();

    /// The stored ones.
    final Map<ProfileName, GuardRecord> guard = new HashMap<>();

    final Map<String, RepairRecord> repairs = new HashMap<>();

    /// What comes of an action, by its description; all others are done.
    final Map<String, Effect> effects = new HashMap<>();

    /// What EC2 answers, one after the other; the last answer stays.
    final List<ProfileUse> uses = new ArrayList<>(List.of(ProfileUse.NONE));

    /// Called before each action, and may throw in its place.
    Consumer<Action> beforeWriting = action -> {};

    /// Called before each read of a profile.
    Consumer<ProfileName> beforeReading = name -> {};

    /// Called once, before the next write of a [GuardRecord].
    Runnable beforeRemembering = () -> {};

    /// From which read on writes are paused.
    int pausedFrom = Integer.MAX_VALUE;

    /// Called before each such read, and may throw in its place.
    Runnable beforePause = () -> {};

    /// How often somebody read whether they are.
    int pauseReads;

    private Instant now = START;

    Ports ports() {
        return new Ports(
                this,
                new NoPolicies(),
                this::perform,
                this,
                this,
                new Making(),
                FailureBursts.NONE,
                new Repairing(),
                (key, since, backoff) -> calls(key.value()),
                this::use,
                MessageDecoder.OFF,
                Clusters.NOT_ASKED,
                subject -> log.add("outdated " + subject),
                this::pause,
                () -> now,
                this::await);
    }

    /// What the log has of one kind, such as `wait`.
    List<String> logged(String kind) {
        return log.stream().filter(each -> each.startsWith(kind + " ")).toList();
    }

    /// The waits so far, together.
    Duration waited() {
        return Duration.between(START, now);
    }

    Instant now() {
        return now;
    }

    private @Nullable Pause pause() {
        beforePause.run();
        pauseReads++;
        return pauseReads >= pausedFrom ? PAUSE : null;
    }

    private PerformedAction perform(Action action) {
        log.add(action.described());
        beforeWriting.accept(action);
        return new PerformedAction(action, effects.getOrDefault(action.described(), Effect.DONE));
    }

    private List<CloudTrailEvent> calls(String resource) {
        log.add("look up calls of " + resource);
        return List.of();
    }

    private ProfileUse use(Set<String> names) {
        log.add("ask EC2 about " + names.stream().sorted().toList());
        return uses.size() > 1 ? uses.removeFirst() : uses.getFirst();
    }

    private void await(Duration time) {
        log.add("wait " + time.toSeconds());
        now = now.plus(time);
    }

    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        log.add("read profile " + name);
        beforeReading.accept(name);
        return profiles.get(name);
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        log.add("read role " + name);
        return roles.get(name);
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        log.add("read profiles with " + name);
        return profiles.values().stream().filter(each -> each.holds(name)).toList();
    }

    @Override
    public Quota profileQuota() {
        log.add("read quota");
        return new Quota(1, 1000);
    }

    @Override
    public GuardRecord load(ProfileName profile) {
        log.add("load guard of " + profile);
        return guard.getOrDefault(profile, GuardRecord.none(profile));
    }

    @Override
    public void save(GuardRecord record) {
        log.add("save guard of " + record.profile());
        Runnable once = beforeRemembering;
        beforeRemembering = () -> {};
        once.run();
        GuardRecord stored = guard.get(record.profile());
        if (record.version() != (stored == null ? 0 : stored.version())) {
            throw new ChangedMeanwhileException("Somebody else remembered something");
        }
        guard.put(record.profile(), record.nextVersion());
    }

    @Override
    public TagRecord load(String subject) {
        log.add("load tags of " + subject);
        return TagRecord.none(subject);
    }

    @Override
    public void save(TagRecord record) {
        log.add("save tags of " + record.subject());
    }

    /// No role has a policy.
    private static final class NoPolicies implements PolicyReader {
        @Override
        public List<AttachedPolicy> attached(RoleName role) {
            return List.of();
        }

        @Override
        public @Nullable PolicyNames names(RoleName role) {
            return null;
        }

        @Override
        public List<PolicyText> inline(RoleName role) {
            return List.of();
        }

        @Override
        public @Nullable PolicyText managed(String arn) {
            return null;
        }

        @Override
        public List<RoleName> rolesWith(String arn) {
            return List.of();
        }

        @Override
        public @Nullable HeldRole heldBy(ProfileName profile) {
            return null;
        }

        @Override
        public List<HeldRole> holders(RoleName role) {
            return List.of();
        }
    }

    /// The stored repairs.
    private final class Repairing implements RepairRecords {
        @Override
        public RepairRecord load(String subject) {
            log.add("recall repairs of " + subject);
            return repairs.getOrDefault(subject, RepairRecord.none(subject));
        }

        @Override
        public void save(RepairRecord record) {
            log.add("remember repairs of " + record.subject());
            repairs.put(record.subject(), record);
        }
    }

    private final class Making implements ProvenanceRecords {
        @Override
        public void save(
                ProfileName profile, @Nullable ProvenanceRecord read, ProvenanceRecord record) {
            log.add("save making of " + profile);
        }

        @Override
        public @Nullable ProvenanceRecord load(ProfileName profile) {
            log.add("load making of " + profile);
            return null;
        }
    }
}
