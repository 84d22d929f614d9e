package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.denied;
import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.launch;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls whose names and messages somebody chose to do harm.
class HostileCallTest {
    @ParameterizedTest
    @ValueSource(strings = {"web; rm -rf /", "$(id)", "web'\"`", "\u202Eweb", "-web", "", "()"})
    void quotesHostileNames(String name) {
        Stream.of(
                        launch(
                                "Value ("
                                        + name
                                        + ") for parameter iamInstanceProfile.name is invalid."
                                        + " Invalid IAM Instance Profile name"),
                        iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", name)),
                        iam(
                                "CreateInstanceProfile",
                                "EntityAlreadyExists",
                                "",
                                Map.of("instanceProfileName", name)),
                        iam(
                                "CreateRole",
                                "AccessDenied",
                                denied("iam:CreateRole", name, ""),
                                Map.of()))
                .flatMap(call -> Advice.of(call, Facts.NONE).todo().stream())
                .forEach(todo ->
                        assertThat(todo)
                                .doesNotContain("rm -rf /")
                                .doesNotContain("$(id)")
                                .doesNotContain("\u202E")
                                .doesNotContain(" -web"));
    }

    @Test
    void takesAVeryLongMessage() {
        String message =
                "User: a is not authorized to perform: iam:PassRole on resource: "
                        + "a".repeat(500_000);

        assertThat(Advice.of(launch(message), Facts.NONE).cause()).hasSizeLessThan(1_000);
    }
}
