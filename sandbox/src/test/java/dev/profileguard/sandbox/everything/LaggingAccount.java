package dev.profileguard.sandbox.everything;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.aws.tagging.TaggingClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// An account whose events go nowhere by themselves: a test hands them to a function, once IAM's
/// reads lag as the test wants it, and measures the invocation by the sandbox's clock.
final class LaggingAccount implements AutoCloseable {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox;

    private LaggingAccount(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static LaggingAccount with(String... parameters) {
        Map<String, String> given = new HashMap<>(Map.of("GuardMode", "off"));
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        return new LaggingAccount(
                Sandbox.start(Path.of("../template.yaml"), given, Sandbox.Mode.TEST_CLOCK));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient iam() {
        return sandbox.iamAs("mallory");
    }

    FunctionDefinition function(String name) {
        return sandbox.lambda().find(name).orElseThrow();
    }

    /// From now on no event arrives by itself.
    void loseEvents() {
        sandbox.settle();
        sandbox.advance(Duration.ofHours(1));
        sandbox.faults().set("lose", "1");
    }

    /// From now on reads show the account as it is now.
    void lagWithoutEnd() {
        sandbox.faults().set("lag", "PT1H");
    }

    /// From now on every call of an operation about this profile meets an error.
    void fail(String operation, String profile, Supplier<RuntimeException> error) {
        sandbox.account()
                .gate(call -> {
                    if (call.operation().equals(operation)
                            && call.request().toString().contains("=" + profile + ",")) {
                        throw error.get();
                    }
                });
    }

    void createRole(String name) {
        iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    void createProfile(String name, String role, Tag... tags) {
        iam().createInstanceProfile(r -> r.instanceProfileName(name).tags(tags));
        iam().addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(role));
    }

    void deleteProfile(String name, String role) {
        iam().removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName(role));
        iam().deleteInstanceProfile(r -> r.instanceProfileName(name));
    }

    /// The role in a profile as it is, whatever reads show; `none`, or `no profile`.
    String roleIn(String profile) {
        sandbox.faults().set("lag", "PT0S");
        try {
            return iam()
                    .getInstanceProfile(r -> r.instanceProfileName(profile))
                    .instanceProfile()
                    .roles()
                    .stream()
                    .map(Role::roleName)
                    .findFirst()
                    .orElse("none");
        } catch (NoSuchEntityException e) {
            return "no profile";
        }
    }

    /// One call of TagResources.
    void tagProfiles(List<String> names, String key, String value) {
        Caller caller = Sandbox.user("mallory");
        List<String> arns =
                names.stream()
                        .map(name -> Stack.DEFAULT.iamArn("instance-profile/" + name))
                        .toList();
        new TaggingClient(
                        sandbox.taggingApi(), new Origin(caller, "aws-cli/2.31.0", "198.51.100.7"))
                .tagResources(arns, Map.of(key, value));
    }

    /// The event of the last call of an operation.
    String lastEvent(String operation) {
        Lookup lookup =
                new Lookup(Lookup.Attribute.EVENT_NAME, operation, Instant.MIN, Instant.MAX);
        return BusEvent.of(sandbox.pastCalls().find(lookup, 1, null).calls().getFirst().record())
                .json();
    }

    /// A batch as Lambda reads it from a queue.
    static String batch(List<String> bodies) {
        List<Map<String, Object>> records = new ArrayList<>();
        IntStream.range(0, bodies.size())
                .forEach(i ->
                        records.add(Map.of("messageId", "message-" + i, "body", bodies.get(i))));
        try {
            return JSON.std.asString(Map.of("Records", records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An invocation, by the sandbox's clock.
    Took invoke(String function, String payload) {
        Instant began = sandbox.clock().instant();
        InvocationResponse response = sandbox.lambda().invoke(function, payload);
        return new Took(Duration.between(began, sandbox.clock().instant()), response);
    }

    /// How long an invocation took, and what it ended with.
    record Took(Duration time, InvocationResponse response) {}

    @Override
    public void close() {
        sandbox.close();
    }
}
