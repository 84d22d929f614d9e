package dev.profileguard.noderole.rule;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An instance profile that a call points to, because EC2 may not be able to assume its role. IAM
/// puts any role into a profile, and says nothing.
///
/// @param held the role in it, if that was read; null: it was not
/// @param isCause whether the call put the role there, or changed its trust policy
public record ProfileChange(
        ProfileName profile, @Nullable HeldRole held, boolean isCause, Call call) {
    /// What follows from the role in the profile.
    ///
    /// @param trust its trust policy
    public Plan plan(HeldRole found, TrustDocument trust) {
        if (Exemptions.isServiceOwned(found.role())) {
            return Plan.leave(
                    Decision.Common.NEVER_TOUCHED,
                    "%s belongs to a service, by its path".formatted(found.role().name()));
        }
        return switch (trust.answer()) {
            case TrustPolicy.Answer.Yes _, TrustPolicy.Answer.YesIf _ ->
                    Plan.leave(
                            NodeRoleDecision.PROFILE_USABLE,
                            "EC2 may assume the role in %s".formatted(profile));
            case TrustPolicy.Answer.No(String why) ->
                    Plan.leave(
                            NodeRoleDecision.PROFILE_USELESS,
                            "EC2 cannot assume the role in %s".formatted(profile),
                            finding(found, why));
        };
    }

    private Finding finding(HeldRole found, String obstacle) {
        RoleName role = found.role().name();
        String cause =
                "%s is useless until EC2 may assume its role %s: %s. Instances with it get no credentials."
                        .formatted(profile.subject(), role, obstacle);
        List<String> todo =
                List.of(
                        "If instances should use the role, let EC2 assume it. To see its trust"
                                + " policy: "
                                + Commands.showRole(role),
                        "Else take it out: " + Commands.removeRole(profile, role));
        return isCause
                ? call.finding(
                        Finding.Kind.PROFILE_USELESS, profile.subject(), cause, List.of(), todo)
                : new NodeRoleFindings(call, Set.of())
                        .noticed(Finding.Kind.PROFILE_USELESS, profile.subject(), cause, todo);
    }
}
