package dev.profileguard.sandbox.command.explain.reader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Terraform, Pulumi, Karpenter and Packer say that they were doing when a call failed.
final class Phrases {
    private static final String NAME = "[\\w<$*][\\w+=,.@/:*<>$-]{0,200}?";

    private static final List<Phrase> ALL =
            List.of(
                    phrase(
                            "AddRoleToInstanceProfile",
                            "adding (?:IAM )?role \"?(?<role>"
                                    + NAME
                                    + ")\"? ?to (?:IAM )?Instance Profile[ (\"]{0,3}(?<profile>"
                                    + NAME
                                    + ")[\\s):\",]"),
                    phrase(
                            "RemoveRoleFromInstanceProfile",
                            "removing (?:IAM )?role \"?(?<role>"
                                    + NAME
                                    + ")\"? ?from (?:IAM )?Instance Profile[ (\"]{0,3}(?<profile>"
                                    + NAME
                                    + ")[\\s):\",]"),
                    phrase(
                            "CreateInstanceProfile",
                            "creating (?:IAM )?instance profile[ (\"]{0,3}(?<profile>"
                                    + NAME
                                    + ")[\\s):\",]"),
                    phrase(
                            "DeleteInstanceProfile",
                            "deleting (?:IAM )?instance profile[ (\"]{0,3}(?<profile>"
                                    + NAME
                                    + ")[\\s):\",]"),
                    phrase(
                            "DeleteRole",
                            "deleting IAM role[ (\"]{0,3}(?<role>" + NAME + ")[\\s):\",]"),
                    phrase(
                            "CreateRole",
                            "creating IAM role[ (\"]{0,3}(?<role>" + NAME + ")[\\s):\",]"),
                    phrase(
                            "RunInstances",
                            "creating EC2 Instance|launching source instance|launching instance"
                                    + "|EC2 instance starting error"),
                    phrase(
                            "AssociateIamInstanceProfile",
                            "associating (?:EC2 )?instance (?:\\(\\S{1,30}\\) )?with (?:IAM"
                                    + " )?instance profile"),
                    phrase("CreateAutoScalingGroup", "creating Auto ?Scaling Group"),
                    phrase("CreateLaunchConfiguration", "creating (?:Auto Scaling )?launch config"),
                    phrase("CreateNodegroup", "creating EKS Node Group"),
                    phrase("CreateFleet", "with fleet error"),
                    phrase("AssumeRole", "doing AssumeRole|failed to assume role"));

    private Phrases() {}

    private record Phrase(String operation, Pattern pattern) {}

    /// The operation and names of the last phrase in a text.
    static Surroundings in(String lines) {
        String text = lines.replaceAll("\\s+", " ");
        Surroundings found = new Surroundings("", Map.of());
        int place = -1;
        for (Phrase phrase : ALL) {
            Matcher match = phrase.pattern().matcher(text);
            while (match.find()) {
                if (match.start() > place) {
                    place = match.start();
                    found = new Surroundings(phrase.operation(), names(phrase, match));
                }
            }
        }
        return found;
    }

    private static Map<String, String> names(Phrase phrase, Matcher match) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Integer> groups = phrase.pattern().namedGroups();
        if (groups.containsKey("profile")) {
            names.put("instance profile", match.group("profile"));
        }
        if (groups.containsKey("role")) {
            names.put("role", match.group("role"));
        }
        return names;
    }

    private static Phrase phrase(String operation, String regex) {
        return new Phrase(operation, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
    }
}
