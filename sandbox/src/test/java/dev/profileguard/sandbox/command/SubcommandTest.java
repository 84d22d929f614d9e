package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SubcommandTest {
    @Test
    void hasTheNamesThatPicocliReads() {
        assertThat(GuardCommand.commandLine().getSubcommands().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Subcommand.values()).map(Subcommand::text).toList());
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void saysTheSameAlone(Subcommand subcommand) {
        String[] help = {subcommand.text(), "--help"};
        String[] wrong = {subcommand.text(), "--nothing-like-this"};

        assertThat(GuardCommand.commandLineFor(help).getSubcommands()).hasSize(1);
        assertThat(printed(GuardCommand.commandLineFor(help), help))
                .isEqualTo(printed(GuardCommand.commandLine(), help));
        assertThat(printed(GuardCommand.commandLineFor(wrong), wrong))
                .isEqualTo(printed(GuardCommand.commandLine(), wrong));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void areNotReadForTheVersion(String option) {
        assertThat(GuardCommand.commandLineFor(option).getSubcommands()).isEmpty();
        assertThat(printed(GuardCommand.commandLineFor(option), option))
                .isEqualTo(printed(GuardCommand.commandLine(), option));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "replai", "", "Demo"})
    void areAllThereForWhatIsNoSubcommand(String word) {
        assertThat(GuardCommand.commandLineFor(word).getSubcommands())
                .hasSize(Subcommand.values().length);
    }

    private static String printed(CommandLine guard, String... arguments) {
        StringWriter printed = new StringWriter();
        int status =
                guard.setOut(new PrintWriter(printed))
                        .setErr(new PrintWriter(printed))
                        .execute(arguments);
        return status + "\n" + printed;
    }
}
