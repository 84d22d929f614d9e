package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GuardCommandTest {
    private static final String TEMPLATE = "--template=../template.yaml";

    private final StringWriter complaints = new StringWriter();
    private final CommandLine guard =
            GuardCommand.commandLine().setErr(new PrintWriter(complaints));

    @Test
    void requiresACommand() {
        assertThat(guard.execute()).isEqualTo(2);
        assertThat(complaints.toString()).contains("A command is missing");
    }

    @Test
    void namesAParameterThatIsNotInTheTemplate() {
        int status =
                guard.execute("sandbox", TEMPLATE, "--parameter-overrides", "GuardMod=observe");

        assertThat(status).isEqualTo(2);
        assertThat(complaints.toString()).contains("no parameter GuardMod", "GuardMode");
    }

    @Test
    void refusesToEnforceWithoutAWordAboutWhoIsTrusted() {
        int status =
                guard.execute("sandbox", TEMPLATE, "--parameter-overrides", "GuardMode=enforce");

        assertThat(status).isEqualTo(2);
        assertThat(complaints.toString())
                .contains("GuardMode=enforce with empty TrustedPrincipals", "set it to nobody");
    }

    @Test
    void refusesToTrustEverybodyWhoUsesAService() {
        int status =
                guard.execute(
                        "sandbox",
                        TEMPLATE,
                        "--parameter-overrides",
                        "TrustedPrincipals=cloudformation.amazonaws.com");

        assertThat(status).isNotZero();
        assertThat(complaints.toString())
                .contains("'* via cloudformation.amazonaws.com' for everybody");
    }

    @Test
    void acceptsSeveralParametersInOneOption() {
        int status =
                guard.execute(
                        "sandbox",
                        TEMPLATE,
                        "--parameter-overrides",
                        "GuardMode=enforce",
                        "BreakerReverts=0");

        assertThat(status).isEqualTo(2);
        assertThat(complaints.toString()).contains("BreakerReverts must be a number from 1 to 100");
    }

    @Test
    void reportsAWrongSettingBeforeItServes() {
        int status = guard.execute("sandbox", TEMPLATE, "--parameter-overrides", "TagPolicy={");

        assertThat(status).isEqualTo(1);
        assertThat(complaints.toString()).contains("TagPolicy");
    }

    @Test
    void refusesWhatTheTemplateRefuses() {
        int status =
                guard.execute("sandbox", TEMPLATE, "--parameter-overrides", "GuardedProfiles=a b");

        assertThat(status).isEqualTo(2);
        assertThat(complaints.toString())
                .contains(
                        "Parameter GuardedProfiles failed to satisfy constraint", "gke-*,prod-web");
    }

    @Test
    void refusesAPortOutOfRange() {
        assertThat(guard.execute("sandbox", TEMPLATE, "--port", "70000")).isEqualTo(2);
        assertThat(complaints.toString()).contains("70000");
    }

    @Test
    void listsTheFunctions() {
        assertThat(guard.execute("invoke", TEMPLATE, "Nothing", "event.json")).isEqualTo(2);
        assertThat(complaints.toString()).contains("Nothing", "ProfileGuard");
    }
}
