package dev.profileguard.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.lambda.RefusedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagBadInputTest extends RefusedInput {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"detail\": {}}",
                "{\"detail\": {}, \"detail\": {}}",
                "{\"detail-type\": 7, \"detail\": {}}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\"}",
                "{\"detail-type\": \"AWS API Call via CloudTrail\", \"detail\": []}"
            })
    void whatIsNoEventFailsWithoutACall(String input) {
        assertThatThrownBy(() -> handle(input)).isInstanceOf(UnreadableEventException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | detail.requestParameters.tags must be a list, not a number",
                "{} | detail.requestParameters.tags must be a list, not an object",
                "null | detail.requestParameters.tags is missing",
                "[7] | detail.requestParameters.tags must be a list of objects",
                "[null] | detail.requestParameters.tags must be a list of objects",
                "[{}] | detail.requestParameters.tags.key is missing",
                "[{\"key\": 7, \"value\": \"x\"}] | detail.requestParameters.tags.key must be a",
                "[{\"key\": \"k\", \"value\": {}}] | detail.requestParameters.tags.value must be a"
            })
    void tagsOfTheWrongTypeAreNamed(String tags, String message) {
        for (String file : new String[] {"role-tagged", "profile-tagged"}) {
            assertThatThrownBy(() -> handle(with(file, "tags", tags)))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tagged-by-arn | tags | [] | detail.requestParameters.tags must be an object",
                "tagged-by-arn | tags | {\"k\": 7} | detail.requestParameters.tags.k must be a",
                "tagged-by-arn | resourceARNList | \"x\" | resourceARNList must be a list",
                "tagged-by-arn | resourceARNList | [7] | resourceARNList must be a list of strings",
                "untagged-by-arn | tagKeys | {} | detail.requestParameters.tagKeys must be a list",
                "untagged-by-arn | tagKeys | [7] | detail.requestParameters.tagKeys must be a list",
                "role-untagged | tagKeys | null | detail.requestParameters.tagKeys is missing",
                "role-untagged | roleName | 7 | detail.requestParameters.roleName must be a string",
                "role-untagged | roleName | \"a b\" | 'a b' is not a valid role name",
                "profile-untagged | tagKeys | [null] | tagKeys must be a list of strings",
                "role-added | roleName | null | detail.requestParameters.roleName is missing"
            })
    void whateverIsOfTheWrongTypeIsNamed(String file, String field, String value, String message) {
        assertThatThrownBy(() -> handle(with(file, field, value)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aCallThatNamesNeitherRolesNorProfilesIsSkipped() throws IOException {
        assertThat(handle(with("tagged-by-arn", "resourceARNList", "[\"arn:aws:s3:::bucket\"]")))
                .contains("\"decision\":\"not-for-us\"", "names no role or instance profile");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty",
                "{\"chekc\": {\"role\": \"r\"}} | Invalid request: chekc",
                "{\"check\": \"r\"} | check must be an object",
                "{\"check\": {}} | check",
                "{\"check\": {\"role\": 7}} | check.role must be",
                "{\"check\": {\"profile\": \"a b\"}} | 'a b' is not a valid instance profile name",
                "{\"show\": {\"role\": \"r\", \"profile\": \"p\"}} | show"
            })
    void aRequestThatIsNotUnderstoodSaysWhatIs(String input, String message) {
        assertThatThrownBy(() -> handle(input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    TagBadInputTest() {
        super(
                TagEnforcerHandler::new,
                Map.of(
                        "TAG_MODE", "enforce",
                        "TAG_POLICY",
                                "{\"tags\": {\"Owner\": {\"report_required_tag_for\":"
                                        + " [\"iam:role\"]}}}",
                        "BASELINE_TABLE", "t"));
    }

    /// A file's event with another value, JSON, of one of its parameters.
    private static String with(String file, String field, String value) throws IOException {
        Map<String, Object> event =
                JSON.std.mapFrom(
                        Files.readString(Path.of("../events/TagEnforcer/" + file + ".json")));
        object(object(event, "detail"), "requestParameters").put(field, JSON.std.anyFrom(value));
        return JSON.std.asString(event);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> json, String field) {
        return (Map<String, Object>) Objects.requireNonNull(json.get(field));
    }
}
