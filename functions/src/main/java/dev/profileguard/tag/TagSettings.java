package dev.profileguard.tag;

import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.tag.policy.InheritedTags;
import dev.profileguard.tag.policy.TagDefaults;
import dev.profileguard.tag.policy.TagPolicy;
import dev.profileguard.tag.policy.TagRule;
import dev.profileguard.tag.rule.TagRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// TagEnforcer's settings, read once from its environment.
///
/// @param policy the policy's text, or `ssm:` and the name of the parameter with the text
/// @param roleTagsFromProfiles whether a role gets missing tags from its profiles
/// @param exempt roles and profiles that are never touched
/// @param own ARNs of the functions' roles that create profiles
/// @param table the baseline table's name
public record TagSettings(
        Mode mode,
        String policy,
        TagDefaults defaults,
        InheritedTags inherited,
        boolean roleTagsFromProfiles,
        Exemptions exempt,
        Globs own,
        Breaker breaker,
        String table) {
    private static final String IN_SSM = "ssm:";
    private static final String GOOD_PARAMETER = "ssm:/profile-guard/tag-policy";
    private static final String GOOD_POLICY =
            "{\"tags\": {\"CostCenter\": {\"tag_key\": \"CostCenter\", \"tag_value\": [\"100\","
                    + " \"200*\"], \"enforced_for\": [\"iam:role\", \"iam:instance-profile\"]}}}";

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    public static TagSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        TagSettings settings =
                new TagSettings(
                        environment.mode("TagMode"),
                        policy(environment),
                        defaults(environment),
                        new InheritedTags(
                                environment.inheritedTags(), environment.flag("InheritedTagsWin")),
                        environment.flag("RoleTagsFromProfiles"),
                        environment.exemptions(),
                        Globs.parse(environment.text("OwnRoles")),
                        environment.breaker(),
                        environment.table());
        if (settings.isInSsm()) {
            if (!settings.parameter().matches("[A-Za-z0-9_./-]{1,1011}")) {
                throw environment.invalid(
                        "TagPolicy", "contains no parameter name after ssm:", GOOD_PARAMETER);
            }
        } else {
            settings.rules(environment, settings.policy());
        }
        return settings;
    }

    /// The same settings with another mode.
    TagSettings with(Mode other) {
        return new TagSettings(
                other,
                policy,
                defaults,
                inherited,
                roleTagsFromProfiles,
                exempt,
                own,
                breaker,
                table);
    }

    /// Whether the policy is in Parameter Store.
    boolean isInSsm() {
        return policy.startsWith(IN_SSM);
    }

    /// The name of the parameter with the policy.
    String parameter() {
        return policy.substring(IN_SSM.length());
    }

    /// The rules with this policy.
    ///
    /// @throws IllegalArgumentException with the template parameter and the JSON path in the policy
    TagRules rules(Map<String, String> variables, String policyText) {
        return rules(new SettingsReader(variables), policyText);
    }

    private TagRules rules(SettingsReader environment, String policyText) {
        TagPolicy read =
                environment.parsed(
                        "TagPolicy",
                        isInSsm() ? GOOD_PARAMETER + " with " + GOOD_POLICY : GOOD_POLICY,
                        () -> TagPolicyDocument.parse(policyText));
        String conflict = defaults.conflictWith(read);
        if (conflict != null) {
            throw environment.invalid("TagDefaults", conflict, "Owner=${creator}");
        }
        return new TagRules(read, defaults, inherited);
    }

    /// The permission to read Parameter Store depends on the first characters of the text, which
    /// CloudFormation cannot strip.
    private static String policy(SettingsReader environment) {
        String text = environment.text("TagPolicy");
        if (text.strip().startsWith(IN_SSM) && !text.startsWith(IN_SSM)) {
            throw environment.invalid("TagPolicy", "has white space before ssm:", GOOD_PARAMETER);
        }
        return text.strip();
    }

    private static TagDefaults defaults(SettingsReader environment) {
        String good = "Owner=${creator},CostCenter=unassigned";
        String list = environment.list("TagDefaults", good);
        return environment.parsed("TagDefaults", good, () -> TagDefaults.parse(list));
    }

    /// Effects of the settings that people may not expect, as sentences; empty: none.
    List<String> warnings(TagRules rules) {
        List<String> warnings = new ArrayList<>();
        if (rules.isEmpty()) {
            warnings.add(
                    policy.isEmpty()
                            ? "TagPolicy and InheritedTags are empty: TagEnforcer does nothing"
                            : "TagPolicy has no rule for iam:role or iam:instance-profile, and"
                                    + " InheritedTags is empty: TagEnforcer does nothing");
        }
        defaults.templates().keySet().stream()
                .filter(key ->
                        rules.policy().rules().stream()
                                .map(TagRule::key)
                                .noneMatch(key::equalsIgnoreCase))
                .forEach(key ->
                        warnings.add(
                                "TagDefaults has %s, which TagPolicy does not contain, so it is never set"
                                        .formatted(key)));
        if (roleTagsFromProfiles) {
            warnings.add(
                    "RoleTagsFromProfiles is true: whoever may tag a profile can set a required tag"
                            + " of its role, and with it rights of the role's sessions (ABAC)");
        }
        if (exempt.names().matchEverything()) {
            warnings.add("ExemptNames contains *: no role or profile is ever tagged");
        }
        if (mode == Mode.OFF) {
            warnings.add("TagMode is off: no tags are enforced");
        }
        return List.copyOf(warnings);
    }
}
