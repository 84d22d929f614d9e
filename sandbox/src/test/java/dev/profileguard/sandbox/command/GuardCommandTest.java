package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GuardCommandTest {
    private static final String TEMPLATE = "--template=../template.yaml";

    private static final String RECORDS =
            "../functions/src/test/resources/cloudtrail/calls/tag-role.json";

    @TempDir private Path folder = Path.of("");
    private final StringWriter output = new StringWriter();
    private final StringWriter complaints = new StringWriter();
    private final CommandLine guard =
            GuardCommand.commandLine()
                    .setErr(new PrintWriter(complaints))
                    .setOut(new PrintWriter(output));

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

    @ParameterizedTest
    @ValueSource(strings = {"sandbox", "rehearse", "replay"})
    void saysHowToGiveATagPolicyThatIsInParameterStore(String command) throws IOException {
        int status = guard.execute(withPolicy(command));

        assertThat(status).isEqualTo(2);
        assertThat(complaints.toString())
                .contains("TagPolicy is in the parameter /x/y", "--ssm-parameter /x/y=FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox", "rehearse", "replay"})
    void readsATagPolicyFromParameterStore(String command) throws IOException {
        Path policy =
                Files.writeString(folder.resolve("policy.json"), "{\"tags\": {\"Owner\": 7}}");

        int status = guard.execute(withPolicy(command, "--ssm-parameter", "/x/y=" + policy));

        assertThat(status).isEqualTo(1);
        assertThat(complaints.toString() + output)
                .contains("TagPolicy tags.Owner must be an object, not '7'");
    }

    @Test
    void refusesAParameterThatParameterStoreRefuses() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.json"), "{}".repeat(9_000));

        assertThat(guard.execute("sandbox", TEMPLATE, "--ssm-parameter", "/x=" + policy))
                .isEqualTo(2);
        assertThat(guard.execute("sandbox", TEMPLATE, "--ssm-parameter", "x/y=" + policy))
                .isEqualTo(2);
        assertThat(guard.execute("sandbox", TEMPLATE, "--ssm-parameter", "/x=" + folder))
                .isEqualTo(2);

        assertThat(complaints.toString())
                .contains(
                        "--ssm-parameter /x: ",
                        "--ssm-parameter x/y: Parameter name must be a fully qualified name.",
                        "is no text file that can be read");
    }

    private String[] withPolicy(String command, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(command, TEMPLATE));
        words.addAll(List.of("--parameter-overrides", "TagPolicy=ssm:/x/y"));
        words.addAll(List.of(more));
        switch (command) {
            case "rehearse" ->
                    words.addAll(
                            List.of(
                                    "--account",
                                    Files.writeString(
                                                    folder.resolve("account.json"),
                                                    "{\"RoleDetailList\": []}")
                                            .toString()));
            case "replay" -> words.addAll(List.of("--", RECORDS));
            default -> {}
        }
        return words.toArray(String[]::new);
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
