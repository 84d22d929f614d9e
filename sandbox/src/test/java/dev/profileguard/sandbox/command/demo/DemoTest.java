package dev.profileguard.sandbox.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class DemoTest {
    @Test
    void meetsAllExpectations() {
        StringWriter output = new StringWriter();

        int exit = demo(output, Ansi.OFF);

        assertThat(output.toString())
                .contains("All expectations are met.")
                .doesNotContain("FAILED")
                .doesNotContain("\u001b");
        assertThat(exit).isZero();
    }

    @Test
    void printsColoursOnRequest() {
        StringWriter output = new StringWriter();

        demo(output, Ansi.ON);

        assertThat(output.toString()).contains("\u001b[32m");
    }

    private static int demo(StringWriter output, Ansi ansi) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(output))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .execute("--template", "../template.yaml");
    }
}
