package dev.profileguard.provision;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.Platform;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionFor;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.Attribution;
import dev.profileguard.sweep.Subject;
import dev.profileguard.sweep.SweepContext;
import dev.profileguard.sweep.SweepRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// ProfileProvisioner's rule in a sweep. Who made a role is asked of CloudTrail only where a
/// profile would be made.
public record ProvisionSweep(
        ProvisionSettings settings, Platform surroundings, Attribution attribution)
        implements SweepRule {
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
    public boolean covers(Subject.Kind kind) {
        return kind == Subject.Kind.ROLE;
    }

    @Override
    public Task task(Subject subject, SweepContext hands, Call call) {
        ProvisionContext provisions = provisions(hands);
        RoleName role = new RoleName(subject.name());
        ProvisionTrigger.Wanted wanted =
                new ProvisionTrigger.Wanted(
                        role, new Creator.Unattributed(), Instant.EPOCH, null, call);
        return new Attributed(wanted, provisions, attribution, hands.asked());
    }

    /// A role that a guarded profile is to have is in none for the time being: ProfileGuard sees to
    /// it, now or after a grace, and it needs no profile of its own.
    @Override
    public @Nullable Outcome atOnce(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache baselines, Call call) {
        RoleName name = new RoleName(subject.name());
        RoleDetail role = snapshot.role(name);
        return role == null || !snapshot.profilesWith(name).isEmpty()
                ? null
                : baselines.all().stream()
                        .filter(record -> isMeantFor(record, role.role()))
                        .findFirst()
                        .map(record -> isSeenTo(role, record, call))
                        .orElse(null);
    }

    private static boolean isMeantFor(GuardRecord record, Role role) {
        Baseline baseline = record.baseline();
        Baseline.RecordedRole recorded = baseline == null ? null : baseline.role();
        return recorded != null
                && recorded.name().equals(role.name())
                && (recorded.id() == null || recorded.id().equals(role.id()));
    }

    private static Outcome isSeenTo(RoleDetail role, GuardRecord record, Call call) {
        return Outcome.skipped(
                role.name().subject(),
                Decision.HAS_PROFILE,
                "The baseline of %s has it: ProfileGuard's business".formatted(record.profile()),
                call.eventId());
    }

    private ProvisionContext provisions(SweepContext hands) {
        return new ProvisionContext(
                hands.mode(),
                settings.provisioning(),
                settings.retirement(),
                hands.reader(),
                hands.writer(),
                hands.baselines(),
                new TagRecordStore(surroundings.dynamo(), settings.table()),
                new ProvenanceStore(surroundings.dynamo(), settings.table()),
                surroundings.clock(),
                surroundings.pause());
    }

    /// The provisioner's own task, run for who made the role.
    private record Attributed(
            ProvisionTrigger.Wanted wanted,
            ProvisionContext provisions,
            Attribution attribution,
            boolean asked)
            implements Task {
        @Override
        public String subject() {
            return wanted.role().subject();
        }

        @Override
        public String eventId() {
            return wanted.call().eventId();
        }

        @Override
        public @Nullable String untouchable() {
            return provisions.task(wanted).untouchable();
        }

        @Override
        public Decision whenCutShort() {
            return provisions.task(wanted).whenCutShort();
        }

        @Override
        public Outcome attempt(Progress progress) {
            Outcome first =
                    provisions
                            .observing()
                            .task(wanted)
                            .attempt(Progress.begin(this, Mode.OBSERVE, IntentLog.NONE));
            if (first.actions().isEmpty()) {
                return progress.outcome(first.decision(), first.why(), first.findings());
            }
            ProvisionTrigger.Wanted known = known();
            return known == null && leavesTheUnknown()
                    ? progress.outcome(Decision.LEFT_TO_CODE, nobodyKnown(), List.of())
                    : provisions.task(known == null ? wanted : known).attempt(progress);
        }

        private String nobodyKnown() {
            return """
            %s is in no profile, and CloudTrail does not tell any more who made it: it may be\
             infrastructure as code (ProvisionFor=unless-iac). Applying a plan makes its profile\
            """
                    .formatted(wanted.role());
        }

        /// Whose call made the role, without which a plan and `ProvisionFor=all` do as well.
        private ProvisionTrigger.@Nullable Wanted known() {
            RoleDetail role = provisions.reader().role(wanted.role());
            Instant oldest = provisions.clock().instant().minus(EventHistory.MEMORY);
            if (role == null || role.created().isBefore(oldest)) {
                return null;
            }
            try {
                return attribution.creation(wanted.role(), role.created());
            } catch (SdkException e) {
                if (leavesTheUnknown()) {
                    throw e;
                }
                return null;
            }
        }

        /// Whether it matters who made the role.
        private boolean leavesTheUnknown() {
            return !asked && provisions.provisioning().scope() == ProvisionFor.UNLESS_IAC;
        }
    }
}
