package dev.profileguard.sandbox.command.stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// Finds a stack by the outputs that only stacks of its kind have.
///
/// @param kind what it is looked for
record StackFinder(AwsAccess aws, Kind kind) {
    /// A kind of stack that Profile Guard has.
    ///
    /// @param outputs only such stacks have them
    /// @param deployment how to deploy one
    record Kind(String named, Set<String> outputs, String deployment) {
        /// That of one account.
        static final Kind MEMBER =
                new Kind(
                        "stack of Profile Guard",
                        Set.of("ProfileGuardFunction", "BackfillFunction", "SweepLoop"),
                        "sam build, then sam deploy --guided (docs/deploy.md)");

        /// That of the administrator of an organization.
        static final Kind CENTRAL =
                new Kind(
                        "central stack of Profile Guard",
                        Set.of("FindingsBus", "StatusTable"),
                        "organization.yaml, in the account that administers the organization"
                                + " (docs/organization.md)");
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// @param name empty: the only one
    /// @throws StackException when there is none, or several
    DeployedStack find(String name) {
        Identity caller = Identity.of(aws);
        try (CloudFormationClient stacks =
                aws.client(CloudFormationClient.builder(), "CLOUDFORMATION", PATIENCE)) {
            return name.isBlank() ? only(stacks, caller) : named(stacks, caller, name);
        }
    }

    private DeployedStack named(CloudFormationClient stacks, Identity caller, String name) {
        try {
            List<Stack> found = stacks.describeStacks(ask -> ask.stackName(name)).stacks();
            if (found.isEmpty() || !isOurs(found.getFirst())) {
                throw new StackException(
                        "The stack %s in %s is no %s: it lacks the outputs %s"
                                .formatted(
                                        name,
                                        caller.place(),
                                        kind.named,
                                        String.join(
                                                ", ", kind.outputs.stream().sorted().toList())));
            }
            return deployed(found.getFirst(), caller);
        } catch (AwsServiceException e) {
            if (String.valueOf(e.getMessage()).contains("does not exist")) {
                throw new StackException(
                        "There is no stack %s in %s. Without --stack and GUARD_STACK, the only %s is found by itself"
                                .formatted(name, caller.place(), kind.named),
                        e);
            }
            throw failed(e, name);
        } catch (SdkException e) {
            throw failed(e, name);
        }
    }

    private DeployedStack only(CloudFormationClient stacks, Identity caller) {
        List<Stack> all;
        try {
            all =
                    stacks
                            .describeStacksPaginator(DescribeStacksRequest.builder().build())
                            .stacks()
                            .stream()
                            .toList();
        } catch (SdkException e) {
            throw failed(e, "*");
        }
        List<Stack> ours = all.stream().filter(this::isOurs).toList();
        if (ours.isEmpty()) {
            throw new StackException(
                    "No %s in %s (%d stacks there). If it is in another region or account, use --region or --profile. To deploy it: %s"
                            .formatted(kind.named, caller.place(), all.size(), kind.deployment));
        }
        if (ours.size() > 1) {
            throw new StackException(
                    "Several times a %s in %s: %s. Choose one with --stack, or set GUARD_STACK"
                            .formatted(
                                    kind.named,
                                    caller.place(),
                                    String.join(
                                            ", ", ours.stream().map(Stack::stackName).toList())));
        }
        return deployed(ours.getFirst(), caller);
    }

    private DeployedStack deployed(Stack stack, Identity caller) {
        return new DeployedStack(stack.stackName(), caller, outputs(stack), parameters(stack), aws);
    }

    private boolean isOurs(Stack stack) {
        return outputs(stack).keySet().containsAll(kind.outputs);
    }

    private static Map<String, String> outputs(Stack stack) {
        Map<String, String> outputs = new LinkedHashMap<>();
        stack.outputs().forEach(each -> outputs.put(each.outputKey(), each.outputValue()));
        return outputs;
    }

    private static Map<String, String> parameters(Stack stack) {
        Map<String, String> parameters = new LinkedHashMap<>();
        stack.parameters()
                .forEach(each -> parameters.put(each.parameterKey(), each.parameterValue()));
        return parameters;
    }

    /// To list all stacks takes a wider permission than to describe one.
    private static StackException failed(SdkException failure, String name) {
        StackException exception =
                AwsFailure.of(failure, "cloudformation:DescribeStacks", "stack/" + name);
        String message = String.valueOf(exception.getMessage());
        if (!name.equals("*") || !message.startsWith("Access denied")) {
            return exception;
        }
        return new StackException(
                message + ". With --stack NAME, the permission on that stack is enough", failure);
    }
}
