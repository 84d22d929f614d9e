package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.aws.notify.Notification;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi;
import software.amazon.awssdk.services.iam.IamClient;

/// What attackers, services and administrators do in the scenes of the attacks.
public final class AttackStage {
    private static final Caller ADMIN = Sandbox.user("admin");

    /// The service-linked role of EKS.
    private static final Caller EKS =
            new Caller.RoleSession(
                    "123456789012",
                    "/aws-service-role/eks-nodegroup.amazonaws.com/",
                    "AWSServiceRoleForAmazonEKSNodegroup",
                    "AROA1EKSNODEGROUP0001",
                    "EKS",
                    "ASIA1EKSNODEGROUP0001");

    private final Stage stage;
    private final Sandbox sandbox;
    private final Narrator narrator;
    private final Attempts attempts;
    private final Deployment deployment;

    AttackStage(
            Stage stage,
            Sandbox sandbox,
            Narrator narrator,
            Attempts attempts,
            Deployment deployment) {
        this.stage = stage;
        this.sandbox = sandbox;
        this.narrator = narrator;
        this.attempts = attempts;
        this.deployment = deployment;
    }

    /// Lets AWS hold users to their policies from now on.
    ///
    /// @param actions what each user may do on all resources, such as `iam:*`
    public void holdToPolicies(Map<String, String> actions) {
        narrator.printEntries();
        IamClient admin = sandbox.account().unrecorded(ADMIN);
        Map<String, String> all = new HashMap<>(actions);
        all.put(Stage.OBSERVER, "iam:Get*, iam:List*");
        all.forEach((user, allowed) -> allow(admin, user, allowed));
        sandbox.identityPolicies().enforce(true);
        actions.forEach((user, allowed) ->
                narrator.remark("from now on, %s may do only %s".formatted(user, allowed)));
    }

    private static void allow(IamClient admin, String user, String actions) {
        admin.createUser(r -> r.userName(user));
        admin.putUserPolicy(r ->
                r.userName(user)
                        .policyName("allowed")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                 "Action": ["%s"], "Resource": "*"}]}\
                                """
                                        .formatted(actions.replace(", ", "\", \""))));
    }

    /// Calls IAM as CloudFormation does for a user who runs a stack.
    public void stackOf(String user, Consumer<IamClient> calls) {
        byCloudFormation(Sandbox.user(user), calls);
    }

    /// Calls IAM as CloudFormation does for a session of a role.
    public void stackOfRole(String role, Consumer<IamClient> calls) {
        byCloudFormation(sandbox.assumeRole(role, "release-12"), calls);
    }

    private void byCloudFormation(Caller caller, Consumer<IamClient> calls) {
        narrator.printEntries();
        narrator.remark("CloudFormation makes these calls for " + caller.arn());
        stage.calls(new Caller.Service("cloudformation.amazonaws.com", caller), calls);
    }

    /// Calls IAM as EKS does.
    public void eks(Consumer<IamClient> calls) {
        narrator.printEntries();
        stage.calls(new Caller.Service("eks-nodegroup.amazonaws.com", EKS), calls);
    }

    /// Deploys the act's template once more, with other values of some parameters.
    ///
    /// @return the error with which a function refuses to start; empty: all start
    public String deployWith(Map<String, String> changed) {
        narrator.printEntries();
        narrator.remark("an operator deploys the stack with " + changed);
        String error = deployment.errorWith(changed);
        if (!error.isEmpty()) {
            narrator.remark("the function does not start: " + error);
        }
        return error;
    }

    /// The table that says what ProfileGuard restores.
    public BaselineTable table() {
        return new BaselineTable(sandbox, narrator, attempts);
    }

    /// Invokes ProfileGuard with a request.
    ///
    /// @return the function's answer, or its error, or Lambda's
    public String request(String user, String request) {
        narrator.printEntries();
        narrator.remark("%s invokes ProfileGuard with %s".formatted(user, request));
        String refusal = attempts.refusedInvocation(user, "ProfileGuard");
        if (!refusal.isEmpty()) {
            narrator.remark("Lambda refuses it: " + refusal);
            return refusal;
        }
        InvocationResponse response = sandbox.lambda().invoke("ProfileGuard", request);
        narrator.printEntries();
        return response.payload();
    }

    /// Lets a user make calls again and again, each time after the functions have reacted, and does
    /// not print them.
    public void again(int times, String user, Consumer<IamClient> calls) {
        narrator.printEntries();
        for (int i = 0; i < times; i++) {
            stage.calls(Sandbox.user(user), calls);
            sandbox.settle();
        }
        narrator.skip();
        narrator.remark("%s makes this change %d times".formatted(user, times));
    }

    /// Prints a message, line by line.
    public void print(String heading, String message) {
        narrator.printEntries();
        narrator.remark(heading);
        narrator.lines(message.lines().map(line -> "   | " + line).toList());
    }

    /// What a terminal prints for a text.
    public String printed(String text) {
        StringWriter output = new StringWriter();
        new Terminal(new PrintWriter(output), Ansi.OFF).line(text);
        return output.toString().stripTrailing();
    }

    /// The bodies of the messages to the topic so far, oldest first.
    public List<String> messages() {
        return sandbox.notifications().messages().stream().map(Notification::body).toList();
    }
}
