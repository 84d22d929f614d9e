package dev.profileguard.provision.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.Baseline;
import java.util.ArrayList;
import java.util.List;

/// The findings of [Provisioning].
///
/// @param trust whether EC2 may assume the role
public record ProvisioningFindings(
        ProvisionTrigger.Wanted wanted, RoleName role, TrustPolicy.Answer trust) {

    Finding created() {
        return about(
                Kind.PROFILE_CREATED,
                "EC2 may assume role %s, and it was in no instance profile%s"
                        .formatted(role, note()),
                List.of(),
                List.of(
                        "Launch with it: " + Commands.launchOption(profile()),
                        "If the role must not have a profile: %s; then %s; then %s"
                                .formatted(
                                        Commands.tag(
                                                TaggedType.ROLE,
                                                role.value(),
                                                Provisioning.OPT_OUT,
                                                Provisioning.OFF),
                                        Commands.removeRole(profile(), role),
                                        Commands.deleteProfile(profile()))));
    }

    Finding nameTaken(InstanceProfile found, Role held) {
        String other = role + "-profile";
        return about(
                Kind.PROFILE_NAME_TAKEN,
                ("EC2 may assume role %s, and it is in no instance profile; the profile %s contains"
                                + " role %s, so an instance launched with this name acts as %s%s")
                        .formatted(role, found.name(), held.name(), held.name(), note()),
                List.of("nothing: instances with this profile use the role in it"),
                List.of(
                        "Create a profile with another name: %s; then %s"
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
                ("EC2 may assume role %s, and it is in no instance profile; the profile %s is"
                                + " empty, and ProfileProvisioner did not create it%s")
                        .formatted(role, found.name(), note()),
                List.of("nothing: the profile's creator may still add a role"),
                List.of(
                        "If the profile is meant for this role: "
                                + Commands.addRole(found.name(), role),
                        "If nobody needs the profile: %s; then %s"
                                .formatted(
                                        Commands.deleteProfile(found.name()),
                                        Commands.check(role))));
    }

    /// The finding about an empty profile that ProfileProvisioner may have created, without proof.
    ///
    /// @param why why there is no proof
    public Finding unproven(InstanceProfile found, String why) {
        return about(
                Kind.PROFILE_LEFT_EMPTY,
                ("EC2 may assume role %s, and it is in no instance profile; the profile %s is"
                                + " empty, and nothing proves that ProfileProvisioner created it:"
                                + " %s%s")
                        .formatted(role, found.name(), why, note()),
                List.of("nothing: somebody else may have created the profile"),
                List.of(
                        "If the profile is meant for this role: "
                                + Commands.addRole(found.name(), role),
                        "If nobody needs the profile (%s): %s; then %s"
                                .formatted(
                                        Commands.findInstances(found.id()),
                                        Commands.deleteProfile(found.name()),
                                        Commands.check(role))));
    }

    Finding guardedEmpty(InstanceProfile found) {
        return about(
                Kind.PROFILE_LEFT_EMPTY,
                ("EC2 may assume role %s, and it is in no instance profile; the profile %s is"
                     + " empty, and ProfileGuard's baseline of it does not contain the role%s")
                        .formatted(role, found.name(), note()),
                List.of("nothing: ProfileGuard would remove the role again"),
                List.of(
                        "If the profile is meant for this role: %s; then %s"
                                .formatted(
                                        Commands.release(found.name()),
                                        Commands.addRole(found.name(), role)),
                        "If nobody needs the profile: %s; then %s; then %s"
                                .formatted(
                                        Commands.release(found.name()),
                                        Commands.deleteProfile(found.name()),
                                        Commands.check(role))));
    }

    Finding guardedGone(Baseline baseline) {
        Baseline.RecordedRole recorded = baseline.role();
        return about(
                Kind.PROFILE_NAME_TAKEN,
                ("EC2 may assume role %s, and it is in no instance profile; ProfileGuard guards the"
                                + " profile %s, which is deleted, and its baseline contains %s%s")
                        .formatted(
                                role,
                                profile(),
                                recorded == null ? "no role" : "role " + recorded.name(),
                                note()),
                List.of("nothing: ProfileGuard creates the profile again for its baseline"),
                List.of(
                        "Create a profile with another name: %s; then %s"
                                .formatted(
                                        Commands.createProfile(role + "-profile"),
                                        Commands.addRole(new ProfileName(role + "-profile"), role)),
                        "If the deleted profile is not needed any more: %s; then %s"
                                .formatted(Commands.adopt(profile()), Commands.check(role))));
    }

    /// The finding that an error stopped the creation after its first step.
    ///
    /// @param error what stopped it
    /// @param fixes what to do about the error
    public Finding unfinished(String error, List<String> fixes) {
        List<String> todo = new ArrayList<>(fixes);
        todo.add("The next event or sweep then adds the role");
        todo.add("To do it now: " + Commands.check(role));
        return about(
                Kind.PROFILE_UNFINISHED,
                "ProfileProvisioner created profile %s for role %s, but could not add the role: %s"
                        .formatted(profile(), role, error),
                List.of("the profile was created; it is empty"),
                todo);
    }

    /// The finding that instances use the empty profile, so that the role is kept out of it.
    public Finding inUse(InstanceProfile found, UseRefusal refusal) {
        List<String> todo = new ArrayList<>(refusal.todo());
        todo.add(
                "If all instances that use the profile may have the role: "
                        + Commands.addRole(found.name(), role));
        todo.add(
                "Otherwise the next event or sweep adds the role once no instance uses the profile;"
                        + " to have that now: "
                        + Commands.check(role));
        return about(
                        Kind.PROFILE_UNFINISHED,
                        ("profile %s, which ProfileProvisioner created for role %s, is empty, and"
                                        + " the role is kept out of it: %s")
                                .formatted(found.name(), role, refusal.reason()),
                        List.of("nothing: an instance that uses the profile would get the role"),
                        todo)
                .by(new Actor.Unattributed().described());
    }

    /// The finding that the quota prevents a profile.
    public Finding quotaReached(Quota quota) {
        return about(
                Kind.PROFILE_QUOTA_REACHED,
                ("EC2 may assume role %s, and it is in no instance profile; the account has %d of"
                                + " at most %d instance profiles")
                        .formatted(role, quota.used(), quota.limit()),
                List.of("nothing: the quota allows no more profiles"),
                List.of(
                        "Delete profiles that nobody needs (%s), or request an increase of the IAM quota \"Instance profiles per account\" in Service Quotas"
                                .formatted(Commands.listProfiles()),
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
