package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.settings.SettingsTable;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.terminal.Terminal;
import picocli.CommandLine.Command;

/// `guard settings`: the settings in force in all functions.
@Command(
        name = "settings",
        description = {
            "Show which settings are in force in each function of the stack, whether they are"
                    + " those that are deployed, and whether the functions have their permissions.",
            "Changes nothing. The exit status is 1 if something is wrong."
        })
public final class SettingsCommand extends Verb {
    /// Picocli calls this one.
    public SettingsCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        return show(this, stack, functions);
    }

    /// Asks all functions, and prints a table, or one line of JSON for each function.
    ///
    /// @param verb the command that was typed
    /// @return whether nothing is wrong
    static boolean show(Verb verb, DeployedStack stack, Functions functions) {
        SettingsTable table = SettingsTable.of(stack, functions);
        Terminal output = Terminal.output(verb.spec().commandLine());
        if (verb.isJson()) {
            table.lines().forEach(output::json);
        } else {
            table.print(output);
            output.flush();
        }
        table.problems().forEach(verb.errors()::error);
        return table.problems().isEmpty();
    }
}
