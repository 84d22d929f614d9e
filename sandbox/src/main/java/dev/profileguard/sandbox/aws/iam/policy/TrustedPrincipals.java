package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The principals that a trust policy may name: accounts, existing roles and users, services of
/// AWS, and identity providers. See
/// [principals](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
final class TrustedPrincipals {
    private static final Pattern IAM_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):(root|role/.+|user/.+)");
    private static final Pattern SESSION_ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:sts::\\d{12}:(assumed-role/[^*]+/[^*]+|federated-user/[^*]+)");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}|\\*");
    private static final Pattern PROVIDER =
            Pattern.compile(
                    "arn:aws[a-z-]*:iam::\\d{12}:(oidc|saml)-provider/.+|[a-z0-9.-]+\\.[a-z]+");

    private final Transaction transaction;

    TrustedPrincipals(Transaction transaction) {
        this.transaction = transaction;
    }

    /// @param principal the statement's element; null: it has none
    /// @throws software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException if it is
    ///   missing or malformed, or names a principal that does not exist
    void check(@Nullable JsonNode principal) {
        if (principal == null) {
            throw IamErrors.malformedPolicy("Missing required field Principal");
        }
        if (principal.asText().equals("*")) {
            throw IamErrors.malformedPolicy(
                    "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".");
        }
        if (!principal.isObject()) {
            throw IamErrors.malformedPolicy("Principal must be a JSON object.");
        }
        if (principal.isEmpty()) {
            throw IamErrors.malformedPolicy("Missing required field Principal cannot be empty!");
        }
        for (Map.Entry<String, JsonNode> kind : principal.properties()) {
            PolicyText.each(kind.getValue()).forEach(who -> check(kind.getKey(), who.asText()));
        }
    }

    private void check(String kind, String who) {
        boolean exists =
                switch (kind) {
                    case "AWS" -> isIdentity(who);
                    case "Service" -> ServicePrincipals.has(who);
                    case "Federated" -> PROVIDER.matcher(who).matches();
                    case "CanonicalUser" -> !who.isEmpty();
                    default ->
                            throw IamErrors.malformedPolicy(
                                    "Invalid principal in policy: \"%s\"".formatted(kind));
                };
        if (!exists) {
            throw IamErrors.malformedPolicy(
                    "Invalid principal in policy: \"%s\":\"%s\""
                            .formatted(kind.toUpperCase(Locale.ROOT), who));
        }
    }

    private boolean isIdentity(String who) {
        Matcher arn = IAM_ARN.matcher(who);
        if (arn.matches()) {
            return !arn.group(1).equals(transaction.state().accountId())
                    || isHere(who, arn.group(2));
        }
        return ACCOUNT.matcher(who).matches() || SESSION_ARN.matcher(who).matches();
    }

    private boolean isHere(String arn, String resource) {
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        if (resource.startsWith("role/")) {
            RoleEntry role = transaction.state().roles().find(name);
            return role != null && role.role().arn().equals(arn);
        }
        return resource.equals("root") || transaction.knowsUser(name);
    }
}
