package dev.profileguard.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.aws.lambda.Comparison;
import dev.profileguard.aws.resource.ResourceException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InForceTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final List<String> DIFFERENT = List.of("Timeout", "Environment (GUARD_MODE)");

    @Test
    void namesTheFunctionWhatDiffersAndTheCommands() {
        assertThat(faults(NOW.minusSeconds(3600), DIFFERENT))
                .singleElement()
                .asString()
                .startsWith(
                        "guard-ProfileGuard runs with old settings: Timeout, Environment"
                            + " (GUARD_MODE), which was deployed at 2026-01-05T08:00:00Z, is not in"
                            + " force: alias live still points to version 7.")
                .contains(
                        "version=$(aws lambda publish-version --function-name guard-ProfileGuard"
                                + " --query Version --output text) ; ")
                .contains(
                        "aws lambda wait published-version-active --function-name"
                                + " guard-ProfileGuard --qualifier \"$version\"")
                .endsWith(
                        "aws lambda update-alias --function-name guard-ProfileGuard --name live"
                                + " --function-version \"$version\"");
    }

    @Test
    void isPatientWhileADeploymentIsUnderWay() {
        assertThat(faults(NOW.minusSeconds(600), DIFFERENT)).isEmpty();
    }

    @Test
    void isNotPatientIfTheTimeIsUnknown() {
        assertThat(faults(null, DIFFERENT)).hasSize(1);
    }

    @Test
    void hasNoFaultIfWhatIsDeployedIsInForce() {
        assertThat(faults(NOW.minusSeconds(3600), List.of())).isEmpty();
    }

    @Test
    void tellsThatItCannotCheck() {
        InForce refused =
                new InForce(
                        name -> {
                            throw new ResourceException(
                                    "AccessDeniedException", 403, "AccessDeniedException: no");
                        },
                        NOW);

        assertThatThrownBy(() -> refused.fault("guard-ProfileGuard"))
                .isInstanceOf(ResourceException.class);
        assertThat(refused.described(NAMES))
                .isEqualTo(Map.of("guard-ProfileGuard", "unknown: AccessDeniedException: no"));
    }

    @Test
    void describesAtOnceWhatDiffers() {
        InForce now = new InForce(name -> new Comparison("7", NOW.minusSeconds(1), DIFFERENT), NOW);

        assertThat(now.described(NAMES))
                .isEqualTo(
                        Map.of(
                                "guard-ProfileGuard",
                                "not in force since 2026-01-05T08:59:59Z: Timeout, Environment"
                                        + " (GUARD_MODE)"));
    }

    private static final List<String> NAMES = List.of("guard-ProfileGuard");

    private static List<String> faults(@Nullable Instant since, List<String> differences) {
        InForce inForce = new InForce(name -> new Comparison("7", since, differences), NOW);
        return NAMES.stream().flatMap(name -> Stream.ofNullable(inForce.fault(name))).toList();
    }
}
