package dev.profileguard.sandbox.command;

import static dev.profileguard.sandbox.account.AccountTexts.ACCOUNT;
import static dev.profileguard.sandbox.account.AccountTexts.listing;
import static dev.profileguard.sandbox.account.AccountTexts.nested;
import static dev.profileguard.sandbox.account.AccountTexts.profile;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static dev.profileguard.sandbox.account.AccountTexts.roles;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Runs `guard rehearse` on an account and a trail that it writes.
abstract class AbstractRehearseTest {
    static final String GUARDED = "--parameter-overrides=GuardedProfiles=prod-*";

    @TempDir Path folder = Path.of("");
    Path account = Path.of("");
    Path profiles = Path.of("");
    Path trail = Path.of("");
    final StringWriter output = new StringWriter();
    final StringWriter errors = new StringWriter();

    /// Writes an account as it was recorded after the calls of the trail.
    @BeforeEach
    void record() throws IOException {
        String prod = profile("prod-web", nested("web"));
        account = write("account.json", roles(role("web", prod), role("api")));
        profiles = write("profiles.json", listing(prod, profile("empty", "")));
        trail =
                write(
                        "trail.json",
                        call("RemoveRoleFromInstanceProfile", "09:00:00", ACCOUNT, "web")
                                + call("CreateRole", "09:05:00", ACCOUNT, "api")
                                + call("DeleteRole", "09:10:00", "999988887777", "web"));
    }

    int rehearse(String... further) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "rehearse",
                                "--template=../template.yaml",
                                "--account",
                                account.toString(),
                                profiles.toString()));
        words.addAll(List.of(further));
        return guard(words.toArray(new String[0]));
    }

    int guard(String... words) {
        return GuardCommand.commandLine()
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(words);
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    static String call(String name, String time, String account, String role) {
        return """
        {"eventVersion": "1.11", "eventSource": "iam.amazonaws.com", "eventName": "%s",
         "eventTime": "2026-01-15T%sZ", "awsRegion": "us-east-1",
         "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::%s:user/mallory"},
         "requestParameters": {"instanceProfileName": "%s", "roleName": "%s"},
         "responseElements": null, "eventID": "e-%s", "readOnly": false,
         "recipientAccountId": "%s"}\
        """
                .formatted(
                        name,
                        time,
                        account,
                        name.endsWith("Profile") ? "prod-web" : "",
                        role,
                        time,
                        account);
    }
}
