package dev.profileguard.sandbox.command.organization;

import dev.profileguard.sandbox.command.stack.CentralStack;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `guard organization status`: what each account reported at the end of its last sweep.
@Command(
        name = "status",
        description = {
            "Show the version, the modes, the last sweep and the open findings of each account,"
                    + " and first which accounts are silent.",
            "Changes nothing. The exit status is 1 if an account is silent."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin private StackOptions options = new StackOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal errors = Terminal.errors(spec.commandLine());
        CentralStack stack = options.findCentral();
        errors.line(stack.described());
        errors.flush();
        MemberTable table = MemberTable.of(stack, Instant.now());
        Terminal output = Terminal.output(spec.commandLine());
        if (options.isJson()) {
            table.lines().forEach(output::json);
        } else if (table.members().isEmpty()) {
            output.line("No account has Profile Guard yet: give organization.yaml MemberTemplate");
        } else {
            table.print(output);
        }
        output.flush();
        List<MemberStatus> silent = table.silent();
        return silent.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
