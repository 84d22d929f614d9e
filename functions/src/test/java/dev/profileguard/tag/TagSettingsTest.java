package dev.profileguard.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.tag.rule.TagRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

class TagSettingsTest {
    @Test
    void readsEverySetting() {
        TagSettings settings =
                TagSettings.from(
                        with(
                                "TAG_DEFAULTS", "CostCenter=100",
                                "INHERITED_TAGS", "Team",
                                "INHERITED_TAGS_WIN", "true",
                                "EXEMPT_NAMES", "Sandbox-*",
                                "BREAKER_REVERTS", "3"));

        assertThat(settings.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(settings.defaults().has("costcenter")).isTrue();
        assertThat(settings.inherited().win()).isTrue();
        assertThat(settings.exempt().names().match("sandbox-1")).isTrue();
        assertThat(settings.breaker().reverts()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"EffectivePolicy\": {\"PolicyContent\": %s, \"PolicyType\": \"TAG_POLICY\"}}",
                "{\"Policy\": {\"Content\": %s}}"
            })
    void takesWhatTheAwsCliPrints(String wrapper) {
        String content = "\"" + POLICY.replace("\"", "\\\"") + "\"";

        TagRules rules = TagSettings.from(with()).rules(with(), wrapper.formatted(content));

        assertThat(rules.policy().rules()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TAG_MODE | on | TagMode | TagMode=observe",
                "TAG_POLICY | {\"tags\": 7} | TagPolicy tags must be an object, not '7' |"
                        + " {\"tags\"",
                "TAG_POLICY | {\"tags\" | TagPolicy is not a JSON object | TagPolicy={\"tags\"",
                "TAG_POLICY | [] | TagPolicy is not a JSON object: it must be | TagPolicy={",
                "TAG_POLICY | {\"tags\": {}, \"tags\": {}} | TagPolicy is not a JSON object | tags",
                "TAG_POLICY | {\"Policy\": {\"Content\": \"x\"}} | in Policy.Content | {\"tags\"",
                "TAG_POLICY | ssm: | TagPolicy contains no parameter name |"
                        + " TagPolicy=ssm:/profile-guard",
                "TAG_POLICY | ssm:a b | TagPolicy contains no parameter name |"
                        + " TagPolicy=ssm:/profile-guard",
                "TAG_DEFAULTS | CostCenter=7 | TagDefaults has CostCenter=7 | it allows 100, 2*",
                "TAG_DEFAULTS | Owner=${user} | TagDefaults has '${user}' | Owner=${creator}",
                "INHERITED_TAGS | a;b | InheritedTags has 'a;b' | InheritedTags=CostCenter,Owner",
                "INHERITED_TAGS_WIN | yes | InheritedTagsWin | InheritedTagsWin=false",
                "EXEMPT_NAMES | a b | ExemptNames | ExemptNames=sandbox-*"
            })
    void namesTheParameterThatIsBadAndShowsAGoodValue(
            String variable, String value, String message, String good) {
        assertThatThrownBy(() -> TagSettings.from(with(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(good);
    }

    @Test
    void anInvalidPolicyInParameterStoreStopsTheFunctionAtStart() {
        stored = "{\"tags\": {\"Team\": {\"tag_value\": [1]}}}";

        assertThatThrownBy(() -> handler(with("TAG_POLICY", "ssm:/a/policy")))
                .hasMessageContaining("TagPolicy tags.Team.tag_value[0] must be a string, not '1'")
                .hasMessageContaining("'ssm:/a/policy'");
        assertThat(asked).containsExactly("/a/policy");
    }

    @Test
    void aPolicyThatChangesInParameterStoreCountsFromThenOn() {
        stored = "{\"tags\": {}}";
        Map<String, String> environment = with("TAG_POLICY", "ssm:policy");
        TagRulesSource source =
                new TagRulesSource(TagSettings.from(environment), platform(environment));
        assertThat(source.now().isEmpty()).isTrue();

        stored = POLICY;

        assertThat(source.now().policy().rules()).hasSize(1);
        assertThat(asked).containsExactly("policy", "policy");
    }

    @Test
    void saysOnceThatItDoesNothing() throws IOException {
        TagEnforcerHandler handler = handler(with("TAG_POLICY", ""));

        assertThat(handle(handler, EVENT)).contains("not-for-us", "There is no rule");
        handle(handler, EVENT);

        assertThat(warnings)
                .containsExactly(
                        List.of("TagPolicy and InheritedTags are empty: TagEnforcer does nothing"),
                        List.of());
        verifyNoInteractions(iam, dynamo);
    }

    @Test
    void warnsOfDefaultsThatAreNeverUsed() {
        TagSettings settings = TagSettings.from(with("TAG_DEFAULTS", "Owner=x"));

        assertThat(settings.warnings(settings.rules(with(), POLICY)))
                .containsExactly(
                        "TagDefaults has Owner, which TagPolicy does not contain, so it is never"
                                + " set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty",
                "{\"adopt\": {\"profile\": \"p\"}} | Invalid request: adopt",
                "{\"show\": {\"profile\": \"p\", \"role\": \"r\"}} | either profile or role",
                "{\"show\": {\"user\": \"p\"}} | Invalid request: show.user",
                "{\"check\": {\"role\": 7}} | check.role must be a name, not '7'",
                "{\"check\": {\"role\": \"a b\"}} | check.role: 'a b' is not a valid role name",
                "{\"check\": null} | check must be an object"
            })
    void aRequestThatIsNotUnderstoodFailsWithoutACall(String request, String message) {
        TagEnforcerHandler handler = handler(with());

        assertThatThrownBy(() -> handle(handler, request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        verifyNoInteractions(iam, dynamo);
    }

    private static final String POLICY =
            "{\"tags\": {\"CostCenter\": {\"tag_key\": \"CostCenter\", \"tag_value\": [\"100\","
                    + " \"2*\"], \"enforced_for\": [\"iam:role\"]}}}";
    private static final String EVENT =
            """
            {"detail-type": "AWS API Call via CloudTrail", "detail": {"eventSource":
             "iam.amazonaws.com", "eventName": "CreateRole", "eventID": "e", "eventTime":
             "2026-01-15T09:30:00Z", "userIdentity": {}, "requestParameters": {"roleName": "r"}}}\
            """;

    private final IamClient iam = mock(IamClient.class);
    private final DynamoDbClient dynamo = mock(DynamoDbClient.class);
    private final List<List<String>> warnings = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private String stored = POLICY;

    private TagEnforcerHandler handler(Map<String, String> environment) {
        return new TagEnforcerHandler(platform(environment));
    }

    private Platform platform(Map<String, String> environment) {
        return new Platform(
                environment,
                iam,
                dynamo,
                name -> {
                    asked.add(name);
                    return stored;
                },
                InstantSource.system(),
                time -> {},
                (context, result, reported) -> warnings.add(reported));
    }

    private static String handle(TagEnforcerHandler handler, String input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                output,
                mock(Context.class));
        return output.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> with(String... variables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TAG_MODE", "enforce");
        environment.put("TAG_POLICY", POLICY);
        environment.put("BASELINE_TABLE", "table");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return environment;
    }
}
