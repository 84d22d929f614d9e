package dev.profileguard.sandbox.command.prevention;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The ARNs of the stack's resources in all accounts, as patterns. CloudFormation names most of
/// them after the stack, and cuts its name to 25 characters.
///
/// @param partition such as `aws`
/// @param stack the stack's name, perhaps with a star at its end
/// @param rolePath with slashes at both ends
/// @param rolePrefix what the names of the roles begin with; empty: CloudFormation names them
record StackNames(String partition, String stack, String rolePath, String rolePrefix) {
    private static final int CUT = 25;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}\\*?");

    /// Checks the name.
    StackNames {
        if (!NAME.matcher(stack).matches()) {
            throw new PreventionException(
                    "--stack must be the name of a stack, such as profile-guard, or the beginning of its names in a StackSet, such as 'StackSet-profile-guard-*', not '%s'"
                            .formatted(stack));
        }
        if (stack.endsWith("*") && rolePrefix.isEmpty()) {
            throw new PreventionException(
                    "--stack '%s' means the stacks of a StackSet, so RoleNamePrefix is needed, and RolePath: give those of organization.yaml with --parameter-overrides. Without them, the policies would not except the guard's own roles"
                            .formatted(stack));
        }
    }

    /// What generated names begin with, as a pattern.
    private String prefix() {
        boolean isPattern = stack.endsWith("*");
        String name = isPattern ? stack.substring(0, stack.length() - 1) : stack;
        return isPattern || name.length() > CUT
                ? name.substring(0, Math.min(CUT, name.length())) + "*-"
                : name + "-";
    }

    /// The ARNs of roles, exactly these: a pattern for all would match the role of another stack
    /// whose name begins alike.
    List<String> roles(List<StackRole> roles) {
        return roles.stream()
                .map(each ->
                        rolePrefix.isEmpty()
                                ? "%s%sRole*".formatted(prefix(), each.text())
                                : rolePrefix + each.text())
                .map(name -> iam("role" + rolePath + name))
                .toList();
    }

    /// All roles of the stack, and every name that [#roles] matches.
    List<String> allRoles() {
        return rolePrefix.isEmpty()
                ? List.of(iam("role" + rolePath + prefix() + "*"))
                : roles(Arrays.asList(StackRole.values()));
    }

    /// Those that only services assume. The state machine of an organization assumes the other one,
    /// which a stack has only with a prefix.
    List<String> rolesOfServices() {
        return rolePrefix.isEmpty() ? allRoles() : roles(StackRole.ofServices());
    }

    /// Its managed policies.
    List<String> policies() {
        String begin = "policy" + rolePath + (rolePrefix.isEmpty() ? prefix() : rolePrefix);
        return List.of(iam(begin + "Findings*"), iam(begin + "AccountReader*"));
    }

    /// A profile by the pattern of its name, whatever its path.
    List<String> profiles(String name) {
        return name.startsWith("*")
                ? List.of(iam("instance-profile/" + name))
                : List.of(iam("instance-profile/" + name), iam("instance-profile/*/" + name));
    }

    /// Every profile.
    String everyProfile() {
        return iam("instance-profile/*");
    }

    /// Every role.
    String everyRole() {
        return iam("role/*");
    }

    /// The canary's profile.
    String canaryProfile() {
        return iam("instance-profile/" + prefix() + "CanaryProfile*");
    }

    /// Its functions, versions and aliases.
    String functions() {
        return regional("lambda", "function:" + prefix() + "*");
    }

    /// Its queues.
    String queues() {
        return regional("sqs", prefix() + "*");
    }

    /// Its tables.
    String tables() {
        return regional("dynamodb", "table/" + prefix() + "*");
    }

    /// The bucket of its reports, and the reports.
    String bucket() {
        return "arn:%s:s3:::%sreportsbucket*"
                .formatted(partition, prefix().toLowerCase(Locale.ROOT));
    }

    /// Its rules.
    String rules() {
        return regional("events", "rule/" + prefix() + "*");
    }

    /// Its schedules.
    String schedules() {
        return regional("scheduler", "schedule/*/" + prefix() + "*");
    }

    /// Its state machine and what it runs. CloudFormation names a state machine without the stack:
    /// `SweepLoop-` and a random text. With a prefix of the roles, the template names it.
    List<String> stateMachines() {
        return rolePrefix.isEmpty()
                ? List.of(
                        regional("states", "*:SweepLoop-*"),
                        regional("states", "*:" + prefix() + "*"))
                : List.of(regional("states", "*:" + rolePrefix + "Sweep*"));
    }

    /// Its alarms.
    String alarms() {
        return regional("cloudwatch", "alarm:" + prefix() + "*");
    }

    /// Its log groups.
    List<String> logGroups() {
        return List.of(
                regional("logs", "log-group:" + prefix() + "*"),
                regional("logs", "log-group:/aws/vendedlogs/states/" + stack + "-Sweep*"));
    }

    /// Its parameter in Parameter Store.
    String parameters() {
        return regional("ssm", "parameter/profile-guard/" + stack + "/*");
    }

    /// The application of its gradual deployments.
    String deployments() {
        return regional("codedeploy", "*:" + prefix() + "*");
    }

    /// The stack itself.
    String stacks() {
        return regional("cloudformation", "stack/" + stack + "/*");
    }

    /// An ARN of IAM in any account.
    String iam(String resource) {
        return "arn:%s:iam::*:%s".formatted(partition, resource);
    }

    private String regional(String service, String resource) {
        return "arn:%s:%s:*:*:%s".formatted(partition, service, resource);
    }
}
