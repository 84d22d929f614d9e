package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard show`: what the functions know of a profile or role.
@Command(
        name = "show",
        description = {
            "Show what Profile Guard knows of an instance profile or role. 'guard show settings'"
                    + " shows the settings, as 'guard settings' does.",
            "Of a profile: its state in IAM, its baseline and the differences. Of a role: whether"
                    + " it gets a profile, or with --node what is wrong with it as the role of"
                    + " nodes of EKS. Changes nothing."
        })
public final class ShowCommand extends Verb {
    /// A profile of this name is shown as `instance-profile/settings`.
    private static final String SETTINGS = "settings";

    private static final String ROLE = "role/";
    private static final String PROFILE = "instance-profile/";

    @Parameters(
            paramLabel = "NAME",
            description =
                    "A profile, or else a role of this name. instance-profile/NAME and role/NAME"
                            + " say which, and so does an ARN.")
    private String name = "";

    @Option(names = "--node", description = "Show the role as the role of nodes of EKS.")
    private boolean node;

    /// Picocli calls this one.
    public ShowCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        if (name.equals(SETTINGS) && !node) {
            return SettingsCommand.show(this, stack, functions);
        }
        String resource = name.startsWith("arn:") ? name.replaceFirst("^(?:[^:]*:){5}", "") : name;
        String last = resource.substring(resource.lastIndexOf('/') + 1);
        if (resource.startsWith(ROLE) || node) {
            return role(functions, last);
        }
        Answer profile = functions.ask("ProfileGuard", "show", Map.of("profile", last));
        if (resource.startsWith(PROFILE) || isKnown(profile)) {
            return report(profile);
        }
        return role(functions, last);
    }

    /// Whether the profile exists, or did when it was recorded. An error is worth to be shown.
    private static boolean isKnown(Answer answer) {
        return answer.error() != null
                || answer.json().path("found").isObject()
                || answer.json().path("baseline").isObject();
    }

    private boolean role(Functions functions, String role) {
        String function = node ? "NodeRoleCheck" : "ProfileProvisioner";
        return ask(functions, function, "show", Map.of("role", role));
    }
}
