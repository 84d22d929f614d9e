package dev.profileguard.sandbox.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {
    private final StringWriter output = new StringWriter();
    private int exit = -1;

    @BeforeAll
    void run() {
        exit = demo(output, Ansi.OFF);
    }

    @Test
    void meetsAllExpectations() {
        assertThat(output.toString())
                .contains("All expectations are met.")
                .doesNotContain("FAILED")
                .doesNotContain("\u001b");
        assertThat(exit).isZero();
    }

    @Test
    void showsEachAttackOfTheSecurityPage() throws IOException {
        List<String> attacks =
                Pattern.compile("^### (\\d+)[.] ", Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of("../docs/security.md")))
                        .results()
                        .map(heading -> "Attack %s: ".formatted(heading.group(1)))
                        .toList();

        assertThat(attacks).contains("Attack 1: ");
        assertThat(output.toString()).contains(attacks);
    }

    @Test
    void saysWhoMakesEachCall() {
        assertThat(output.toString())
                .contains("ProfileGuard       writes SendMessage")
                .doesNotContain("somebody           calls")
                .doesNotContain("null by");
    }

    @Test
    void measuresAnOrdinaryRepairAndTheOnesOfTheFirstAttack() {
        assertThat(output.toString().lines().filter(line -> line.startsWith("   calls    ")))
                .hasSize(3)
                .allMatch(line -> line.matches(".*IAM: \\d.*; EC2 in all regions: \\d.*"));
        assertThat(output.toString())
                .contains(
                        "10 min 1.0 s by the sandbox's clock, from TerminateInstances by mallory");
    }

    @Test
    void printsColoursOnRequest() {
        StringWriter coloured = new StringWriter();

        demo(coloured, Ansi.ON);

        assertThat(coloured.toString()).contains("\u001b[32m");
    }

    private static int demo(StringWriter output, Ansi ansi) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(output))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .execute("--template", "../template.yaml");
    }
}
