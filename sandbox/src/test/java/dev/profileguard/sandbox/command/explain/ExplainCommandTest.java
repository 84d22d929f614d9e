package dev.profileguard.sandbox.command.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.text.Hostile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainCommandTest {
    private static final String ERROR =
            "An error occurred (DeleteConflict) when calling the DeleteInstanceProfile operation:"
                    + " Cannot delete entity, must remove roles from instance profile first.";

    private static final Path RECORDS = Path.of("../functions/src/test/resources/cloudtrail");

    @TempDir private Path folder = Path.of("");
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void explainsAnErrorOnTheCommandLine() {
        assertThat(explain("--error", ERROR)).isZero();
        assertThat(output.toString())
                .startsWith("1. DeleteConflict from iam DeleteInstanceProfile\n")
                .contains(
                        "   message:    Cannot delete entity, must remove roles",
                        "   printed by: AWS CLI or boto3\n",
                        "   not stated: names\n",
                        "   cause:      ",
                        "aws iam remove-role-from-instance-profile",
                        "   page:       https://docs.aws.amazon.com/")
                .doesNotContain("1. 1.");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void explainsAFileAndStandardInputAlike() throws IOException {
        Path file = Files.writeString(folder.resolve("log.txt"), "x\n" + ERROR + "\n");

        assertThat(explain("" + file)).isZero();
        String ofFile = output.toString();
        output.getBuffer().setLength(0);

        assertThat(explainInput(Files.readAllBytes(file))).isZero();
        assertThat(output.toString()).isEqualTo(ofFile).contains("   in line:    2\n");
    }

    @Test
    void readsGzippedFilesAndThoseOfPowerShell() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(ERROR.getBytes(StandardCharsets.UTF_8));
        }
        for (byte[] bytes :
                List.of(
                        zipped.toByteArray(),
                        ("\ufeff" + ERROR).getBytes(StandardCharsets.UTF_16LE),
                        ("\ufeff" + ERROR).getBytes(StandardCharsets.UTF_16BE),
                        ("\ufeff" + ERROR).getBytes(StandardCharsets.UTF_8))) {
            output.getBuffer().setLength(0);
            assertThat(explain("" + Files.write(folder.resolve("f"), bytes))).isZero();
            assertThat(output.toString()).contains("1. DeleteConflict from iam");
        }
    }

    @Test
    void explainsRecords() {
        assertThat(explain("" + RECORDS.resolve("errors/launch-refused.json"))).isZero();
        assertThat(output.toString())
                .startsWith(
                        "1 records, 1 failed calls\n1. InvalidParameterValue from ec2 RunInstances")
                .contains("instance profile web", "user arn:aws:iam::123456789012:user/");
    }

    @Test
    void explainsTheFailedCallsOfATrail() {
        assertThat(explain("--trail", "" + RECORDS)).isZero();
        assertThat(output.toString())
                .contains(
                        "from iam DeleteRole",
                        "from ec2 AssociateIamInstanceProfile",
                        "from sts AssumeRole");
    }

    @Test
    void saysWhichFailedCallsOfATrailItLeavesOut() throws IOException {
        String record = Files.readString(RECORDS.resolve("errors/launch-refused.json"));
        Files.writeString(folder.resolve("a.json"), record);
        Files.writeString(
                folder.resolve("b.json"),
                record.replace("ec2.amazonaws.com", "s3.amazonaws.com")
                        .replace("RunInstances", "PutObject")
                        .replaceAll("\"eventID\": \"[^\"]*\"", "\"eventID\": \"b\""));
        Files.writeString(
                folder.resolve("c.json"),
                """
                {"eventSource": "iam.amazonaws.com", "eventName": "GetRole", "eventID": "c",
                 "eventVersion": "1.10", "eventTime": "2026-01-15T09:00:00Z", "readOnly": true,
                 "errorCode": "NoSuchEntityException", "errorMessage": "none"}
                """);

        assertThat(explain("--trail", "" + folder)).isZero();
        assertThat(output.toString())
                .contains(
                        "3 records, 3 failed calls",
                        "left out: 1 failed calls that do not concern roles",
                        "left out: 1 reads of roles and instance profiles that did not exist",
                        "1. InvalidParameterValue")
                .doesNotContain("\n2. ");
    }

    @Test
    void failsWhereNoCallFailed() {
        assertThat(explain("--trail", "" + RECORDS.resolve("calls"))).isEqualTo(1);
        assertThat(errors.toString()).contains("no failed call to explain");
    }

    @Test
    void saysThatItRecognisesNothing() {
        assertThat(explain("--error", "It does not work")).isEqualTo(1);
        assertThat(errors.toString())
                .contains("--error: no error of AWS is recognised in this text of 16 characters");
    }

    @Test
    void showsWhatItRecognisesOfAnErrorThatItDoesNotKnow() {
        assertThat(
                        explain(
                                "--error",
                                "An error occurred (NoSuchBucket) when calling the PutObject"
                                        + " operation: There is none"))
                .isEqualTo(1);
        assertThat(output.toString())
                .contains("1. NoSuchBucket from PutObject", "not known:", "There is none");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        byte[] noise = new byte[5_000];
        new Random(7).nextBytes(noise);
        noise[0] = 'x';

        assertThat(explain("" + Files.write(folder.resolve("noise"), noise))).isEqualTo(1);
        assertThat(errors.toString()).contains("noise: this is not text");
        assertThat(explain("" + Files.write(folder.resolve("none"), new byte[0]))).isEqualTo(1);
        assertThat(errors.toString()).contains("none: the input is empty");
        assertThat(explain("" + folder.resolve("absent"))).isEqualTo(1);
        assertThat(errors.toString()).contains("absent: there is no such file");
        assertThat(explainInput(new byte[0])).isEqualTo(1);
        assertThat(errors.toString()).contains("standard input: the input is empty");
    }

    @Test
    void readsTheStartAndTheEndOfALongFileAndSaysWhatItLeavesOut() throws IOException {
        String line = "x".repeat(1023) + "\n";
        String log = ERROR + "\n" + line.repeat(6 * 1024) + ERROR.replace("Instance", "In") + "\n";

        assertThat(explain("" + Files.writeString(folder.resolve("log"), log))).isZero();
        assertThat(output.toString())
                .contains("left out: 2097", " bytes in the middle", "2. DeleteConflict");
    }

    @Test
    void takesOneKindOfInput() {
        assertThat(explain()).isEqualTo(2);
        assertThat(explain("file", "--error", "x")).isEqualTo(2);
        assertThat(errors.toString()).contains("give one of FILE, --error TEXT and --trail FOLDER");
    }

    @Test
    void printsHostileTextAsText() {
        String hostile =
                "An error occurred (DeleteConflict) when calling the DeleteRole operation: "
                        + Hostile.TEXT
                        + "\n"
                        + "Value (\u202ex\u200b) for parameter iamInstanceProfile.name is invalid."
                        + " Invalid IAM Instance Profile name\n";

        explain("--error", hostile + hostile.replace("DeleteRole", "\u001b[31mDelete\u202eRole"));

        Hostile.assertSafeLines(output.toString());
        Hostile.assertSafeLines(errors.toString());
        assertThat(output.toString()).contains("1. DeleteConflict from iam DeleteRole");
    }

    private int explainInput(byte[] bytes) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(bytes));
        try {
            return explain("-");
        } finally {
            System.setIn(before);
        }
    }

    private int explain(String... arguments) {
        return new CommandLine(new ExplainCommand())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    assertThat(failure).isInstanceOf(UnreadableInputException.class);
                    errors.write(failure.getMessage() + "\n");
                    return 1;
                })
                .execute(arguments);
    }
}
