package dev.profileguard.sandbox.command.operate;

import static dev.profileguard.sandbox.terminal.Terminal.styled;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.command.stack.AllFunctions;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
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
    private static final String ALL = "all";

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = {
                "The function, such as ProfileGuard.",
                "all: every function that knows the request."
            })
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
        if (function.equals(ALL)) {
            return askAll(AllFunctions.ask(stack, functions, request));
        }
        if (!stack.functions().contains(function)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "The stack has no function %s. The functions are: %s"
                            .formatted(function, String.join(", ", stack.functions())));
        }
        return report(functions.ask(function, request));
    }

    /// Prints each answer, under the name of its function.
    private boolean askAll(AllFunctions all) {
        if (all.answers().isEmpty()) {
            errors().error("No function of the stack knows this request");
            return false;
        }
        boolean done = true;
        for (Answer answer : all.answers()) {
            done &= report(answer, AllFunctions.named(answer).toString());
        }
        return done;
    }

    /// Every value in its place, as the function wrote it.
    @Override
    void print(Answer answer, Terminal terminal) {
        String text =
                answer.json().isMissingNode() ? answer.text() : answer.json().toPrettyString();
        if (function.equals(ALL)) {
            terminal.line(styled(answer.function(), Style.bold));
        }
        text.lines().forEach(terminal::line);
    }
}
