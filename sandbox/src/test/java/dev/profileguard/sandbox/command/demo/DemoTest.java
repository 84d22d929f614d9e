package dev.profileguard.sandbox.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {
    private final StringWriter output = new StringWriter();
    private int exit = -1;

    @BeforeAll
    void run() {
        exit = demo(output, Ansi.OFF, "--verbose");
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
    void writesTheScenesOfAChapterAsAPage(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("demo.html");

        int status =
                demo(
                        new StringWriter(),
                        Ansi.OFF,
                        "--chapter",
                        "provision",
                        "--report",
                        page.toString());

        assertThat(status).isZero();
        assertThat(page)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "\"title\":\"Demo\"",
                        "[\"scenes\",",
                        "[\"not met\",0]",
                        "\"profile-created\"",
                        "CreateProfile instance-profile/");
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
    void tellsItsStoryInAFewLines() throws IOException {
        StringWriter printed = new StringWriter();

        assertThat(demo(printed, Ansi.OFF)).isZero();
        assertThat(printed.toString().lines())
                .hasSizeBetween(80, 150)
                .contains(
                        "   ok      Somebody replaces the role of a guarded profile",
                        "All expectations are met.")
                .anyMatch(line ->
                        line.matches(
                                " +mallory: prod-web: web > intruder > web; ProfileGuard: 2"
                                        + " reads and 2 writes in IAM, \\d+ ms"))
                .allMatch(line -> line.length() <= 130);
        assertThat(printed.toString())
                .contains("Attack 13: ", "EXPECTATIONS", "Try next:")
                .doesNotContain("FAILED", " 0 of ");
        assertThat(withoutTimes(printed.toString()))
                .as("docs/pictures/demo.svg, which .ci/pictures makes")
                .contains(textsOfThePicture());
    }

    /// The texts of the picture that the README shows, apart from the command.
    private static List<String> textsOfThePicture() throws IOException {
        List<String> texts =
                Pattern.compile("<text [^>]*clip-path[^>]*>([^<]*)</text>")
                        .matcher(Files.readString(Path.of("../docs/pictures/demo.svg")))
                        .results()
                        .map(text -> text.group(1))
                        .map(text -> text.replace("&#160;", " ").replace("&gt;", ">").strip())
                        .filter(text ->
                                !text.isEmpty() && !text.equals("...") && !text.startsWith("$"))
                        .map(DemoTest::withoutTimes)
                        .toList();
        assertThat(texts).hasSizeGreaterThan(20);
        return texts;
    }

    private static String withoutTimes(String text) {
        return text.replaceAll(" +\\d+ ms", " N ms");
    }

    @Test
    void listsItsChapters() {
        StringWriter listed = new StringWriter();

        assertThat(demo(listed, Ansi.OFF, "--list")).isZero();
        assertThat(listed.toString().lines().map(line -> line.split(" ", 2)[0]))
                .doesNotHaveDuplicates()
                .contains("guard", "provision", "tags", "backfill", "attack-role");
        assertThat(listed.toString()).doesNotContain("expectations");
    }

    @Test
    void playsOneChapter() {
        StringWriter played = new StringWriter();

        assertThat(demo(played, Ansi.OFF, "--chapter", "attack-tag")).isZero();
        assertThat(played.toString())
                .contains("Attack 7", "All expectations are met.")
                .doesNotContain("ProfileProvisioner:", "Attack 1:");
    }

    @Test
    void namesTheChaptersWhereThereIsNoneOfTheName() {
        StringWriter played = new StringWriter();
        StringWriter errors = new StringWriter();

        int status =
                command(played, Ansi.OFF)
                        .setErr(new PrintWriter(errors))
                        .execute("--template", "../template.yaml", "--chapter", "tag");

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString())
                .contains("there is no chapter 'tag'", "guard, provision, tags");
        assertThat(played.toString()).isEmpty();
    }

    @Test
    void printsColoursOnRequest() {
        StringWriter coloured = new StringWriter();

        demo(coloured, Ansi.ON, "--chapter", "attack-tag");

        assertThat(coloured.toString()).contains("\u001b[32m");
    }

    private static int demo(StringWriter output, Ansi ansi, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--template", "../template.yaml"));
        arguments.addAll(List.of(options));
        return command(output, ansi).execute(arguments.toArray(String[]::new));
    }

    private static CommandLine command(StringWriter output, Ansi ansi) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(output))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    }
}
