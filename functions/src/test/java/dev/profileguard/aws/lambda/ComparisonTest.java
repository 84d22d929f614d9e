package dev.profileguard.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    @Test
    void findsNoDifferenceInWhatDiffersByItself() {
        Map<String, Object> live = configuration();
        live.put("Version", "7");
        live.put("FunctionArn", "arn:aws:lambda:us-east-1:123456789012:function:f:live");
        live.put("RevisionId", "another");
        live.put("LastModified", "2026-01-05T08:00:00.000+0000");
        live.put("SnapStart", Map.of("ApplyOn", "PublishedVersions", "OptimizationStatus", "On"));
        live.put("RuntimeVersionConfig", Map.of("RuntimeVersionArn", "arn:new"));

        Comparison found = Comparison.of(configuration(), live);

        assertThat(found.isSame()).isTrue();
        assertThat(found.version()).isEqualTo("7");
        assertThat(found.since()).isEqualTo(Instant.parse("2026-01-05T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CodeSha256",
                "Handler",
                "Runtime",
                "Architectures",
                "Role",
                "Timeout",
                "MemorySize",
                "LoggingConfig",
                "VpcConfig",
                "TracingConfig"
            })
    void findsWhatDecidesHowTheFunctionBehaves(String name) {
        Map<String, Object> live = configuration();
        live.put(name, "other");

        assertThat(Comparison.of(configuration(), live).differences()).containsExactly(name);
    }

    @Test
    void namesTheVariablesThatDifferAndShowsNoValue() {
        Map<String, Object> live = configuration();
        live.put(
                "Environment",
                Map.of("Variables", Map.of("GUARD_MODE", "observe", "NODE_ROLE_MODE", "off")));

        assertThat(Comparison.of(configuration(), live).differences())
                .containsExactly("Environment (GUARD_MODE, NODE_ROLE_MODE)");
    }

    @Test
    void findsAnotherSettingOfSnapStart() {
        Map<String, Object> live = configuration();
        live.put("SnapStart", Map.of("ApplyOn", "None"));

        assertThat(Comparison.of(configuration(), live).differences()).containsExactly("SnapStart");
    }

    @Test
    void doesNotKnowATimeInAnotherFormat() {
        Map<String, Object> deployed = configuration();
        deployed.put("LastModified", "yesterday");

        assertThat(Comparison.of(deployed, configuration()).since()).isNull();
    }

    private static Map<String, Object> configuration() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Version", "$LATEST");
        json.put("FunctionArn", "arn:aws:lambda:us-east-1:123456789012:function:f");
        json.put("CodeSha256", "abc");
        json.put("Timeout", 60);
        json.put("LastModified", "2026-01-05T09:00:00.000+0000");
        json.put("SnapStart", Map.of("ApplyOn", "PublishedVersions", "OptimizationStatus", "Off"));
        json.put("Environment", Map.of("Variables", Map.of("GUARD_MODE", "enforce")));
        return json;
    }
}
