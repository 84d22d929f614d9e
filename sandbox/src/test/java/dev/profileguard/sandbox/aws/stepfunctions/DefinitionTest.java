package dev.profileguard.sandbox.aws.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Catch\": [] | States.Round.Catch",
                "\"OutputPath\": \"$\" | States.Round.OutputPath",
                "\"HeartbeatSeconds\": 5 | States.Round.HeartbeatSeconds"
            })
    void refusesAnUnsupportedFieldOfAState(String field, String named) {
        assertThatThrownBy(() -> deploy(ROUND, ROUND + field + ", "))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith(
                        "The definition of SweepLoop has %s, which the sandbox does not execute. It has there: Comment, End,"
                                .formatted(named));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Type\": \"Choice\"|\"Type\": \"Map\"|has Map in States.IsAllDone.Type",
                "\"Type\": \"Fail\"|\"Type\": \"Wait\"|has Wait in States.TooLong.Type",
                ":lambda:invoke|:sqs:sendMessage|has arn:aws:states:::sqs:sendMessage in"
                        + " States.Round.Resource",
                "\"BackoffRate\": 2|\"JitterStrategy\": \"FULL\"|has"
                        + " States.Round.Retry[1].JitterStrategy",
                "\"Payload.$\": \"$.request\"|\"InvocationType\": \"Event\"|has"
                        + " States.Round.Parameters.InvocationType",
                "\"Payload.$\": \"$.request\"|\"Payload\": {\"a.$\": \"$$.State.Name\"}|has"
                        + " '$$.State.Name' in States.Round.Parameters.Payload.a.$",
                "\"Payload.$\": \"$.request\"|\"Payload\": [{\"a.$\": \"$.request\"}]|has paths in"
                        + " a list in States.Round.Parameters.Payload",
                "States.MathAdd($.rounds.done, 1)|States.UUID()|has 'States.UUID()' in"
                        + " States.Count.Parameters.done.$",
                "\"IsNull\": true|\"IsPresent\": true|has States.IsAllDone.Choices[0].IsPresent",
                "$.last.answer.cursor|$.last[0]|States.IsAllDone.Choices[0].Variable must be a path"
                        + " such as $.a.b",
                "\"ResultPath\": \"$.last\"|\"ResultPath\": null|States.Round.ResultPath must be a"
                        + " path such as $.a.b",
                "\"Next\": \"GoOn\"|\"Next\": \"Gone\"|goes from Count to Gone, which is none of"
                        + " its states: Begin,",
                "\"StartAt\": \"Begin\"|\"StartAt\": \"Gone\"|goes from StartAt to Gone",
                "\"Default\": \"Count\"|\"Default\": \"Gone\"|goes from IsAllDone to Gone",
                "\"End\": true|\"Next\": \"Begin\", \"End\": true|States.Done must be a state with"
                        + " either Next or End",
                "${Backfill}|arn:aws:lambda:us-east-1:123456789012:function:other|States.Round.Parameters.FunctionName"
                    + " must be a function of the template",
                "${Backfill}|${Other}|have no Other, which",
                "{ \"answer.$\"|{{ \"answer.$\"|is no JSON"
            })
    void refusesWhatItDoesNotExecute(String written, String changed, String message) {
        assertThatThrownBy(() -> deploy(written, changed))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("SweepLoop")
                .hasMessageContaining(message);
    }

    @Test
    void refusesAMissingDefinition() throws IOException {
        Files.copy(TEMPLATE, folder.resolve("template.yaml"));

        assertThatThrownBy(() -> start("sweep"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("backfill.asl.json, which DefinitionUri of SweepLoop names");
    }

    @Test
    void ignoresADefinitionThatNothingStarts() throws IOException {
        Files.copy(TEMPLATE, folder.resolve("template.yaml"));

        assertThatCode(() -> start("off")).doesNotThrowAnyException();
    }

    private static final Path TEMPLATE = Path.of("../template.yaml");
    private static final String ROUND = "\"Type\": \"Task\",";

    @TempDir private Path folder = Path.of(".");

    /// The project's template, with one part of its definition changed.
    private void deploy(String part, String changed) throws IOException {
        String definition = Files.readString(Path.of("../statemachine/backfill.asl.json"));
        assertThat(definition).contains(part);
        Files.copy(TEMPLATE, folder.resolve("template.yaml"));
        Files.createDirectory(folder.resolve("statemachine"));
        Files.writeString(
                folder.resolve("statemachine/backfill.asl.json"),
                definition.replace(part, changed));
        start("sweep");
    }

    private void start(String sweepMode) {
        Sandbox.start(
                        folder.resolve("template.yaml"),
                        Map.of("SweepMode", sweepMode),
                        Sandbox.Mode.TEST_CLOCK)
                .close();
    }
}
