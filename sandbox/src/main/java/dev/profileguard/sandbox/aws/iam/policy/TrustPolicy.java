package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.Glob;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.Quota;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The grammar of a [role's trust
/// policy](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html) as IAM
/// enforces it: it names who may assume the role, and no resources.
public final class TrustPolicy {
    private static final Set<String> ACTIONS =
            Set.of(
                    "sts:AssumeRole",
                    "sts:AssumeRoleWithSAML",
                    "sts:AssumeRoleWithWebIdentity",
                    "sts:SetContext",
                    "sts:SetSourceIdentity",
                    "sts:TagSession");

    private final TrustedPrincipals principals;

    private TrustPolicy(TrustedPrincipals principals) {
        this.principals = principals;
    }

    /// Checks a document.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException if IAM
    ///   would not accept it
    /// @throws software.amazon.awssdk.services.iam.model.LimitExceededException if it is too long
    public static void check(String document, Transaction transaction) {
        JsonNode policy =
                PolicyText.parsed(document)
                        .orElseThrow(() ->
                                IamErrors.malformedPolicy("This policy contains invalid Json"));
        new TrustPolicy(new TrustedPrincipals(transaction)).policy(policy);
        Quota.TRUST_POLICY_SIZE.check(PolicyText.size(document));
    }

    private void policy(JsonNode policy) {
        JsonNode version = policy.get("Version");
        refuseIf(
                version != null && !IdentityPolicy.VERSIONS.contains(version.asText()),
                "The policy must contain a valid version string");
        JsonNode statement = policy.get("Statement");
        refuseIf(statement == null, "Missing required field Statement");
        List<JsonNode> statements = PolicyText.each(policy.path("Statement"));
        refuseIf(statements.isEmpty(), "Could not parse the policy: Statement is empty!");
        Set<String> ids = new HashSet<>();
        for (JsonNode each : statements) {
            refuseIf(!each.isObject(), "Syntax errors in policy.");
            statement(each);
            String id = each.path("Sid").asText();
            refuseIf(
                    !id.isEmpty() && !ids.add(id),
                    "The Statement Ids in the policy are not unique");
        }
    }

    private void statement(JsonNode statement) {
        String effect = effect(statement);
        if (statement.has("NotPrincipal")) {
            throw IamErrors.malformedPolicy(
                    effect.equals("Allow")
                            ? "Allow with NotPrincipal is not allowed."
                            : "AssumeRole policy must not contain NotPrincipal field.");
        }
        principals.check(statement.get("Principal"));
        refuseIf(!ConditionBlock.isValid(statement.get("Condition")), "Syntax errors in policy.");
        actions(statement);
        refuseIf(statement.has("Resource"), "Has prohibited field Resource");
        refuseIf(statement.has("NotResource"), "AssumeRole policy must not contain resources.");
    }

    private static String effect(JsonNode statement) {
        String effect = statement.path("Effect").asText();
        refuseIf(effect.isEmpty(), "Missing required field Effect");
        refuseIf(!IdentityPolicy.EFFECTS.contains(effect), "Invalid effect: " + effect);
        return effect;
    }

    private static void actions(JsonNode statement) {
        JsonNode actions = action(statement);
        refuseIf(actions == null, "Missing required field Action");
        List<JsonNode> each = actions == null ? List.of() : PolicyText.each(actions);
        refuseIf(each.isEmpty(), "Missing required field Action");
        refuseIf(
                !each.stream().allMatch(one -> matchesAssumeRole(one.asText())),
                "AssumeRole policy may only specify STS AssumeRole actions.");
    }

    private static boolean matchesAssumeRole(String pattern) {
        Glob action = new Glob(pattern);
        return pattern.startsWith("sts:") && ACTIONS.stream().anyMatch(action::matchesIgnoringCase);
    }

    private static @Nullable JsonNode action(JsonNode statement) {
        refuseIf(statement.has("Action") && statement.has("NotAction"), "Syntax errors in policy.");
        return statement.has("Action") ? statement.get("Action") : statement.get("NotAction");
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw IamErrors.malformedPolicy(message);
        }
    }
}
