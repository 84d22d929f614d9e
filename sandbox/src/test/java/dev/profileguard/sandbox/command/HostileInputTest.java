package dev.profileguard.sandbox.command;

import static dev.profileguard.sandbox.account.AccountTexts.TRUST;
import static dev.profileguard.sandbox.account.AccountTexts.listing;
import static dev.profileguard.sandbox.account.AccountTexts.nested;
import static dev.profileguard.sandbox.account.AccountTexts.profile;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static dev.profileguard.sandbox.account.AccountTexts.roles;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.text.Hostile;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands print about accounts, records, files and command lines with hostile text in
/// every place.
class HostileInputTest extends AbstractRehearseTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A command: words, in quotes or not, up to a `;`, a parenthesis or the end of the line.
    private static final Pattern COMMAND =
            Pattern.compile("\\b(aws|gcloud) (?:'[^']*'|\"[^\"]*\"|[^;)'\"])*");

    private static final String RAW = VisibleText.encodable(Hostile.TEXT);
    private static final String LONG = "y".repeat(1 << 18);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RemoveRoleFromInstanceProfile",
                "CreateRole",
                "DeleteRole",
                "RunInstances",
                "TagInstanceProfile"
            })
    void everyTextOfARecordCanBeHostile(String call) throws IOException {
        ObjectNode record = (ObjectNode) JSON.readTree(record(call));
        List<String> records = new ArrayList<>(List.of(record.toString()));
        int number = 0;
        for (String pointer : pointers("", record)) {
            ObjectNode hostile = record.deepCopy();
            hostile.put("eventID", "e-" + number++);
            set(hostile, pointer, Hostile.TEXT + number);
            records.add(JsonText.escaped(hostile.toString()));
        }
        Path file = write("records.json", String.join("\n", records));

        guard(
                "replay",
                "--template=../template.yaml",
                "--parameter-overrides",
                "TagMode=observe",
                "InheritedTags=Owner",
                "FindingsFormat=chat",
                "" + file);

        assertThat(output.toString()).contains("\\nforged", "records: ").doesNotContain(".java:");
        assertThat(number).isGreaterThan(10);
    }

    @Test
    void everyTextOfAnAccountCanBeHostile() throws Exception {
        String[] tags = {Hostile.TAG, "Key=a Value=b", "-- =x@y"};
        List<String> all = new ArrayList<>();
        for (String each : tags) {
            String name = "web" + all.size();
            all.add(
                    role(name, profile(name, nested(name), tags(each, each)))
                            .replace("\"Tags\": []", tags(each, each))
                            .replace(
                                    "\"RoleLastUsed\"",
                                    "\"Description\": %s, \"RoleLastUsed\"".formatted(json(each)))
                            .replace(TRUST, trust("a' <!channel> `b`")));
        }
        for (String name : List.of("-rf", "=ls", "+x@y.z")) {
            all.add(role(name));
        }
        String taken = profile("=ls", nested("a,b=c"), tags("Owner", Hostile.TAG));
        all.add(role("a,b=c", taken).replace("\"Tags\": []", tags("Owner", "b c")));
        account = write("hostile.json", roles(all.toArray(new String[0])));
        profiles = write("more.json", listing(taken, profile("-rf", "")));

        int status =
                rehearse(
                        "--parameter-overrides",
                        "TagMode=observe",
                        "InheritedTags=Owner",
                        "ProvisionFor=all",
                        "GuardedProfiles=*",
                        "--events",
                        trail.toString());

        assertThat(errors.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(output.toString()).contains("u2028forged", "profile-name-taken", "todo: ");
        assertThat(words(commands(output.toString())))
                .hasSizeGreaterThan(10)
                .contains(
                        List.of(
                                "aws",
                                "iam",
                                "delete-instance-profile",
                                "--instance-profile-name=-rf"),
                        List.of(
                                "aws",
                                "iam",
                                "remove-role-from-instance-profile",
                                "--instance-profile-name",
                                "=ls",
                                "--role-name",
                                "a,b=c"));
    }

    @Test
    void everyFieldOfAnAccountIsRefusedInShort() throws IOException {
        String name = json(Hostile.TEXT + LONG);
        for (String field :
                List.of(
                        "RoleName",
                        "RoleId",
                        "Arn",
                        "Path",
                        "CreateDate",
                        "AssumeRolePolicyDocument")) {
            String text =
                    roles(role("web"))
                            .replaceFirst(
                                    "\"" + field + "\": (\"[^\"]*\"|\\{.*?\\}\\]\\})",
                                    "\"" + field + "\": " + Matcher.quoteReplacement(name));
            refused(text, 1);
        }
        refused("{" + name + ": [], " + name + "2: []}", 1);
        refused("{\"RoleDetailList\": [" + name + "]}", 1);
        refused("{\"RoleDetailList\": [{" + name + ": 1}]}", 1);
        refused("{\"RoleDetailList\": " + LONG, 1);
        refused(RAW + LONG, 1);
        refused(name, 1);
    }

    @Test
    void aFileThatIsNoTrailIsRefusedInShort() throws IOException {
        for (String text :
                List.of(
                        RAW + LONG,
                        "{" + json(Hostile.TEXT) + ": " + json(LONG) + "}",
                        "{\"Records\": [" + json(Hostile.TEXT + LONG) + "]}",
                        "{\"Records\": [{\"eventName\": " + LONG + "}]}",
                        "{\"" + LONG + "\": 1, \"" + LONG + "\": " + LONG,
                        "a,b\n\"" + RAW + LONG,
                        json(Hostile.TEXT))) {
            Path file = write("bad.json", text);

            assertThat(guard("replay", "--template=../template.yaml", "" + file)).isEqualTo(1);
        }
        assertThat(errors.toString()).contains("bad.json");
    }

    @Test
    void everyWordOfACommandLineCanBeHostile() throws IOException {
        String text = Hostile.TEXT.replace("\u0000", "");
        Path inFolder =
                Files.createDirectory(folder.resolve("a folder"))
                        .resolve("a\nforged\u001b[31m\u202e.json");
        Files.writeString(inFolder, "{}");
        List<List<String>> lines =
                List.of(
                        List.of(text),
                        List.of("replay", "--" + text, "x"),
                        List.of("replay", "--account-id", text, "x"),
                        List.of("replay", "--template", text, "x"),
                        List.of("replay", "--template=../template.yaml", text),
                        List.of("replay", "--template=../template.yaml", inFolder.toString()),
                        List.of("replay", "--template=../template.yaml", "" + inFolder.getParent()),
                        List.of("rehearse", "--template=../template.yaml", "--account", text),
                        List.of(
                                "rehearse",
                                "--template=../template.yaml",
                                "--account",
                                "" + inFolder),
                        List.of("invoke", "--template=../template.yaml", text, "x"),
                        List.of("sandbox", "--template=../template.yaml", "--host", text),
                        List.of("sandbox", "--template=../template.yaml", "--port", text),
                        List.of(
                                "sandbox",
                                "--template=../template.yaml",
                                "--parameter-overrides",
                                text + "=a"),
                        List.of(
                                "sandbox",
                                "--template=../template.yaml",
                                "--parameter-overrides",
                                "GuardMode=" + text),
                        List.of(
                                "sandbox",
                                "--template=../template.yaml",
                                "--parameter-overrides",
                                "GuardedProfiles=" + text),
                        List.of(
                                "sandbox",
                                "--template=../template.yaml",
                                "--parameter-overrides",
                                "TagPolicy={" + text + LONG),
                        List.of("demo", "--template", text));
        for (List<String> words : lines) {
            errors.getBuffer().setLength(0);

            assertThat(guard(words.toArray(new String[0]))).as(words.toString()).isPositive();

            assertThat(errors.toString()).as(words.toString()).contains("guard: ");
            Hostile.assertSafeLines(errors.toString());
        }
    }

    @AfterEach
    void everythingPrintedIsSafe() {
        Hostile.assertSafeLines(output.toString());
        Hostile.assertSafeLines(errors.toString());
    }

    private void refused(String text, int status) throws IOException {
        errors.getBuffer().setLength(0);
        Path file = write("bad.json", text);

        assertThat(guard("rehearse", "--template=../template.yaml", "--account", "" + file))
                .as(errors.toString())
                .isEqualTo(status);

        assertThat(errors.toString()).startsWith("guard: ").hasSizeLessThan(2_100);
        Hostile.assertSafeLines(errors.toString());
    }

    /// The commands in the tasks of the findings.
    private static List<String> commands(String printed) {
        return printed.lines()
                .filter(line -> line.contains("todo: "))
                .flatMap(line -> COMMAND.matcher(line).results())
                .map(found -> found.group().strip())
                .toList();
    }

    /// The words of each command as bash reads them.
    private static List<List<String>> words(List<String> commands) throws Exception {
        String script =
                "aws() { printf '%s\\n' aws \"$@\" .; }; gcloud() { printf '%s\\n' gcloud \"$@\" .;"
                        + " }\n"
                        + String.join("\n", commands);
        Process bash =
                new ProcessBuilder("/bin/bash", "-c", script).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return Stream.of(output.split("\n\\.\n", -1))
                .filter(words -> !words.isEmpty())
                .map(words -> List.of(words.split("\n", -1)))
                .toList();
    }

    private static String record(String call) {
        return """
        {"eventVersion": "1.11", "eventSource": "%s.amazonaws.com", "eventName": "%s",
         "eventTime": "2026-01-15T09:00:00Z", "awsRegion": "us-east-1", "sourceIPAddress": "1.2.3.4",
         "userAgent": "aws-cli/2", "errorCode": %s, "errorMessage": %s,
         "userIdentity": {"type": "AssumedRole", "principalId": "AROA1:session",
           "arn": "arn:aws:sts::123456789012:assumed-role/dev/session", "invokedBy": "x.amazonaws.com",
           "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::123456789012:role/dev"}}},
         "requestParameters": {"instanceProfileName": "prod-web", "roleName": "web",
           "assumeRolePolicyDocument": %s, "tags": [{"key": "Owner", "value": "a"}]},
         "responseElements": {"instanceProfile": {"instanceProfileId": "AIPA1"}},
         "eventID": "e", "eventType": "AwsApiCall", "recipientAccountId": "123456789012"}\
        """
                .formatted(
                        call.equals("RunInstances") ? "ec2" : "iam",
                        call,
                        switch (call) {
                            case "RunInstances" -> "\"Client.InvalidParameterValue\"";
                            case "DeleteRole" -> "\"DeleteConflictException\"";
                            default -> "null";
                        },
                        switch (call) {
                            case "RunInstances" ->
                                    "\"Value (api) for parameter iamInstanceProfile.name is"
                                            + " invalid. Invalid IAM Instance Profile name\"";
                            case "DeleteRole" ->
                                    "\"Cannot delete entity, must remove roles from instance"
                                            + " profile first.\"";
                            default -> "null";
                        },
                        json(TRUST));
    }

    /// The pointers of all texts.
    private static List<String> pointers(String at, JsonNode json) {
        List<String> pointers = new ArrayList<>();
        if (json.isTextual()) {
            pointers.add(at);
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            pointers.addAll(pointers(at + "/" + field.getKey(), field.getValue()));
        }
        for (int i = 0; i < json.size() && json.isArray(); i++) {
            pointers.addAll(pointers(at + "/" + i, json.get(i)));
        }
        return pointers;
    }

    private static void set(ObjectNode record, String pointer, String text) {
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) record.at(pointer.substring(0, slash)))
                .put(pointer.substring(slash + 1), text);
    }

    private static String tags(String key, String value) {
        return "\"Tags\": [{\"Key\": %s, \"Value\": %s}, {\"Key\": \"Owner\", \"Value\": %2$s}]"
                .formatted(json(key), json(value));
    }

    /// A trust policy with a condition, whose key a finding shows.
    private static String trust(String key) {
        return TRUST.replace(
                "\"sts:AssumeRole\"",
                "\"sts:AssumeRole\", \"Condition\": {\"StringEquals\": {%s: \"a\"}}"
                        .formatted(json(key)));
    }

    private static String json(String text) {
        return JsonText.string(text);
    }
}
