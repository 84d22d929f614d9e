package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `guard ask`: sends any request to a function.
@Command(
        name = "ask",
        description = {
            "Send a request to a function of the deployed stack, and print its answer.",
            "The README lists the requests under \"Manual requests\"."
        })
public final class AskCommand extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "The function, such as ProfileGuard.")
    private String function = "";

    @Parameters(
            index = "1",
            paramLabel = "JSON",
            description = "The request, such as '{\"show\": {\"profile\": \"prod-web\"}}'.")
    private String request = "";

    /// Picocli calls this one.
    public AskCommand() {}

    @Override
    void check() {
        try {
            ObjectMapper reader =
                    new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            if (reader.readTree(request).isMissingNode()) {
                throw new ParameterException(
                        spec().commandLine(), "The request is empty, and no JSON");
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new ParameterException(
                    spec().commandLine(),
                    "The request is no JSON: %s (line %d, column %d)"
                            .formatted(
                                    e.getOriginalMessage().lines().findFirst().orElse(""),
                                    place == null ? 1 : place.getLineNr(),
                                    place == null ? 1 : place.getColumnNr()));
        }
    }

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        if (!stack.functions().contains(function)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "The stack has no function %s. The functions are: %s"
                            .formatted(function, String.join(", ", stack.functions())));
        }
        return report(functions.ask(function, request));
    }

    /// Every value in its place, as the function wrote it.
    @Override
    void print(Answer answer, Terminal terminal) {
        String text =
                answer.json().isMissingNode() ? answer.text() : answer.json().toPrettyString();
        text.lines().forEach(terminal::line);
    }
}
