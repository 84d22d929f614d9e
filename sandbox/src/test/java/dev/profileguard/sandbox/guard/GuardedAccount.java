package dev.profileguard.sandbox.guard;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/// A sandbox with roles `web`, `web-v2`, `evil` and the trusted `/ci/deployer`, and the recorded
/// profile `prod-web` with role `web`. Its clock stands still.
final class GuardedAccount implements AutoCloseable {
    static final String NAME = "prod-web";
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox;
    private int told;

    private GuardedAccount(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Enforces, unless the parameters say otherwise.
    static GuardedAccount with(String... parameters) {
        Map<String, String> given = new HashMap<>();
        given.put("GuardMode", "enforce");
        given.put("GuardedProfiles", "prod-*");
        given.put("TrustedPrincipals", "arn:aws:iam::*:role/ci/deployer");
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        GuardedAccount account =
                new GuardedAccount(
                        Sandbox.start(Path.of("../template.yaml"), given, Sandbox.Mode.TEST_CLOCK));
        account.setUp();
        return account;
    }

    private void setUp() {
        IamClient admin = as("admin");
        admin.createRole(r -> r.roleName("deployer").path("/ci/").assumeRolePolicyDocument(TRUST));
        List.of("web", "web-v2", "evil").forEach(name -> createRole(admin, name));
        admin.createInstanceProfile(r -> r.instanceProfileName(NAME));
        add(admin, NAME, "web");
        sandbox.settle();
        later();
    }

    /// An hour on, with what has happened so far left out of what tests look at.
    void later() {
        sandbox.advance(Duration.ofHours(1));
        told = sandbox.timeline().entries().size();
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient as(String user) {
        return sandbox.iamAs(user);
    }

    IamClient asPipeline() {
        return sandbox.iamAs(sandbox.assumeRole("deployer", "build-1"));
    }

    /// What this user does, and what follows from it.
    void after(String user, Consumer<IamClient> calls) {
        calls.accept(as(user));
        sandbox.settle();
    }

    /// Lets somebody else call IAM right before the function's next call of an operation.
    void meanwhile(String operation, Consumer<IamClient> calls) {
        AtomicBoolean done = new AtomicBoolean();
        sandbox.account()
                .gate(call -> {
                    boolean functions = call.caller().arn().contains("/profile-guard-");
                    if (functions
                            && call.operation().equals(operation)
                            && done.compareAndSet(false, true)) {
                        calls.accept(as("somebody-else"));
                    }
                });
    }

    @Nullable InstanceProfile profile() {
        return profile(NAME);
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

    String role() {
        InstanceProfile found = profile();
        return found == null
                ? "no profile"
                : found.roles().stream().map(Role::roleName).findFirst().orElse("none");
    }

    /// What the function called since, in order.
    List<String> functionsCalls() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> String.valueOf(entry.actor()).contains("/profile-guard-"))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// How the function's invocations ended since.
    List<Entry> news() {
        List<Entry> all = sandbox.timeline().entries();
        return all.subList(told, all.size());
    }

    /// The kinds of the findings since the account was set up.
    List<String> findings() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// The last finding of a kind.
    Map<String, @Nullable Object> finding(String kind) {
        return sandbox.findings().stream()
                .filter(finding -> Objects.equals(finding.get("kind"), kind))
                .reduce((earlier, last) -> last)
                .orElseThrow(() -> new AssertionError("No finding " + kind));
    }

    /// The answer of a manual invocation.
    String invoke(String request) {
        InvocationResponse answer = sandbox.lambda().invoke("ProfileGuard", request);
        return answer.payload();
    }

    static void createRole(IamClient iam, String name) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void remove(IamClient iam, String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void swap(IamClient iam, String from, String to) {
        remove(iam, NAME, from);
        add(iam, NAME, to);
    }

    static void delete(IamClient iam) {
        remove(iam, NAME, "web");
        iam.deleteInstanceProfile(r -> r.instanceProfileName(NAME));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
