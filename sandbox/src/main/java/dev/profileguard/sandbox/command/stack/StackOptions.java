package dev.profileguard.sandbox.command.stack;

import dev.profileguard.text.ShellCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options of commands that call a deployed stack, named as in the AWS CLI.
public final class StackOptions {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description =
                    "The stack (default: GUARD_STACK in the environment, or the only stack of"
                            + " Profile Guard in the region).")
    private String stack = "";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The profile of the AWS CLI with your credentials.")
    private String profile = "";

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description =
                    "The stack's region (default: us-east-1, or us-gov-west-1, cn-north-1 or"
                            + " eusc-de-east-1 if your region is in their partition).")
    private String region = "";

    @Option(
            names = "--json",
            description =
                    "Print the raw answer as one line of JSON, and everything else to standard"
                            + " error.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public StackOptions() {}

    /// Whether the output is for programs.
    public boolean isJson() {
        return json;
    }

    /// The name that the user gave.
    ///
    /// @param otherwise where there is none
    public String nameOr(String otherwise) {
        String name =
                stack.isBlank()
                        ? surroundings().variables().getOrDefault("GUARD_STACK", "")
                        : stack;
        return name.isBlank() ? otherwise : name.strip();
    }

    /// Finds the stack.
    ///
    /// @throws StackException when there is none, or several; the message says where it looked
    public DeployedStack find() {
        AwsAccess aws = AwsAccess.of(surroundings().variables(), profile, region);
        String given = stack.isBlank() ? aws.variable("GUARD_STACK") : stack;
        return new StackFinder(aws, StackFinder.Kind.MEMBER).find(given);
    }

    /// Finds the central stack of an organization. `GUARD_STACK` names stacks of accounts.
    ///
    /// @throws StackException as above
    public CentralStack findCentral() {
        AwsAccess aws = AwsAccess.of(surroundings().variables(), profile, region);
        return new CentralStack(new StackFinder(aws, StackFinder.Kind.CENTRAL).find(stack));
    }

    /// What is around the command.
    public Surroundings surroundings() {
        return spec.root().userObject() instanceof Surroundings found
                ? found
                : Surroundings.ofProcess();
    }

    /// The command line of another command for the same stack, to be copied.
    ///
    /// @param command such as `apply` and an ID, without hidden characters
    public String another(String command) {
        ShellCommand another = ShellCommand.of("./guard " + command);
        if (!stack.isBlank()) {
            another.option("--stack", stack);
        }
        if (!profile.isBlank()) {
            another.option("--profile", profile);
        }
        if (!region.isBlank()) {
            another.option("--region", region);
        }
        return another.text();
    }
}
