package dev.profileguard.noderole;

import static dev.profileguard.noderole.rule.NodeRoleChange.Clue;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.EventNames;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.event.TagFields;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodePolicy;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.ProfileChange;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Finds the role, profile or policy in an event that can make a node role wrong. A table maps the
/// event's name to what it changes.
final class NodeRoleExtraction {
    private static final Map<String, Function<CloudTrailEvent, Extracted<NodeRoleTrigger>>> ROWS =
            Map.ofEntries(
                    Map.entry("CreateRole", NodeRoleExtraction::created),
                    Map.entry("UpdateAssumeRolePolicy", NodeRoleExtraction::trustChanged),
                    Map.entry("TagRole", NodeRoleExtraction::tagged),
                    Map.entry("AttachRolePolicy", NodeRoleExtraction::managed),
                    Map.entry("DetachRolePolicy", NodeRoleExtraction::managed),
                    Map.entry("PutRolePolicy", NodeRoleExtraction::inline),
                    Map.entry("DeleteRolePolicy", NodeRoleExtraction::inline),
                    Map.entry("PutRolePermissionsBoundary", NodeRoleExtraction::boundary),
                    Map.entry("DeleteRolePermissionsBoundary", NodeRoleExtraction::unbounded),
                    Map.entry("AddRoleToInstanceProfile", NodeRoleExtraction::added),
                    Map.entry("CreatePolicyVersion", NodeRoleExtraction::versionCreated),
                    Map.entry("SetDefaultPolicyVersion", NodeRoleExtraction::versionSet));

    private static final Set<Part> TRUST_AND_POLICIES = Set.of(Part.TRUST, Part.POLICIES);

    private NodeRoleExtraction() {}

    /// The trigger in an event.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException with the field that is missing or
    ///   not in CloudTrail's format
    static Extracted<NodeRoleTrigger> in(CloudTrailEvent event) {
        Function<CloudTrailEvent, Extracted<NodeRoleTrigger>> row = ROWS.get(event.name());
        if (row == null || !event.source().equals("iam.amazonaws.com")) {
            return new Extracted.NotForUs<>(
                    "%s of %s changes no node role".formatted(event.name(), event.source()));
        }
        return event.errorCode() == null ? row.apply(event) : Extracted.failed(event);
    }

    private static Extracted<NodeRoleTrigger> created(CloudTrailEvent event) {
        return role(
                event,
                hasTag(event) ? Clue.NODE_ROLE : byTrust(event),
                Set.of(Check.Problem.TRUST_POLICY),
                TRUST_AND_POLICIES);
    }

    /// A role that EC2 may assume can have the name of one that clusters used before.
    private static Clue byTrust(CloudTrailEvent event) {
        String policy = event.request().optionalText("assumeRolePolicyDocument");
        return policy == null
                        || PolicyJson.trust(EventNames.role(event.request()), policy).answer()
                                instanceof TrustPolicy.Answer.No
                ? Clue.NAME_DECIDES
                : Clue.CLUSTERS_DECIDE;
    }

    private static Extracted<NodeRoleTrigger> tagged(CloudTrailEvent event) {
        return hasTag(event)
                ? role(event, Clue.NODE_ROLE, Set.of(), Set.of(Part.values()))
                : new Extracted.NotForUs<>("TagRole does not say that the role is a node role");
    }

    private static boolean hasTag(CloudTrailEvent event) {
        return event.request().values().get("tags") != null
                && TagFields.list(event.request()).values().entrySet().stream()
                        .anyMatch(tag ->
                                tag.getKey().toLowerCase(Locale.ROOT).equals(NodeRoleRule.TAG)
                                        && tag.getValue().equals(NodeRoleRule.TAG_VALUE));
    }

    private static Extracted<NodeRoleTrigger> managed(CloudTrailEvent event) {
        String arn = event.request().text("policyArn");
        return role(
                event,
                NodePolicy.showsNodeRole(arn) ? Clue.NODE_ROLE : Clue.POLICIES_DECIDE,
                Set.of(name(arn)),
                TRUST_AND_POLICIES);
    }

    private static Extracted<NodeRoleTrigger> inline(CloudTrailEvent event) {
        return role(
                event,
                Clue.POLICIES_DECIDE,
                Set.of(event.request().text("policyName")),
                TRUST_AND_POLICIES);
    }

    private static Extracted<NodeRoleTrigger> boundary(CloudTrailEvent event) {
        return role(
                event,
                Clue.POLICIES_DECIDE,
                Set.of(name(event.request().text("permissionsBoundary"))),
                TRUST_AND_POLICIES);
    }

    private static Extracted<NodeRoleTrigger> unbounded(CloudTrailEvent event) {
        return role(event, Clue.POLICIES_DECIDE, Set.of(), TRUST_AND_POLICIES);
    }

    private static Extracted<NodeRoleTrigger> role(
            CloudTrailEvent event, Clue clue, Set<String> policies, Set<Part> parts) {
        return new Extracted.Found<>(
                new NodeRoleTrigger.RoleChanged(
                        new NodeRoleChange(
                                EventNames.role(event.request()),
                                clue,
                                policies,
                                parts,
                                event.call())));
    }

    private static Extracted<NodeRoleTrigger> trustChanged(CloudTrailEvent event) {
        return new Extracted.Found<>(
                new NodeRoleTrigger.TrustChanged(EventNames.role(event.request()), event.call()));
    }

    private static Extracted<NodeRoleTrigger> added(CloudTrailEvent event) {
        return new Extracted.Found<>(
                new NodeRoleTrigger.RoleAdded(
                        EventNames.role(event.request()),
                        new ProfileChange(
                                EventNames.profile(event.request()), null, true, event.call())));
    }

    private static Extracted<NodeRoleTrigger> versionCreated(CloudTrailEvent event) {
        return Boolean.TRUE.equals(event.request().values().get("setAsDefault"))
                ? versionSet(event)
                : new Extracted.NotForUs<>("The new version of the policy is not its default");
    }

    private static Extracted<NodeRoleTrigger> versionSet(CloudTrailEvent event) {
        return new Extracted.Found<>(
                new NodeRoleTrigger.PolicyChanged(event.request().text("policyArn"), event.call()));
    }

    /// The name in the ARN of a policy.
    static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
