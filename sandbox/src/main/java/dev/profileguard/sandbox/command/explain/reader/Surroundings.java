package dev.profileguard.sandbox.command.explain.reader;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands around an error in a text: the command that was run, what Terraform was doing, the
/// resource of CloudFormation.
///
/// @param operation empty: unknown
/// @param names by kind, such as `role`
record Surroundings(String operation, Map<String, String> names) {
    private static final int COMMAND_REACH = 2_000;
    private static final int REACH = 500;

    private static final Pattern COMMAND =
            Pattern.compile(
                    "\\baws (?:--[a-z-]{2,30}[ =]\\S{1,100} ){0,4}(?:iam|ec2|sts|autoscaling|eks)"
                            + " ([a-z]+(?:-[a-z0-9]+){1,6})([^\\n]{0,1500})");

    private static final Pattern OPTION =
            Pattern.compile(
                    "--(instance-profile-name|role-name|iam-instance-profile|instance-id"
                            + "|association-id|role-arn|region)[ =]{1,4}[\"']?([^\\s\"']{1,300})");

    private static final Map<String, String> KINDS =
            Map.of(
                    "instance-profile-name", "instance profile",
                    "iam-instance-profile", "instance profile",
                    "role-name", "role",
                    "role-arn", "role",
                    "instance-id", "instance",
                    "association-id", "association");

    private static final Pattern RESOURCE =
            Pattern.compile("AWS::(IAM|EC2|AutoScaling|EKS)::(\\w{3,40})");

    private static final Pattern STATUS = Pattern.compile("\\b(CREATE|UPDATE|DELETE)_FAILED\\b");

    private static final Map<String, String> RESOURCES =
            Map.of(
                    "IAM::InstanceProfile", "InstanceProfile",
                    "IAM::Role", "Role",
                    "AutoScaling::AutoScalingGroup", "AutoScalingGroup",
                    "AutoScaling::LaunchConfiguration", "LaunchConfiguration",
                    "EKS::Nodegroup", "Nodegroup");

    /// What stands around this range of a text.
    ///
    /// @param floor the end of the error before
    static Surroundings of(String text, int from, int to, int floor) {
        Surroundings terraform = Phrases.in(text.substring(Math.max(floor, from - REACH), to));
        if (!terraform.operation().isEmpty()) {
            return terraform;
        }
        String resource = resource(text.substring(Math.max(floor, from - REACH), from));
        return resource.isEmpty()
                ? command(text.substring(Math.max(floor, from - COMMAND_REACH), from))
                : new Surroundings(resource, Map.of());
    }

    /// The same without what belongs to another call.
    ///
    /// @param otherOperation empty: unknown
    /// @param service the event source; empty: unknown
    Surroundings of(String otherOperation, String service) {
        boolean same =
                Mark.agree(operation, otherOperation)
                        && Mark.agree(Operations.serviceOf(operation).orElse(""), service);
        return same ? this : new Surroundings("", Map.of());
    }

    /// The operation of the failed resource of CloudFormation, the nearest one.
    private static String resource(String part) {
        String type = last(RESOURCE.matcher(part), 1) + "::" + last(RESOURCE.matcher(part), 2);
        String status = last(STATUS.matcher(part), 1);
        if (type.equals("EC2::Instance") && status.equals("CREATE")) {
            return "RunInstances";
        }
        String noun = RESOURCES.getOrDefault(type, "");
        return noun.isEmpty() || status.isEmpty() ? "" : verb(status) + noun;
    }

    private static String verb(String status) {
        return status.charAt(0) + status.substring(1).toLowerCase(Locale.ROOT);
    }

    /// The last command of the AWS CLI before the error.
    private static Surroundings command(String part) {
        Matcher command = COMMAND.matcher(part.replace("\\\n", " "));
        Surroundings found = new Surroundings("", Map.of());
        while (command.find()) {
            found =
                    new Surroundings(
                            Operations.ofCommand(command.group(1)), options(command.group(2)));
        }
        return found;
    }

    private static Map<String, String> options(String words) {
        Map<String, String> names = new LinkedHashMap<>();
        Matcher option = OPTION.matcher(words);
        while (option.find()) {
            String kind = KINDS.get(option.group(1));
            if (kind != null) {
                names.put(kind, option.group(2).replaceFirst("^(?i:name|arn)=", ""));
            }
        }
        return names;
    }

    private static String last(Matcher matcher, int group) {
        String last = "";
        while (matcher.find()) {
            last = matcher.group(group);
        }
        return last;
    }
}
