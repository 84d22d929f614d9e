package dev.profileguard.provision.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustPolicy;
import java.util.List;

/// What [Provisioning] tells people.
///
/// @param trust whether EC2 may assume the role, as found
public record ProvisioningFindings(
        ProvisionTrigger.Wanted wanted, RoleName role, TrustPolicy.Answer trust) {

    Finding created() {
        return about(
                Kind.PROFILE_CREATED,
                "EC2 may assume role %s, and no instance profile held it%s".formatted(role, note()),
                List.of(),
                List.of(
                        "Launch with it: --iam-instance-profile Name=" + role,
                        "If the role is to have none: %s; then %s; then %s"
                                .formatted(
                                        Commands.tagRole(
                                                role, Provisioning.OPT_OUT, Provisioning.OFF),
                                        Commands.removeRole(profile(), role),
                                        Commands.deleteProfile(profile()))));
    }

    Finding nameTaken(InstanceProfile found, Role held) {
        String other = role + "-profile";
        return about(
                Kind.PROFILE_NAME_TAKEN,
                ("EC2 may assume role %s, and no instance profile holds it; the profile %s holds"
                     + " role %s, so that an instance launched with this name acts as %s%s")
                        .formatted(role, found.name(), held.name(), held.name(), note()),
                List.of("nothing: what runs with the profile relies on the role in it"),
                List.of(
                        "Make one of another name: %s; then %s"
                                .formatted(
                                        Commands.createProfile(other),
                                        Commands.addRole(new ProfileName(other), role)),
                        "Or, if nothing uses the profile (%s): %s; then %s"
                                .formatted(
                                        Commands.findInstances(found.id()),
                                        Commands.removeRole(found.name(), held.name()),
                                        Commands.addRole(found.name(), role))));
    }

    Finding leftEmpty(InstanceProfile found) {
        return about(
                Kind.PROFILE_LEFT_EMPTY,
                ("EC2 may assume role %s, and no instance profile holds it; the profile %s is"
                                + " somebody else's and empty%s")
                        .formatted(role, found.name(), note()),
                List.of("nothing: whoever made the profile may be about to add a role"),
                List.of(
                        "If the role belongs into it: " + Commands.addRole(found.name(), role),
                        "If nobody needs it: %s; then %s"
                                .formatted(
                                        Commands.deleteProfile(found.name()),
                                        Commands.check(role))));
    }

    /// No profile could be made.
    public Finding quotaReached(Quota quota) {
        return about(
                Kind.PROFILE_QUOTA_REACHED,
                ("EC2 may assume role %s, and no instance profile holds it; the account has %d of"
                                + " the %d instance profiles that it may have")
                        .formatted(role, quota.used(), quota.limit()),
                List.of("nothing: IAM refused another one"),
                List.of(
                        "Delete profiles that nobody needs (aws iam list-instance-profiles), or ask"
                                + " for more: the quota \"Instance profiles per account\" of IAM in"
                                + " Service Quotas",
                        "Then " + Commands.check(role)));
    }

    private ProfileName profile() {
        return Provisioning.profileOf(role);
    }

    private String note() {
        return trust instanceof TrustPolicy.Answer.YesIf(String note)
                ? ". Note that %s".formatted(note)
                : "";
    }

    private Finding about(Kind kind, String cause, List<String> done, List<String> todo) {
        return wanted.call().finding(kind, role.subject(), cause, done, todo);
    }
}
