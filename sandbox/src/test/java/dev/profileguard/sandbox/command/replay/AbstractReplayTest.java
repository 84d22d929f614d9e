package dev.profileguard.sandbox.command.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Runs `guard replay` on records that a test writes.
abstract class AbstractReplayTest {
    static final String REMOVED = record("RemoveRoleFromInstanceProfile", "web", "00");
    static final String ADDED = record("AddRoleToInstanceProfile", "evil", "30");

    static final String FOR_EC2 =
            """
            {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "ec2.amazonaws.com"}}}\
            """;

    @TempDir Path folder = Path.of("");
    final StringWriter output = new StringWriter();
    final StringWriter errors = new StringWriter();
    private int copies;

    /// A second record of the same call, with another event ID.
    String sameCall(String record) {
        return record.replaceFirst(
                "\"eventID\": \"[^\"]*\"", "\"eventID\": \"copy-%d\"".formatted(copies++));
    }

    static String in(String account, String record) {
        return record.replace("123456789012", account).replace("\"e-", "\"%s-".formatted(account));
    }

    int replay(Path... files) {
        return replay(List.of(), files);
    }

    int replay(List<String> parameters, Path... files) {
        List<String> arguments = new ArrayList<>(List.of("--template", "../template.yaml"));
        Stream.of(files).map(Path::toString).forEach(arguments::add);
        parameters.forEach(each -> arguments.addAll(List.of("--parameter-overrides", each)));
        return command().execute(arguments.toArray(new String[0]));
    }

    CommandLine command() {
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors));
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    static String record(String call, String role, String second) {
        return """
        {"eventVersion": "1.11", "eventSource": "iam.amazonaws.com", "eventName": "%s",
         "eventTime": "2026-01-15T09:30:%sZ", "awsRegion": "us-east-1",
         "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/mallory"},
         "requestParameters": {"instanceProfileName": "prod-web", "roleName": "%s"},
         "responseElements": null, "eventID": "e-%s", "readOnly": false,
         "recipientAccountId": "123456789012"}\
        """
                .formatted(call, second, role, second);
    }

    static String roleMade(String time) {
        return roleMade(time, "web");
    }

    static String roleMade(String time, String role) {
        return """
        {"eventVersion": "1.11", "eventSource": "iam.amazonaws.com", "eventName": "CreateRole",
         "eventTime": "2026-01-15T%sZ", "awsRegion": "us-east-1",
         "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/alice"},
         "requestParameters": {"roleName": "%s", "assumeRolePolicyDocument": %s},
         "responseElements": null, "eventID": "e-%s", "readOnly": false,
         "recipientAccountId": "123456789012"}\
        """
                .formatted(time, role, quoted(FOR_EC2), role);
    }

    static String oneLine(String json) {
        return json.replace('\n', ' ');
    }

    static String quoted(String json) {
        return "\"" + oneLine(json).replace("\"", "\\\"") + "\"";
    }
}
