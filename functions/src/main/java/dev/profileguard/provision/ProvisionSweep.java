package dev.profileguard.provision;

import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.lambda.Platform;
import dev.profileguard.provision.ProvisionTask.CreatorLookup;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionFor;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.reconcile.AssumingMode;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports.CallHistory;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.ProvenanceCache;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.SweepRule;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// ProfileProvisioner's rule in a sweep. It looks up a role's creator in CloudTrail only if it
/// would create a profile.
public record ProvisionSweep(ProvisionSettings settings) implements SweepRule {
    /// The rule with the settings of this environment.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public static ProvisionSweep in(Platform platform) {
        return new ProvisionSweep(ProvisionSettings.from(platform.environment()));
    }

    @Override
    public String name() {
        return Rule.PROFILE_PROVISIONER.inSweeps();
    }

    @Override
    public Mode mode() {
        return settings.mode();
    }

    @Override
    public String modeParameter() {
        return "ProvisionMode";
    }

    @Override
    public boolean covers(TaggedType type) {
        return type == TaggedType.ROLE;
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        return task(
                subject,
                call,
                requiresCreator(requester) ? CreatorLookup.REQUIRED : CreatorLookup.OPTIONAL);
    }

    private ProvisionTask task(Subject subject, Call call, CreatorLookup lookup) {
        ProvisionTrigger.Wanted wanted =
                new ProvisionTrigger.Wanted(
                        new RoleName(subject.name().value()),
                        new Creator.Unattributed(),
                        Instant.EPOCH,
                        null,
                        call);
        return new ProvisionTask(wanted, settings.provisioning(), settings.retirement(), lookup);
    }

    /// A profile of the role's name, and the quota, are not read: IAM refuses to create the
    /// profile.
    @Override
    public Task application(Subject subject, Call call) {
        return new AssumingMode(task(subject, call, CreatorLookup.PLANNED), Mode.ENFORCE);
    }

    /// Those that created the role, or a profile of its name.
    @Override
    public Set<String> operations() {
        return Set.of("CreateRole", "CreateInstanceProfile");
    }

    /// If the creator is optional, a failed lookup in CloudTrail returns no calls instead of an
    /// error.
    @Override
    public CallHistory calls(CallHistory calls, Requester requester) {
        return requiresCreator(requester)
                ? calls
                : (key, since, backoff) -> orEmpty(calls, key, since, backoff);
    }

    private static List<CloudTrailEvent> orEmpty(
            CallHistory calls, LookupKey key, Instant since, Backoff backoff) {
        try {
            return calls.about(key, since, backoff);
        } catch (SdkException e) {
            return List.of();
        }
    }

    /// Whether a role whose creator is unknown gets no profile.
    private boolean requiresCreator(Requester requester) {
        return requester == Requester.SCHEDULE
                && settings.provisioning().scope() == ProvisionFor.UNLESS_IAC;
    }

    /// The roles of empty profiles that ProfileProvisioner created: an interrupted run left such a
    /// profile, or somebody took the role out and deleted it.
    @Override
    public List<RoleName> missingRoles(AccountSnapshot snapshot, ProvenanceCache made) {
        return made.profiles().stream()
                .map(name -> leftover(snapshot.known(name), made.load(name)))
                .flatMap(Stream::ofNullable)
                .filter(role -> !snapshot.contains(role))
                .toList();
    }

    private static @Nullable RoleName leftover(
            @Nullable InstanceProfile listed, @Nullable ProvenanceRecord made) {
        return listed != null && listed.role() == null && made != null && made.mayCover(listed)
                ? new RoleName(listed.name().value())
                : null;
    }

    /// Handles a role that is in no profile but in the baseline of a guarded one: ProfileGuard
    /// restores it, so the role needs no other profile.
    @Override
    public @Nullable Outcome fromSnapshot(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache baselines, Call call) {
        RoleName name = new RoleName(subject.name().value());
        RoleDetail role = snapshot.role(name);
        return role == null || !snapshot.profilesWith(name).isEmpty()
                ? null
                : baselines.all().stream()
                        .filter(record -> isMeantFor(record, role.role()))
                        .findFirst()
                        .map(record -> guarded(role, record, call))
                        .orElse(null);
    }

    private static boolean isMeantFor(GuardRecord record, Role role) {
        Baseline baseline = record.baseline();
        Baseline.RecordedRole recorded = baseline == null ? null : baseline.role();
        return recorded != null
                && recorded.name().equals(role.name())
                && (recorded.id() == null || recorded.id().equals(role.id()));
    }

    private static Outcome guarded(RoleDetail role, GuardRecord record, Call call) {
        return new Outcome.Skipped(
                role.name().subject(),
                ProvisionDecision.HAS_PROFILE,
                "The baseline of %s contains the role: ProfileGuard restores it"
                        .formatted(record.profile()),
                call.eventId());
    }
}
