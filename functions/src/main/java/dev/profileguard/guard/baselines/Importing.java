package dev.profileguard.guard.baselines;

import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes over a baseline from a file. A file proves nothing: the role has to be the one that IAM
/// shows in the profile, or one that a trusted principal once put into it. So an import never makes
/// ProfileGuard pass a role that nobody passed before.
public record Importing(ByHand decision) {
    /// The proposal for one entry.
    public Proposal of(WantedBaseline wanted, Known known) {
        Baseline baseline = known.record().baseline();
        if (baseline != null && isRecorded(wanted, baseline)) {
            return new Proposal.Unchanged();
        }
        String closed = known.closed();
        if (closed != null) {
            return new Proposal.Refused(closed);
        }
        InstanceProfile found = known.found();
        return found == null
                ? new Proposal.Refused("IAM has no such profile: create it first")
                : existing(wanted, known, found);
    }

    private Proposal existing(WantedBaseline wanted, Known known, InstanceProfile found) {
        if (wanted.profileId() != null && !wanted.profileId().equals(found.id())) {
            return new Proposal.Refused(
                    "it was deleted and created again: its ID is %s in the file, and %s in IAM"
                            .formatted(wanted.profileId(), found.id()));
        }
        if (wanted.path() != null && !wanted.path().equals(found.path())) {
            return new Proposal.Refused(
                    "its path is %s in the file, and %s in IAM, which cannot change it"
                            .formatted(wanted.path(), found.path()));
        }
        return switch (wanted.role()) {
            case WantedRole.AsItIs _ -> asItIs(wanted, known, found);
            case WantedRole.None _ ->
                    found.role() == null
                            ? changed(wanted, known, found, null)
                            : new Proposal.Refused(
                                    "IAM shows role %s in it, and the file none: remove the role first"
                                            .formatted(found.role().name()));
            case WantedRole.Named named -> named(wanted, known, found, named);
        };
    }

    /// What is recorded stays; if it is provisional, IAM has to show it.
    private Proposal asItIs(WantedBaseline wanted, Known known, InstanceProfile found) {
        Baseline baseline = known.record().baseline();
        if (baseline == null) {
            return changed(wanted, known, found, recorded(found.role()));
        }
        return known.drift().isEmpty()
                ? changed(wanted, known, found, baseline.role())
                : new Proposal.Refused(
                        "IAM shows another state than the baseline (%s)"
                                .formatted(known.driftNames()));
    }

    private Proposal named(
            WantedBaseline wanted, Known known, InstanceProfile found, WantedRole.Named named) {
        Role held = found.role();
        RecordedRole role =
                held != null && held.name().equals(named.name())
                        ? recorded(held)
                        : known.proven(named.name());
        if (role == null) {
            return new Proposal.Refused(unproven(found, named.name()));
        }
        String lost = known.lost(named.name(), named.id() == null ? role.id() : named.id());
        if (lost != null) {
            return new Proposal.Refused(lost);
        }
        return Objects.equals(role.id(), named.id() == null ? role.id() : named.id())
                ? changed(wanted, known, found, role)
                : new Proposal.Refused(unproven(found, named.name()));
    }

    private static String unproven(InstanceProfile found, RoleName wanted) {
        Role held = found.role();
        return "IAM shows %s in it, and nobody trusted ever put role %s into it. A principal in TrustedPrincipals has to do that: %s%s"
                .formatted(
                        held == null ? "no role" : "role " + held.name(),
                        wanted,
                        held == null
                                ? ""
                                : Commands.removeRole(found.name(), held.name()) + " and ",
                        Commands.addRole(found.name(), wanted));
    }

    private Proposal changed(
            WantedBaseline wanted,
            Known known,
            InstanceProfile found,
            @Nullable RecordedRole role) {
        Baseline baseline = known.record().baseline();
        boolean mayStayProvisional = baseline == null || baseline.provisional();
        Tags tags = wanted.tags();
        if (tags == null) {
            tags = baseline == null ? known.tags().get() : baseline.tags();
        }
        return new Proposal.Changed(
                decision.baseline(
                        found.id(),
                        found.path(),
                        role,
                        tags,
                        wanted.provisional() && mayStayProvisional),
                "imported");
    }

    private static @Nullable RecordedRole recorded(@Nullable Role role) {
        return role == null ? null : new RecordedRole(role.name(), role.id());
    }

    /// Whether the entry says nothing that the baseline does not say.
    private static boolean isRecorded(WantedBaseline wanted, Baseline baseline) {
        return (wanted.path() == null || wanted.path().equals(baseline.path()))
                && (wanted.profileId() == null || wanted.profileId().equals(baseline.profileId()))
                && (wanted.tags() == null || wanted.tags().equals(baseline.tags()))
                && (wanted.provisional() || !baseline.provisional())
                && isRecorded(wanted.role(), baseline.role());
    }

    private static boolean isRecorded(WantedRole wanted, @Nullable RecordedRole recorded) {
        return switch (wanted) {
            case WantedRole.AsItIs _ -> true;
            case WantedRole.None _ -> recorded == null;
            case WantedRole.Named(RoleName name, String id) ->
                    recorded != null
                            && recorded.name().equals(name)
                            && (id == null || id.equals(recorded.id()));
        };
    }
}
