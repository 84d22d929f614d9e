package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.ProvisionDecision.HAS_PROFILE;
import static dev.profileguard.provision.rule.ProvisionDecision.LEFT_TO_CODE;
import static dev.profileguard.provision.rule.ProvisionDecision.NAME_TAKEN;
import static dev.profileguard.provision.rule.ProvisionDecision.NOT_FOR_EC2;
import static dev.profileguard.provision.rule.ProvisionDecision.OPTED_OUT;
import static dev.profileguard.provision.rule.ProvisionDecision.PROVISION;
import static dev.profileguard.reconcile.Decision.Common.NEVER_TOUCHED;

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
import dev.profileguard.reconcile.Plan;
import dev.profileguard.state.ProvenanceTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rule of ProfileProvisioner: a role that EC2 may assume, and that no profile holds when
/// others had their time to make one, gets a profile of its own name.
///
/// @param exempt roles and profiles that are never touched
/// @param scope whose roles get one
/// @param delay how long others have to make the profile themselves
/// @param inherited keys of the role's tags that its profile gets too
public record Provisioning(
        Exemptions exempt, ProvisionFor scope, Duration delay, List<String> inherited) {
    /// The tag of a role that is to be left alone.
    public static final String OPT_OUT = "profile-guard:provision";

    /// The value that it has then.
    public static final String OFF = "off";

    /// CloudTrail's and IAM's times have whole seconds, the fraction cut off.
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    /// An empty profile that somebody else made no longer ago than this may be on its way to its
    /// role.
    private static final Duration SETTLING = Duration.ofMinutes(5);

    private static final String STACK_TAG = "aws:cloudformation:stack-name";

    /// Takes a copy.
    public Provisioning {
        inherited = List.copyOf(inherited);
    }

    /// The profile that a role of this name gets.
    public static ProfileName profileOf(RoleName role) {
        return new ProfileName(role.value());
    }

    /// Why a role of this name is never touched; null: it may be.
    public @Nullable String untouchable(RoleName role) {
        return exempt.ofProfileFor(role);
    }

    /// What the call alone settles; null: IAM has to be looked at.
    ///
    /// A trust policy that keeps EC2 out needs no look: whoever changes it later makes a call of
    /// their own, and so did whoever set the one before.
    ///
    /// @param claimed what the call's own trust policy says; null: the call does not tell
    public @Nullable Plan beforeLooking(
            ProvisionTrigger.Wanted wanted, TrustPolicy.@Nullable Answer claimed) {
        if (claimed instanceof TrustPolicy.Answer.No(String why)) {
            return Plan.leave(NOT_FOR_EC2, "%s: %s".formatted(wanted.role(), why));
        }
        String tool = scope == ProvisionFor.ALL ? null : wanted.creator().tool();
        return tool == null
                ? null
                : Plan.leave(
                        LEFT_TO_CODE,
                        "%s manages %s: its profile is left to it (ProvisionFor=unless-iac)"
                                .formatted(tool, wanted.role()));
    }

    /// When others had their time, as far as the call tells.
    public Instant dueAt(ProvisionTrigger.Wanted wanted) {
        return dueAt(wanted.since());
    }

    /// When others had their time: a role that was made again meanwhile starts anew.
    public Instant dueAt(ProvisionTrigger.Wanted wanted, RoleDetail role) {
        Instant made = role.created();
        return dueAt(made.isAfter(wanted.since()) ? made : wanted.since());
    }

    private Instant dueAt(Instant since) {
        return delay.isZero() ? since : since.plus(delay).plus(CUT_OFF);
    }

    /// What the role itself settles; null: its profiles have to be looked at.
    public @Nullable Plan aboutRole(RoleDetail role, TrustPolicy.Answer trust) {
        InstanceProfile meant = meant(role);
        if (Exemptions.isServiceOwned(meant) || Exemptions.isServiceOwned(role.role())) {
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
        boolean stacks = scope == ProvisionFor.UNLESS_IAC && role.tags().get(STACK_TAG) != null;
        return stacks
                ? Plan.leave(
                        LEFT_TO_CODE,
                        "%s belongs to a CloudFormation stack, by its tags".formatted(role.name()))
                : null;
    }

    /// What is to be done, once the role is known to want a profile.
    ///
    /// @param holders the profiles that hold it
    /// @param sameName the profile of its name; null: there is none, as far as is known
    public Plan decide(
            ProvisioningFindings findings,
            RoleDetail role,
            List<InstanceProfile> holders,
            @Nullable InstanceProfile sameName,
            Instant now) {
        if (!holders.isEmpty() || (sameName != null && sameName.holds(role.name()))) {
            String where = holders.isEmpty() ? profileOf(role.name()).value() : names(holders);
            return Plan.leave(HAS_PROFILE, "%s is in %s".formatted(role.name(), where));
        }
        if (sameName == null) {
            return make(findings, role);
        }
        Role held = sameName.role();
        if (Exemptions.isServiceOwned(sameName)) {
            return Plan.leave(
                    NEVER_TOUCHED, sameName.name() + " belongs to a service, by its looks");
        }
        if (held != null) {
            return Plan.leave(
                    NAME_TAKEN,
                    "Profile %s holds role %s".formatted(sameName.name(), held.name()),
                    findings.nameTaken(sameName, held));
        }
        return ProvenanceTags.isOurs(sameName)
                ? finish(findings, role, sameName)
                : leave(findings, sameName, now);
    }

    private Plan make(ProvisioningFindings findings, RoleDetail role) {
        InstanceProfile meant = meant(role);
        return new Plan(
                PROVISION,
                "%s is in no profile".formatted(role.name()),
                List.of(
                        new Action.CreateProfile(meant.name(), meant.path(), meant.tags()),
                        new Action.AddRole(meant.name(), role.name())),
                List.of(findings.created()));
    }

    /// An earlier run was cut short; or the role was made again since, and the profile is for it
    /// now.
    private static Plan finish(
            ProvisioningFindings findings, RoleDetail role, InstanceProfile ours) {
        Action add = new Action.AddRole(ours.name(), role.name());
        return new Plan(
                PROVISION,
                "%s was made for %s and is still empty".formatted(ours.name(), role.name()),
                ProvenanceTags.isFor(ours, role.role())
                        ? List.of(add)
                        : List.of(
                                new Action.TagProfile(ours.name(), ProvenanceTags.of(role.role())),
                                add),
                List.of(findings.created()));
    }

    /// To put the role in would make whoever made the profile fail when they do.
    private Plan leave(ProvisioningFindings findings, InstanceProfile theirs, Instant now) {
        Instant settled = dueAt(findings.wanted()).plus(SETTLING);
        return now.isBefore(settled)
                ? Plan.leave(
                        ProvisionDecision.NOT_YET,
                        "%s is somebody else's and still empty: they may be about to add the role"
                                .formatted(theirs.name()))
                : Plan.leave(
                        NAME_TAKEN,
                        "%s is somebody else's and empty".formatted(theirs.name()),
                        findings.leftEmpty(theirs));
    }

    private InstanceProfile meant(RoleDetail role) {
        Tags tags = ProvenanceTags.of(role.role());
        for (Map.Entry<String, String> tag : inheritedBy(role).values().entrySet()) {
            tags = tags.with(tag.getKey(), tag.getValue());
        }
        return new InstanceProfile(
                profileOf(role.name()), "", role.role().path(), role.role(), tags);
    }

    /// The subject of what TagEnforcer remembers of the role's profile.
    public String tagRecordOf(RoleDetail role) {
        return new Subject.OfProfile(profileOf(role.name())).key();
    }

    /// The role's tags that its profile gets, by the keys as the setting spells them.
    public Tags inheritedBy(RoleDetail role) {
        Tags tags = Tags.NONE;
        for (String key : inherited) {
            String value = tag(role.tags(), key);
            tags = value == null ? tags : tags.with(key, value);
        }
        return tags.settable();
    }

    /// Case does not count in the keys of a role's tags.
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
