package dev.profileguard.sandbox.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthorizationMessageTest {
    private static final AccessRequest REQUEST =
            new AccessRequest(
                    "ec2:RunInstances",
                    "arn:aws:ec2:us-east-1:123456789012:instance/*",
                    Map.of("ec2:InstanceType", List.of("t3.micro")));

    @Test
    void saysWhoWantedWhat() {
        JsonNode message = decoded("because no identity-based policy allows it");

        assertThat(message.at("/allowed").asBoolean(true)).isFalse();
        assertThat(message.at("/explicitDeny").asBoolean(true)).isFalse();
        JsonNode context = message.at("/context");
        assertThat(context.at("/principal/arn").asText())
                .isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(context.at("/action").asText()).isEqualTo("ec2:RunInstances");
        assertThat(context.at("/resource").asText()).endsWith(":instance/*");
        assertThat(context.at("/conditions/items/0/key").asText()).isEqualTo("ec2:InstanceType");
        assertThat(context.at("/conditions/items/0/values/items/0/value").asText())
                .isEqualTo("t3.micro");
    }

    @Test
    void saysThatAStatementDenies() {
        assertThat(
                        decoded("User: x is not … with an explicit deny in a policy")
                                .at("/explicitDeny")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void showsTheStatementsThatDeny() {
        JsonNode statement =
                RegionalAccount.json(
                        """
                        {"Sid": "OnlySmall", "Effect": "Deny", "Action": ["ec2:RunInstances"],
                         "Resource": "*",
                         "Condition": {"StringNotEquals": {"ec2:InstanceType": ["t3.micro"]}}}
                        """);
        JsonNode shown = decoded("", List.of(statement)).at("/matchedStatements/items/0");

        assertThat(shown)
                .isEqualTo(
                        RegionalAccount.json(
                                """
                                {"statementId": "OnlySmall", "effect": "DENY",
                                 "principals": {"items": [{"value": "alice"}]},
                                 "principalGroups": {"items": []},
                                 "actions": {"items": [{"value": "ec2:RunInstances"}]},
                                 "resources": {"items": [{"value": "*"}]},
                                 "conditions": {"items": [
                                   {"key": "ec2:InstanceType",
                                    "values": {"items": [{"value": "t3.micro"}]}}]}}
                                """));
    }

    @Test
    void decodesNothingElse() {
        for (String other : List.of("", "x", "eJwrSS0uAQAEXQHB", "ä", "=".repeat(50))) {
            assertThat(AuthorizationMessage.decoded(other)).isEmpty();
        }
    }

    private static JsonNode decoded(String refusal) {
        return decoded(refusal, List.of());
    }

    private static JsonNode decoded(String refusal, List<JsonNode> denying) {
        String encoded =
                AuthorizationMessage.encoded(Sandbox.user("alice"), REQUEST, refusal, denying);
        assertThat(encoded).matches("[\\w-]+");
        return RegionalAccount.json(AuthorizationMessage.decoded(encoded).orElseThrow());
    }
}
