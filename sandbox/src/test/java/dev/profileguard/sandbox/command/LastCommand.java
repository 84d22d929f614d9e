package dev.profileguard.sandbox.command;

import dev.profileguard.sandbox.command.stack.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;

/// Runs `guard` in this process, and has what the last command wrote.
public final class LastCommand {
    private String output = "";
    private String errors = "";

    /// Runs a command.
    ///
    /// @return its exit code
    public int run(Surroundings surroundings, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                GuardCommand.commandLine(surroundings)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words);
        output = out.toString();
        errors = err.toString();
        return exit;
    }

    /// What it wrote on standard output.
    public String output() {
        return output;
    }

    /// What it wrote on standard error.
    public String errors() {
        return errors;
    }
}
