package dev.profileguard.sandbox.aws.iam.identity;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.iam.policy.Access;
import dev.profileguard.iam.policy.MalformedPolicyException;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// A policy of the account's organization, attached to the account.
///
/// @param document with [#arn()] as its name
/// @param text the document as it was attached
public record OrganizationPolicy(Type type, PolicyDocument document, String text) {
    private static final ObjectMapper MAPS = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /// The management account is another one: no policy of an organization holds in it.
    private static final String PREFIX =
            "arn:aws:organizations::111122223333:policy/o-sandbox0001/";

    private static final int ID_LENGTH = 8;

    /// What kind of policy it is.
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    public enum Type {
        /// Limits what the account's users and roles may do. Its size and number were doubled in
        /// May 2026.
        SERVICE_CONTROL("service-control", Access.PolicyKind.SERVICE_CONTROL, 10_240, 10),
        /// Limits what anybody may do with the account's resources.
        RESOURCE_CONTROL("resource-control", Access.PolicyKind.RESOURCE_CONTROL, 5_120, 5);

        private final String text;
        private final Access.PolicyKind kind;
        private final int mostCharacters;
        private final int mostAttached;

        Type(String text, Access.PolicyKind kind, int mostCharacters, int mostAttached) {
            this.text = text;
            this.kind = kind;
            this.mostCharacters = mostCharacters;
            this.mostAttached = mostAttached;
        }

        /// Its name in the sandbox's endpoints.
        public String text() {
            return text;
        }

        /// Its kind in evaluations.
        Access.PolicyKind kind() {
            return kind;
        }

        /// The most that may be attached, with AWS's own.
        int mostAttached() {
            return mostAttached;
        }
    }

    /// A policy to be attached.
    ///
    /// @throws IllegalArgumentException when AWS Organizations would refuse it
    static OrganizationPolicy of(Type type, String name, String text) {
        if (text.length() > type.mostCharacters) {
            throw new IllegalArgumentException(
                    "A %s may have %d characters, white space included, and %s has %d"
                            .formatted(type.kind.text(), type.mostCharacters, name, text.length()));
        }
        JsonNode json =
                PolicyText.parsed(text)
                        .orElseThrow(() -> new IllegalArgumentException(name + " is not JSON"));
        PolicyText.each(json.path("Statement")).forEach(each -> check(type, name, each));
        try {
            return new OrganizationPolicy(
                    type, PolicyDocument.of(arn(type, name), MAPS.convertValue(json, MAP)), text);
        } catch (MalformedPolicyException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    ///
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
    private static void check(Type type, String name, JsonNode statement) {
        String wrong =
                switch (type) {
                    case SERVICE_CONTROL ->
                            statement.has("Principal") ? "has no element Principal" : "";
                    case RESOURCE_CONTROL -> wrongInResourceControl(statement);
                };
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: a statement of a %s %s".formatted(name, type.kind.text(), wrong));
        }
    }

    private static String wrongInResourceControl(JsonNode statement) {
        if (!statement.path("Effect").asText().equals("Deny")) {
            return "must deny";
        }
        if (!statement.path("Principal").asText().equals("*")) {
            return "must have the Principal *";
        }
        return statement.has("NotAction") || statement.path("Action").asText().equals("*")
                ? "must name actions with their services"
                : "";
    }

    /// As messages name it.
    public String arn() {
        return document.name();
    }

    private static String arn(Type type, String name) {
        return "%s%s_policy/p-%s"
                .formatted(
                        PREFIX,
                        type.text.replace('-', '_'),
                        UUID.nameUUIDFromBytes((type + name).getBytes(StandardCharsets.UTF_8))
                                .toString()
                                .substring(0, ID_LENGTH));
    }
}
