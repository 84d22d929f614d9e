package dev.profileguard.sandbox.provision;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// An empty account in which ProfileProvisioner enforces after two minutes. Its clock stands still.
final class ProvisionedAccount implements AutoCloseable {
    static final String EC2 = trust("ec2.amazonaws.com");
    static final Duration DELAY = Duration.ofMinutes(2);

    private final Sandbox sandbox;
    private int told;

    private ProvisionedAccount(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Enforces, unless the parameters say otherwise.
    static ProvisionedAccount with(String... parameters) {
        Map<String, String> given = new HashMap<>();
        given.put("ProvisionMode", "enforce");
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        return new ProvisionedAccount(
                Sandbox.start(Path.of("../template.yaml"), given, Sandbox.Mode.TEST_CLOCK));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient as(String user) {
        return sandbox.iamAs(user);
    }

    /// Somebody whose calls carry this user agent.
    IamClient by(String userAgent) {
        Caller.User deployer = Sandbox.user("deployer");
        return sandbox.account().as(deployer, userAgent, "198.51.100.7");
    }

    void createRole(String name) {
        createRole(as("alice"), name);
    }

    static void createRole(IamClient iam, String name) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(EC2));
    }

    static void createProfile(IamClient iam, String name) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name));
    }

    static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static String trust(String service) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}}\
        """
                .formatted(service);
    }

    /// Everything that has happened so far is left out of what tests look at.
    void forget() {
        sandbox.settle();
        told = sandbox.timeline().entries().size();
    }

    /// The delay is over, and what follows from it done.
    void afterTheDelay() {
        sandbox.settle();
        sandbox.advance(DELAY.plusSeconds(5));
    }

    /// A role whose profile was made by the function, which is left out of what tests look at.
    void provisioned(String role) {
        createRole(role);
        afterTheDelay();
        forget();
    }

    @Nullable InstanceProfile profile(String name) {
        try {
            return as("reader")
                    .getInstanceProfile(r -> r.instanceProfileName(name))
                    .instanceProfile();
        } catch (NoSuchEntityException gone) {
            return null;
        }
    }

    /// The role in a profile, `none`, or `no profile`.
    String roleIn(String name) {
        InstanceProfile found = profile(name);
        return found == null
                ? "no profile"
                : found.roles().stream().map(Role::roleName).findFirst().orElse("none");
    }

    Map<String, String> tagsOf(String name) {
        Map<String, String> tags = new HashMap<>();
        for (Tag tag : Objects.requireNonNull(profile(name)).tags()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    List<String> functionsCalls() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> String.valueOf(entry.actor()).contains("ProfileProvisioner"))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// The kinds of the function's findings.
    List<String> findings() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// A field of the last finding of a kind, as text.
    String told(String kind, String field) {
        return sandbox.findings().stream()
                .filter(finding -> Objects.equals(finding.get("kind"), kind))
                .reduce((earlier, last) -> last)
                .map(finding -> String.valueOf(finding.get(field)))
                .orElseThrow(() -> new AssertionError("No finding " + kind));
    }

    private List<Entry> news() {
        List<Entry> all = sandbox.timeline().entries();
        return all.subList(told, all.size());
    }

    /// Lets something happen right before the function's n-th call, counted from 0.
    void beforeItsCall(IntConsumer happening) {
        List<String> calls = new ArrayList<>();
        sandbox.account()
                .gate(call -> {
                    if (call.caller().arn().contains("ProfileProvisioner")) {
                        calls.add(call.operation());
                        happening.accept(calls.size() - 1);
                    }
                });
    }

    /// Lets this happen in place of the function's next call of an operation.
    void beforeItsNext(String operation, Runnable happening) {
        List<String> done = new ArrayList<>();
        beforeEach(
                operation,
                () -> {
                    if (done.isEmpty()) {
                        done.add(operation);
                        happening.run();
                    }
                });
    }

    /// Lets this happen right before each of the function's calls of an operation.
    void beforeEach(String operation, Runnable happening) {
        sandbox.account()
                .gate(call -> {
                    boolean functions = call.caller().arn().contains("ProfileProvisioner");
                    if (functions && call.operation().equals(operation)) {
                        happening.run();
                    }
                });
    }

    /// What the function's invocations came to, and why.
    List<String> reasons() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .map(entry -> String.valueOf(entry.detail()))
                .toList();
    }

    /// Lets somebody else call IAM right before the function's next call of an operation.
    void meanwhile(String operation, Consumer<IamClient> calls) {
        beforeItsNext(operation, () -> calls.accept(as("somebody-else")));
    }

    /// What the queue would hand over now, whatever its delay: the function's answer.
    String deliverEarly() {
        List<Map<String, String>> records = new ArrayList<>();
        for (String body : sandbox.queues().messages("ProvisionDelay")) {
            records.add(Map.of("messageId", "early-" + records.size(), "body", body));
        }
        try {
            return invoke(JSON.std.asString(Map.of("Records", records)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String invoke(String request) {
        return sandbox.lambda().invoke("ProfileProvisioner", request).payload();
    }

    /// An event of a file, as of now.
    void publish(String file) {
        sandbox.bus().publish(recorded(file));
    }

    /// An event of a file, as of now, that is yet to arrive.
    BusEvent recorded(String file) {
        try {
            String json = Files.readString(Path.of("../events/ProfileProvisioner", file + ".json"));
            String now = sandbox.clock().instant().toString();
            return BusEvent.of(json.replace("2026-01-15T09:30:00Z", now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
