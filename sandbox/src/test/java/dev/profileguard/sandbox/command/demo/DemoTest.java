package dev.profileguard.sandbox.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class DemoTest {
    @Test
    void everythingComesOutAsItShould() {
        StringWriter told = new StringWriter();

        int exit = demo(told, Ansi.OFF);

        assertThat(told.toString())
                .contains("Everything came out as it should.")
                .doesNotContain("FAILED")
                .doesNotContain("\u001b");
        assertThat(exit).isZero();
    }

    @Test
    void coloursWhereItIsTold() {
        StringWriter told = new StringWriter();

        demo(told, Ansi.ON);

        assertThat(told.toString()).contains("\u001b[32m");
    }

    private static int demo(StringWriter told, Ansi ansi) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(told))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .execute("--template", "../template.yaml");
    }
}
