package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingLimitsTest {
    /// Lambda measures the variables of a function together, as JSON. In the longest stack name
    /// whose functions have names, each setting fits at its greatest length, if the others are
    /// short. A policy is JSON, and every second character of it may have to be escaped.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GuardedProfiles",
                "ExemptNames",
                "TrustedPrincipals",
                "TagPolicy",
                "TagDefaults",
                "InheritedTags",
                "NodeRoleNames",
                "RotationRoles",
                "InstanceRegions"
            })
    void theLongestValueOfEachSettingFitsTheEnvironment(String parameter) throws Exception {
        int most = longest(parameter);
        int escaped = parameter.equals("TagPolicy") ? most / 2 : 0;
        for (FunctionDefinition function : TEMPLATE.functions()) {
            String json = JSON.writeValueAsString(function.environment());
            int names = Pattern.compile("profile-guard-").matcher(json).results().toList().size();

            assertThat(json.length() + names * LONGER_NAMES + most + escaped)
                    .as(function.logicalId())
                    .isLessThanOrEqualTo(4096);
        }
    }

    @Test
    void aTagPolicyThatIsTooLongIsRefusedWithTheWayOut() throws IOException {
        String template = Files.readString(ROOT.resolve("template.yaml"));
        Map<String, String> tooLong = Map.of("TagPolicy", "{" + "x".repeat(4095));

        assertThatThrownBy(() -> TemplateReader.read(ROOT.resolve("template.yaml"), tooLong))
                .hasMessageContaining("TagPolicy must be 0 to 1024 characters long");
        assertThat(template)
                .containsPattern(
                        "ConstraintDescription: \"Must be a tag policy .*Parameter"
                                + " Store.*ssm:/profile");
    }

    @Test
    void settingsThatAreTooLongTogetherAreRefused() {
        Map<String, String> tooLong =
                Map.of(
                        "TrustedPrincipals", "x".repeat(1024),
                        "GuardedProfiles", "x".repeat(1024),
                        "ExemptNames", "x".repeat(1024));

        assertThatThrownBy(() -> TemplateReader.read(ROOT.resolve("template.yaml"), tooLong))
                .hasMessageContaining("bytes, and Lambda allows 4096 for all of a function");
    }

    @Test
    void theListOfWhatSweepsCheckFitsAParameter() {
        assertThat(TEMPLATE.stored().values())
                .singleElement()
                .satisfies(list -> {
                    int names = list.split(",", -1).length;
                    assertThat(list.length() + names * (80 - "profile-guard-".length()))
                            .isLessThan(4096);
                    assertThat(TEMPLATE.rules())
                            .allMatch(rule ->
                                    rule.name().contains("Canary") || list.contains(rule.name()));
                });
    }

    /// Retries take up to two invocations of each of two queues at once.
    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void refusesConcurrencyThatRetriesCouldTakeWhole(String reserved) {
        assertThatThrownBy(() ->
                        TemplateReader.read(
                                ROOT.resolve("template.yaml"),
                                Map.of("ReservedConcurrency", reserved)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ReservedConcurrency must be 0")
                .hasMessageContaining("at least 5");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A stack name of 45 characters instead of this one, and what CloudFormation appends.
    private static final int LONGER_NAMES =
            45 - "profile-guard".length() + "-0123456789AB".length();

    private static int longest(String parameter) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("template.yaml"));
        int start = lines.indexOf("  " + parameter + ":");
        return lines.subList(start, start + 4).stream()
                .filter(line -> line.strip().startsWith("MaxLength: "))
                .mapToInt(line -> Integer.parseInt(line.strip().substring(11)))
                .findFirst()
                .orElseThrow();
    }
}
