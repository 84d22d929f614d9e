package dev.profileguard.handler;

import dev.profileguard.core.Call;
import dev.profileguard.core.Creator;
import dev.profileguard.core.Decision;
import dev.profileguard.core.Mode;
import dev.profileguard.core.Occasion;
import dev.profileguard.core.ProvisionFor;
import dev.profileguard.core.RoleDetail;
import dev.profileguard.core.RoleName;
import dev.profileguard.core.Rule;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.TagStore;
import dev.profileguard.sweep.EventHistory;
import dev.profileguard.sweep.Subject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// ProfileProvisioner's rule in a sweep. Who made a role is asked of CloudTrail only where a
/// profile would be made.
record ProvisionSweep(
        ProvisionSettings settings, Surroundings surroundings, Attribution attribution)
        implements SweptRule {
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
    public Task task(Subject subject, Hands hands, Call call) {
        Provisions provisions = provisions(hands);
        RoleName role = new RoleName(subject.name());
        Occasion.Wanted wanted =
                new Occasion.Wanted(role, new Creator.Unattributed(), Instant.EPOCH, null, call);
        return new Attributed(wanted, provisions, attribution, hands.asked());
    }

    private Provisions provisions(Hands hands) {
        return new Provisions(
                hands.mode(),
                settings.provisioning(),
                settings.retirement(),
                hands.reader(),
                hands.writer(),
                hands.baselines(),
                new TagStore(surroundings.dynamo(), settings.table()),
                new ProvenanceStore(surroundings.dynamo(), settings.table()),
                surroundings.clock(),
                surroundings.pause());
    }

    /// The provisioner's own task, run for who made the role.
    private record Attributed(
            Occasion.Wanted wanted, Provisions provisions, Attribution attribution, boolean asked)
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
                            .attempt(Progress.begin(this, Mode.OBSERVE, Announcing.NONE));
            if (first.actions().isEmpty()) {
                return progress.outcome(first.decision(), first.why(), first.findings());
            }
            Occasion.Wanted known = known();
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
        private Occasion.@Nullable Wanted known() {
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
