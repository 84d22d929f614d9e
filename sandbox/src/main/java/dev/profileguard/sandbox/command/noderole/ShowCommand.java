package dev.profileguard.sandbox.command.noderole;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.AccountOptions;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.command.option.RecordedParameters;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.terminal.Terminal;
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
        RecordedParameters parameters = RecordedParameters.of(options.file(), options.parameters());
        if (!parameters.warning().isEmpty()) {
            terminal.line(parameters.warning());
        }
        try (Sandbox sandbox =
                Sandbox.stoppedAt(Instant.now(), options.file(), parameters.values())) {
            options.store(sandbox);
            account.load(sandbox.account(), terminal);
            return switch (sandbox.lambda().invoke(FUNCTION, NodeRoleAnswer.request(role))) {
                case InvocationResponse.Returned(String payload) ->
                        NodeRoleAnswer.of(payload).print(terminal) ? 0 : 1;
                case InvocationResponse.Failed failed -> {
                    Terminal.errors(spec.commandLine())
                            .error(String.valueOf(failed.json().get("errorMessage")));
                    yield 1;
                }
            };
        }
    }
}
