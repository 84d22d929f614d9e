package dev.profileguard.sandbox.command.noderole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.AccountOptions;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard node-role show`: prints what is right and what is wrong about a node role of a recorded
/// account.
@Command(
        name = "show",
        description = {
            "Print what is right and what is wrong about a node role in a recorded account.",
            "Exit status 1: something is wrong. Nothing is sent to AWS."
        })
final class ShowCommand implements Callable<Integer> {
    private static final String FUNCTION = "NodeRoleCheck";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private TemplateOptions options = new TemplateOptions();

    @Mixin private AccountOptions account = new AccountOptions();

    @Parameters(paramLabel = "ROLE", description = "The name of the role.")
    private String role = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!account.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--account is missing: give the file with the output of 'aws iam"
                            + " get-account-authorization-details'");
        }
        Terminal terminal = Terminal.output(spec.commandLine());
        try (Sandbox sandbox =
                Sandbox.stoppedAt(Instant.now(), options.file(), options.parameters())) {
            account.load(sandbox.account(), terminal);
            return switch (sandbox.lambda().invoke(FUNCTION, request())) {
                case InvocationResponse.Returned(String payload) ->
                        print(parsed(payload), terminal);
                case InvocationResponse.Failed failed -> {
                    Terminal.errors(spec.commandLine())
                            .error(String.valueOf(failed.json().get("errorMessage")));
                    yield 1;
                }
            };
        }
    }

    private String request() {
        ObjectNode request = JSON.createObjectNode();
        request.putObject("show").put("role", role);
        return request.toString();
    }

    private static int print(JsonNode answer, Terminal terminal) {
        terminal.line(answer.path("why").asText());
        boolean right = true;
        for (JsonNode check : answer.path("checks")) {
            line(check, terminal);
            right &= !check.path("result").asText().equals("wrong");
        }
        return right ? 0 : 1;
    }

    private static JsonNode parsed(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(JsonNode check, Terminal terminal) {
        terminal.line(
                "%-7s %-13s %s"
                        .formatted(
                                check.path("result").asText(),
                                check.path("topic").asText(),
                                check.path("text").asText()));
        check.path("proof").forEach(each -> terminal.line("        " + each.asText()));
        check.path("todo").forEach(each -> terminal.line("        todo: " + each.asText()));
    }
}
