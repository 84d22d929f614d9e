package dev.profileguard.lambda.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.advice.FailureAdvisorHandler;
import dev.profileguard.event.Json;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.NodeRoleCheckHandler;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.tag.TagEnforcerHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/// A rehearsal compiles what it plays: each function has to find its work in it, and nothing else
/// of it may stay.
class RehearsalTest {
    /// A function, and how it settles the events that concern it, in their order.
    record Played(
            String name, Function<Platform, FunctionHandler> function, List<String> decisions) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Played> functions() {
        return Stream.of(
                new Played(
                        "ProfileGuard",
                        ProfileGuardHandler::new,
                        List.of("revert", "revert", "revert", "no-drift", "no-drift")),
                new Played(
                        "TagEnforcer",
                        TagEnforcerHandler::new,
                        List.of("tagged", "tagged", "tagged", "tagged", "tagged", "tagged")),
                new Played(
                        "ProfileProvisioner", ProfileProvisionerHandler::new, List.of("provision")),
                new Played(
                        "NodeRoleCheck",
                        NodeRoleCheckHandler::new,
                        List.of("profile-usable", "node-role-wrong")),
                new Played("FailureAdvisor", FailureAdvisorHandler::new, List.of("explained")));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void eachFunctionFindsItsWorkInEveryRound(Played played) {
        assertThat(decisions(played, 1)).isEqualTo(played.decisions());
        assertThat(decisions(played, 3)).isEqualTo(played.decisions());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void nothingOfItStays(Played played) {
        PrintStream before = System.out;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true, UTF_8));
        try {
            PrintStream own = System.out;

            decisions(played, 2);

            assertThat(System.out).isSameAs(own);
            assertThat(log.toString(UTF_8)).isEmpty();
            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
        } finally {
            System.setOut(before);
        }
    }

    /// Whatever the stack sets, the rehearsal sets what gives it work.
    @Test
    void theSettingsOfTheStackDoNotTakeItsWorkAway() {
        Map<String, String> off =
                Map.of(
                        "GUARD_MODE", "off",
                        "EXEMPT_NAMES", "rehearsal-*",
                        "PAUSED", "on",
                        "MANUAL_REQUESTS", "off",
                        "AWS_REGION", "eu-central-1",
                        "BASELINE_TABLE", "baselines");

        assertThat(Rehearsal.play(off, ProfileGuardHandler::new, 1).getFirst())
                .contains("\"decision\":\"revert\"");
    }

    private static List<String> decisions(Played played, int rounds) {
        return Rehearsal.play(Map.of(), played.function(), rounds).stream()
                .map(response -> String.valueOf(Json.read("a response", response).get("decision")))
                .filter(Objects::nonNull)
                .filter(decision -> !decision.equals("not-for-us"))
                .toList();
    }
}
