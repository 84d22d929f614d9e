package dev.profileguard.sandbox.command;

import static dev.profileguard.sandbox.account.AccountTexts.ACCOUNT;
import static dev.profileguard.sandbox.account.AccountTexts.TRUST;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.command.replay.Replay;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The replay of a trail, after the plan.
class RehearseEventsTest extends AbstractRehearseTest {
    @Test
    void replaysTheCallsInTheAccountAsItMustHaveBeenBefore() {
        assertThat(rehearse("--events", trail.toString(), GUARDED)).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "The first sweep, before the calls",
                        "1 recorded",
                        "The calls",
                        "left out: 1 of 3 records",
                        "09:00:00Z  RemoveRoleFromInstanceProfile  instance-profile/prod-web"
                                + " role/web",
                        "by arn:aws:iam::123456789012:user/mallory",
                        "ProfileGuard: revert",
                        "would-do: add role web to prod-web",
                        "09:05:00Z  CreateRole  role/api",
                        "09:07:00Z  120 s after CreateRole  role/api",
                        "would-do: create instance profile /api",
                        "2 records: 2 handled, 0 skipped with a reason, 0 failed")
                .doesNotContain(ACCOUNT + ":user")
                .doesNotContain("done: ");
    }

    @Test
    void countsTheRecordsThatConcernNoFunction() throws IOException {
        Path noise = folder.resolve("noise");
        Files.createDirectory(noise);
        String read = call("GetRole", "08:00:00", ACCOUNT, "web");
        String started = call("RunInstances", "08:01:00", ACCOUNT, "web").replace("iam.", "ec2.");
        Files.writeString(noise.resolve("a.json"), read.replace("false", "true") + started);

        assertThat(rehearse("--events", trail.toString(), noise.toString())).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "left out: 2 of 5 records, which concern no function",
                        "left out: 1 of 5 records, which belong to other accounts",
                        "2 records: ")
                .doesNotContain("GetRole", "RunInstances");
    }

    @Test
    void explainsWhyTheFirstSweepCreatesFewerProfilesThanThePlan() throws IOException {
        Files.writeString(trail, call("TagRole", "08:00:00", ACCOUNT, "web"));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "provision  1 has-profile, 1 provision",
                        "The first sweep, before the calls",
                        "1 left-to-code",
                        "left-to-code: infrastructure as code created these roles, or CloudTrail");
    }

    @Test
    void startsAtTheFirstRecordEvenIfItConcernsNoFunction() throws IOException {
        Files.writeString(
                trail,
                call("GetRole", "08:00:00", ACCOUNT, "web").replace("false", "true")
                        + call("ListRoles", "07:00:00", ACCOUNT, "").replace("false", "true"));

        RecordedCalls calls =
                RecordedCalls.concerning(
                        TemplateReader.read(Path.of("../template.yaml"), Map.of()),
                        List.of(trail),
                        errors::append);

        assertThat(calls.count()).isZero();
        assertThat(Replay.startTime(calls)).isEqualTo("2026-01-15T06:59:00Z");
        assertThat(calls.of(ACCOUNT).mapped(text -> text).start()).isEqualTo(calls.start());
    }

    @Test
    void replaysFailedCallsThatAFunctionHandles() throws IOException {
        Files.writeString(trail, inUse("web"));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(output.toString())
                .contains("09:20:00Z  DeleteRole  role/web", "1 records: 1 handled")
                .doesNotContain("left out: 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "\"\"",
                "{\"Version\": \"2012-10-17\", \"Statement\": []}",
                "{\"Statement\": [{\"Effect\": \"Perhaps\"}]}",
                "\"%7B%7D\""
            })
    void namesTheRoleWithAnInvalidTrustPolicy(String trust) throws IOException {
        String text = Files.readString(account);
        int api = text.indexOf("role/api");
        Files.writeString(
                account, text.substring(0, api) + text.substring(api).replace(TRUST, trust));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "provision  1 failed, 1 has-profile",
                        "1 without a plan, because a rule failed",
                        "role/api   provision failed: The trust policy of role api: Statement")
                .doesNotContain("Exception");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void replaysARecordThatSeveralTrailsWroteOnce() throws IOException {
        Path again = Files.copy(trail, folder.resolve("again.json"));

        assertThat(rehearse("--events", trail.toString(), again.toString())).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "left out: 3 duplicate records",
                        "left out: 1 of 3 records, which belong to other accounts: 999988887777"
                                + " (1)",
                        "2 records: 2 handled");
    }

    @Test
    void countsTheLogsOfOtherServicesByKind() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("bucket/AWSLogs/" + ACCOUNT));
        for (String each :
                List.of("CloudTrail-Digest", "CloudTrail-Insight", "vpcflowlogs", "Config")) {
            Files.writeString(Files.createDirectory(logs.resolve(each)).resolve("1.gz"), "broken");
        }
        Files.copy(trail, logs.resolve("trail.json"));
        Files.writeString(logs.resolve("x.log"), "http 2026-01-15T09:00:00 app/x 1.2.3.4:1 -");

        assertThat(rehearse("--events", folder.resolve("bucket").toString())).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "The calls",
                        "left out: 1 x CloudTrail digests, such as ",
                        "left out: 1 x CloudTrail Insights, such as ",
                        "left out: 1 x AWS Config history",
                        "left out: 1 x load balancer logs",
                        "left out: 1 x VPC flow logs",
                        "2 records: ");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void replaysRecordsInEnvelopes() throws IOException {
        String record = Files.readString(trail).replace("\n", "").replace("\\", "\\\\");
        String message = record.replace("\"", "\\\"");
        Files.writeString(trail, "{\"events\": [{\"message\": \"%s\"}]}".formatted(message));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(output.toString()).contains("2 records: 2 handled");
    }

    @Test
    void printsNothingWhenTheFilesContainNoRecordOfACall() throws IOException {
        Files.writeString(trail, "{\"digestStartTime\": \"t\"}");

        assertThat(rehearse("--events", trail.toString())).isEqualTo(1);

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString()).contains("CloudTrail digests", "no record of a call");
    }

    @Test
    void makesChangesInModeEnforce() {
        assertThat(
                        rehearse(
                                "--events",
                                trail.toString(),
                                GUARDED,
                                "GuardMode=enforce",
                                "TrustedPrincipals=nobody",
                                "ProvisionMode=enforce"))
                .isZero();

        assertThat(output.toString())
                .contains("done: add role web to prod-web", "done: create instance profile /api");
    }

    @Test
    void guardsOnlyTheProfilesInTheParameters() {
        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(output.toString())
                .contains("ProfileGuard: not-guarded")
                .doesNotContain("add role web to prod-web");
    }

    @Test
    void printsNothingWhenATrailFileIsBroken() throws IOException {
        Files.writeString(trail, "{\"Records\": [");

        assertThat(rehearse("--events", trail.toString(), "missing.json")).isEqualTo(1);

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains(
                        "trail.json, line 1, column 14: the file is truncated",
                        "missing.json: there is no such file");
    }

    // Vocabulary

    /// A call that IAM refuses because the role is in a profile.
    private static String inUse(String role) {
        return call("DeleteRole", "09:20:00", ACCOUNT, role)
                .replace(
                        "{\"eventVersion\"",
                        "{\"errorCode\": \"DeleteConflictException\", \"errorMessage\": \"Cannot"
                            + " delete entity, must remove roles from instance profile first.\","
                            + " \"eventVersion\"");
    }
}
