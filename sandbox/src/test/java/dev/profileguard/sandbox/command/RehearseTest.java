package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The plan, and what a rehearsal requires.
class RehearseTest extends AbstractRehearseTest {
    @Test
    void printsThePlan() {
        assertThat(rehearse(GUARDED)).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "loaded 2 roles, 2 instance profiles",
                        "TagPolicy and InheritedTags are empty: TagEnforcer does nothing",
                        "The plan",
                        "provision  1 has-profile, 1 provision",
                        "guard      2 not-guarded, 1 recorded",
                        "1 roles and profiles would change",
                        "role/api",
                        "create instance profile /api",
                        "add role api to api",
                        "2 findings",
                        "profile-created  role/api",
                        "todo: ",
                        "baseline-recorded  instance-profile/prod-web")
                .doesNotContain("The calls");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void runsOnlyTheRulesOfFunctionsThatAreOn() {
        assertThat(rehearse("--parameter-overrides", "ProvisionMode=off", "GuardMode=off"))
                .isZero();

        assertThat(output.toString()).contains("Nothing would change", "No findings");
    }

    @Test
    void warnsOfDisabledRulesOfTheTemplate() throws IOException {
        Path other = folder.resolve("template.yaml");
        String text = Files.readString(Path.of("../template.yaml"));
        String rule = "  RoleMade:\n    Type: AWS::Events::Rule\n    Properties:\n";
        Files.writeString(other, text.replace(rule, rule + "      State: DISABLED\n"));

        assertThat(guard("rehearse", "--template", "" + other, "--account", "" + account)).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "The plan",
                        "RoleMade",
                        " is DISABLED: its events are not delivered. Enable the rule");
    }

    @Test
    void printsNothingAboutTheStateOfTheSandbox() {
        assertThat(rehearse()).isZero();

        assertThat(output.toString()).doesNotContain("is DISABLED", "baseline table");
    }

    @Test
    void printsNothingWhenTheAccountFileIsTruncated() throws IOException {
        String text = Files.readString(account);
        Files.writeString(account, text.substring(0, text.length() / 2));

        assertThat(rehearse("--events", trail.toString())).isEqualTo(1);

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains("account.json, line 1, byte ", "the file is truncated here");
    }

    @Test
    void printsNothingWhenASettingIsInvalid() {
        assertThat(rehearse("--parameter-overrides", "TagPolicy={")).isEqualTo(1);

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString()).contains("TagPolicy");
    }

    @Test
    void requiresAnAccount() {
        assertThat(guard("rehearse", "--template=../template.yaml")).isEqualTo(2);

        assertThat(errors.toString()).contains("--account is missing");
    }

    @Test
    void refusesATemplateWithoutBackfill() throws IOException {
        Path other = folder.resolve("template.yaml");
        String text = Files.readString(Path.of("../template.yaml"));
        Files.writeString(other, text.replaceAll("\\bBackfill(Role)?\\b", "Sweeping$1"));

        int status = guard("rehearse", "--template", other.toString(), "--account", "" + account);

        assertThat(status).isEqualTo(1);
        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString()).contains("The template has no function Backfill");
    }
}
