package dev.profileguard.finding;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.ShellCommand;

/// How to ask ProfileRotation about the replacement of a profile: by `./guard` and as a request.
public final class RotationCommands {
    private RotationCommands() {}

    /// Shows the steps.
    ///
    /// @param profile the old one
    public static String status(ProfileName profile) {
        return request(profile, "status");
    }

    /// How to see that a step is done which only the status shows.
    ///
    /// @param profile the old one
    public static String gone(ProfileName profile) {
        return command(profile, "--status").text() + " does not list it any more";
    }

    /// Replaces a profile.
    public static String start(ProfileName profile, RoleName role) {
        return ShellCommand.of("./guard rotate")
                .operand(profile.value())
                .option("--role", role.value())
                .text();
    }

    /// Makes what a profile contains its baseline.
    public static String adopt(ProfileName profile) {
        return ShellCommand.of("./guard adopt").operand(profile.value()).text();
    }

    /// Shows what a profile contains, and its baseline.
    public static String show(ProfileName profile) {
        return ShellCommand.of("./guard show").operand(profile.value()).text();
    }

    /// Deletes the old profile, which nothing uses any more.
    public static String finish(ProfileName profile) {
        return request(profile, "finish");
    }

    /// Gives the rotation up: deletes the new profile as soon as nothing uses it.
    ///
    /// @param profile the old one
    public static String cancel(ProfileName profile) {
        return request(profile, "cancel");
    }

    /// Shows what remembers an earlier role of the same name, with the policies of keys and
    /// buckets.
    ///
    /// @param formerId such as `AROAEXAMPLE1234567890`
    public static String mend(RoleName role, String formerId) {
        return "%s; or invoke ProfileRotation with {\"mend\": {\"role\": %s, \"formerId\": %s, \"policies\": [\"keys\", \"buckets\"]}}"
                .formatted(
                        ShellCommand.of("./guard mend")
                                .option("--former-id", formerId)
                                .option("--policies", "keys,buckets")
                                .operand(role.value())
                                .text(),
                        JsonText.string(role.value()),
                        JsonText.string(formerId));
    }

    /// Shows what remembers earlier roles of the same name whose IDs may be known.
    public static String mend(RoleName role) {
        return "%s; or invoke ProfileRotation with {\"mend\": {\"role\": %s}}"
                .formatted(
                        ShellCommand.of("./guard mend").operand(role.value()).text(),
                        JsonText.string(role.value()));
    }

    private static String request(ProfileName profile, String verb) {
        return "%s; or invoke ProfileRotation with {\"%s\": {\"profile\": %s}}"
                .formatted(
                        command(profile, "--" + verb).text(),
                        verb,
                        JsonText.string(profile.value()));
    }

    private static ShellCommand command(ProfileName profile, String flag) {
        return ShellCommand.of("./guard rotate " + flag).operand(profile.value());
    }
}
