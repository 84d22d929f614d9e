package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.ProvisionDecision.HAS_PROFILE;
import static dev.profileguard.provision.rule.ProvisionDecision.IN_USE;
import static dev.profileguard.provision.rule.ProvisionDecision.LEFT_TO_CODE;
import static dev.profileguard.provision.rule.ProvisionDecision.NAME_TAKEN;
import static dev.profileguard.provision.rule.ProvisionDecision.NOT_FOR_EC2;
import static dev.profileguard.provision.rule.ProvisionDecision.OPTED_OUT;
import static dev.profileguard.provision.rule.ProvisionDecision.PROVISION;
import static dev.profileguard.reconcile.Decision.Common.NEVER_TOUCHED;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.gate.AdditionGate;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceTags;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rule of ProfileProvisioner: a role that EC2 may assume gets a profile with the role's name,
/// if it is still in no profile after a delay for others to create one.
///
/// @param exempt roles and profiles that are never touched
/// @param scope which roles get one
/// @param delay how long others can create the profile themselves
/// @param inherited keys of the role's tags that the profile gets too
public record Provisioning(
        Exemptions exempt, ProvisionFor scope, Duration delay, List<String> inherited) {
    /// The tag that excludes a role.
    public static final String OPT_OUT = "profile-guard:provision";

    /// The value of that tag.
    public static final String OFF = "off";

    /// CloudTrail and IAM truncate times to whole seconds.
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    /// How long somebody else may need to add a role to an empty profile.
    private static final Duration SETTLING = Duration.ofMinutes(5);

    /// Tags of roles that a tool manages. A role that has such a tag wrongly only gets no profile.
    ///
    /// kops tags what it creates with `KubernetesCluster`, and creates its profiles itself:
    /// https://github.com/kubernetes/kops/blob/master/upup/pkg/fi/cloudup/awsup/aws_cloud.go
    private static final Map<String, String> TOOL_TAGS =
            Map.of(
                    "aws:cloudformation:stack-name", "a CloudFormation stack",
                    "KubernetesCluster", "a cluster of kops");

    /// Takes a copy.
    public Provisioning {
        inherited = List.copyOf(inherited);
    }

    /// The name of the profile that a role gets.
    public static ProfileName profileOf(RoleName role) {
        return new ProfileName(role.value());
    }

    /// Why a role of this name is never touched; null: it can be.
    public @Nullable String untouchable(RoleName role) {
        return exempt.ofProfileFor(role);
    }

    /// Decides from the call alone; null: IAM has to be read.
    ///
    /// A trust policy that denies EC2 needs no read: a later change of it has its own event.
    ///
    /// @param claimed the evaluation of the trust policy in the call; null: the call contains none
    public @Nullable Plan decideFromCall(
            ProvisionTrigger.Wanted wanted, TrustPolicy.@Nullable Answer claimed) {
        if (claimed instanceof TrustPolicy.Answer.No(String why)) {
            return Plan.leave(NOT_FOR_EC2, "%s: %s".formatted(wanted.role(), why));
        }
        String tool = scope == ProvisionFor.ALL ? null : wanted.creator().tool();
        return tool == null
                ? null
                : Plan.leave(
                        LEFT_TO_CODE,
                        "%s manages %s, so it must create the profile (ProvisionFor=unless-iac)"
                                .formatted(tool, wanted.role()));
    }

    /// The end of the delay, from the call.
    public Instant dueAt(ProvisionTrigger.Wanted wanted) {
        return dueAt(wanted.since());
    }

    /// The end of the delay after the role's deletion: scripts that delete a role delete its
    /// profile next.
    public Instant dueAt(ProvisionTrigger.RoleDeleted deleted) {
        return dueAt(deleted.call().time());
    }

    /// The end of the delay. It starts again if the role was created again in the meantime.
    public Instant dueAt(ProvisionTrigger.Wanted wanted, RoleDetail role) {
        Instant created = role.created();
        return dueAt(created.isAfter(wanted.since()) ? created : wanted.since());
    }

    private Instant dueAt(Instant since) {
        return delay.isZero() ? since : since.plus(delay).plus(CUT_OFF);
    }

    /// Decides from the role; null: its profiles have to be read.
    public @Nullable Plan decideFromRole(RoleDetail role, TrustPolicy.Answer trust) {
        InstanceProfile newProfile = newProfile(role);
        if (Exemptions.isServiceOwned(newProfile) || Exemptions.isServiceOwned(role.role())) {
            return Plan.leave(
                    NEVER_TOUCHED, role.name() + " belongs to a service, by its path or tags");
        }
        if (trust instanceof TrustPolicy.Answer.No(String why)) {
            return Plan.leave(NOT_FOR_EC2, "%s: %s".formatted(role.name(), why));
        }
        if (OFF.equalsIgnoreCase(tag(role.tags(), OPT_OUT))) {
            return Plan.leave(
                    OPTED_OUT, "%s has the tag %s=%s".formatted(role.name(), OPT_OUT, OFF));
        }
        String owner = scope == ProvisionFor.UNLESS_IAC ? owner(role.tags()) : null;
        return owner == null
                ? null
                : Plan.leave(
                        LEFT_TO_CODE,
                        "%s belongs to %s, by its tags".formatted(role.name(), owner));
    }

    private static @Nullable String owner(Tags tags) {
        return TOOL_TAGS.entrySet().stream()
                .filter(each -> tags.get(each.getKey()) != null)
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /// Decides for a role that should have a profile. An unfinished profile of our own is left to
    /// [Retirement] while the role's deletion is expected.
    public Plan decide(
            ProvisioningFindings findings, RoleDetail role, RoleProfiles profiles, Instant now) {
        InstanceProfile sameName = profiles.sameName();
        List<InstanceProfile> holders = profiles.holders();
        if (!holders.isEmpty() || (sameName != null && sameName.holds(role.name()))) {
            String where = holders.isEmpty() ? profileOf(role.name()).value() : names(holders);
            return Plan.leave(HAS_PROFILE, "%s is in %s".formatted(role.name(), where));
        }
        if (sameName == null) {
            return decideToMake(findings, role, profiles, now);
        }
        Role held = sameName.role();
        if (Exemptions.isServiceOwned(sameName)) {
            return Plan.leave(
                    NEVER_TOUCHED,
                    sameName.name() + " belongs to a service, by its path, tags or role");
        }
        if (held != null) {
            return Plan.leave(
                    NAME_TAKEN,
                    "Profile %s contains role %s".formatted(sameName.name(), held.name()),
                    findings.nameTaken(sameName, held));
        }
        if (!profiles.isUnfinished()) {
            return leave(findings, sameName, now);
        }
        return isMeantForAnother(profiles.baseline(), role)
                ? Plan.leave(
                        NAME_TAKEN,
                        "The baseline of %s does not contain %s"
                                .formatted(sameName.name(), role.name()),
                        findings.guardedEmpty(sameName))
                : finish(findings, role, sameName);
    }

    private Plan decideToMake(
            ProvisioningFindings findings, RoleDetail role, RoleProfiles profiles, Instant now) {
        Baseline baseline = profiles.baseline();
        Instant until = deletionExpectedUntil(role, profiles, now);
        if (until != null) {
            return awaitDeletion(role, until);
        }
        return baseline != null && isMeantForAnother(baseline, role)
                ? Plan.leave(
                        NAME_TAKEN,
                        "ProfileGuard guards a profile of this name, which is deleted, and its"
                                + " baseline does not contain %s".formatted(role.name()),
                        findings.guardedGone(baseline))
                : make(findings, role);
    }

    /// Until when the role's deletion is expected, for which its profile was deleted; null: it is
    /// not expected.
    public static @Nullable Instant deletionExpectedUntil(
            RoleDetail role, RoleProfiles profiles, Instant now) {
        ProvenanceRecord made = profiles.made();
        return made == null ? null : made.deletionExpectedUntil(role.role().id(), now);
    }

    private static Plan awaitDeletion(RoleDetail role, Instant until) {
        return Plan.leave(
                ProvisionDecision.DELETION_EXPECTED,
                "The profile of %s was deleted for the role's deletion, which is expected until %s"
                        .formatted(role.name(), until.truncatedTo(ChronoUnit.SECONDS)));
    }

    /// Whether ProfileGuard would take the role out of the profile again.
    private static boolean isMeantForAnother(@Nullable Baseline baseline, RoleDetail role) {
        Baseline.RecordedRole recorded = baseline == null ? null : baseline.role();
        return baseline != null && (recorded == null || !recorded.name().equals(role.name()));
    }

    private Plan make(ProvisioningFindings findings, RoleDetail role) {
        InstanceProfile newProfile = newProfile(role);
        return new Plan(
                PROVISION,
                "%s is in no profile".formatted(role.name()),
                List.of(
                        new Action.CreateProfile(
                                newProfile.name(), newProfile.path(), newProfile.tags()),
                        new Action.AddRole(newProfile.name(), role.name())),
                List.of(findings.created()));
    }

    /// An earlier run was interrupted, or the role was created again. In the second case, the
    /// profile's tags are set to the new role.
    private static Plan finish(
            ProvisioningFindings findings, RoleDetail role, InstanceProfile profile) {
        Action add = new Action.AddRole(profile.name(), role.name());
        List<Action> actions =
                ProvenanceTags.isFor(profile, role.role())
                        ? List.of(add)
                        : List.of(
                                new Action.TagProfile(
                                        profile.name(), ProvenanceTags.of(role.role())),
                                add);
        return Plan.of(
                PROVISION,
                "%s was created for %s and is still empty".formatted(profile.name(), role.name()),
                List.of(
                        new Remediation(
                                actions,
                                done -> finished(findings, profile, done),
                                null,
                                new AdditionGate(profile, IN_USE))),
                List.of(),
                Coverage.COMPLETE);
    }

    private static List<Finding> finished(
            ProvisioningFindings findings, InstanceProfile profile, Remediation.Done done) {
        Finding finding =
                done.refusal() instanceof UseRefusal refusal
                        ? findings.inUse(profile, refusal)
                        : findings.created();
        return Finding.withDone(List.of(finding), done.described());
    }

    /// If this rule added the role, the profile's creator would fail to add it.
    private Plan leave(ProvisioningFindings findings, InstanceProfile profile, Instant now) {
        Instant settled = dueAt(findings.wanted()).plus(SETTLING);
        return now.isBefore(settled)
                ? Plan.leave(
                        ProvisionDecision.NOT_YET,
                        "%s is empty, and ProfileProvisioner did not create it: its creator may still add the role"
                                .formatted(profile.name()))
                : Plan.leave(
                        NAME_TAKEN,
                        "%s is empty, and ProfileProvisioner did not create it"
                                .formatted(profile.name()),
                        findings.leftEmpty(profile));
    }

    private InstanceProfile newProfile(RoleDetail role) {
        Tags tags = ProvenanceTags.of(role.role());
        for (Map.Entry<String, String> tag : inheritedBy(role).values().entrySet()) {
            tags = tags.with(tag.getKey(), tag.getValue());
        }
        return new InstanceProfile(
                profileOf(role.name()), "", role.role().path(), role.role(), tags);
    }

    /// The key of TagEnforcer's record for the role's profile.
    public String tagRecordOf(RoleDetail role) {
        return new Subject.OfProfile(profileOf(role.name())).key();
    }

    /// The role's tags that its profile gets. The keys have the setting's capitalization.
    public Tags inheritedBy(RoleDetail role) {
        Tags tags = Tags.NONE;
        for (String key : inherited) {
            String value = tag(role.tags(), key);
            tags = value == null ? tags : tags.with(key, value);
        }
        return tags.settable();
    }

    /// IAM ignores case in the keys of a role's tags.
    private static @Nullable String tag(Tags tags, String key) {
        return tags.values().entrySet().stream()
                .filter(tag -> tag.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static String names(List<InstanceProfile> profiles) {
        return String.join(", ", profiles.stream().map(each -> each.name().value()).toList());
    }
}
