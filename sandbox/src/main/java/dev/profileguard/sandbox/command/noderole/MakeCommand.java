package dev.profileguard.sandbox.command.noderole;

import dev.profileguard.event.Partition;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.NodeRoleRecipe;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard node-role make`: prints how to make a node role. It makes nothing.
@Command(
        name = "make",
        description = {
            "Print how to make a node role, from its trust policy to its instance profile.",
            "Nothing is made, and nothing is sent to AWS."
        })
final class MakeCommand implements Callable<Integer> {
    /// In which language the answer is.
    enum Format {
        /// Commands of the AWS CLI, in order.
        COMMANDS,
        /// A CloudFormation template.
        CLOUDFORMATION,
        /// Terraform's configuration.
        TERRAFORM
    }

    private static final List<String> PARTITIONS =
            Arrays.stream(Partition.values()).map(Partition::id).toList();

    @Parameters(paramLabel = "ROLE", description = "The name of the role.")
    private String role = "";

    @Option(
            names = "--ip-family",
            defaultValue = "IPV4",
            description = "The addresses of the cluster's pods: ${COMPLETION-CANDIDATES}.")
    private NodeRoleRecipe.IpFamily family = NodeRoleRecipe.IpFamily.IPV4;

    @Option(
            names = "--cni",
            defaultValue = "SEPARATE",
            description =
                    "The role of the CNI plugin, one of its own or the node role:"
                            + " ${COMPLETION-CANDIDATES}.")
    private NodeRoleRecipe.Cni cni = NodeRoleRecipe.Cni.SEPARATE;

    @Option(
            names = "--format",
            defaultValue = "COMMANDS",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Format format = Format.COMMANDS;

    @Option(
            names = "--partition",
            defaultValue = "aws",
            description = "The partition, such as aws, aws-cn, aws-us-gov or aws-eusc.")
    private String partition = "aws";

    @Option(
            names = "--account-id",
            defaultValue = "ACCOUNT_ID",
            description = "The number of your account.")
    private String account = "ACCOUNT_ID";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        check(
                partition,
                String.join("|", PARTITIONS),
                "--partition must be one of " + String.join(", ", PARTITIONS));
        check(account, "\\d{12}|ACCOUNT_ID", "--account-id must have twelve digits");
        NodeRoleRecipe recipe = new NodeRoleRecipe(name(), family, cni, partition, account);
        Terminal terminal = Terminal.output(spec.commandLine());
        switch (format) {
            case COMMANDS -> recipe.commands().forEach(terminal::line);
            case CLOUDFORMATION -> recipe.cloudFormation().lines().forEach(terminal::line);
            case TERRAFORM -> recipe.terraform().lines().forEach(terminal::line);
        }
        return 0;
    }

    private RoleName name() {
        try {
            return new RoleName(role);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "ROLE: " + e.getMessage(), e);
        }
    }

    private void check(String value, String allowed, String message) {
        if (!value.matches(allowed)) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
