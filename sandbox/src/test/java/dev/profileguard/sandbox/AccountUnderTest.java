package dev.profileguard.sandbox;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.service.InvokeService;
import dev.profileguard.sandbox.timeline.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/// A sandbox with a stopped clock, in which tests call IAM and then read what the functions did.
/// Only entries of the timeline since the last call of [#forget()] count.
public abstract class AccountUnderTest implements AutoCloseable {
    /// A trust policy for EC2.
    public static final String TRUSTS_EC2 = trust("ec2.amazonaws.com");

    /// What Backfill checks in each sweep.
    private static final String OWN_LIST = "parameter/profile-guard/profile-guard/delivery-checks";

    private static final Set<String> CONFIGURATION = Set.of("iam", "ssm");

    private final Sandbox sandbox;
    private final String function;
    private final Set<String> created = new HashSet<>();
    private int forgotten;

    /// Deploys the template.
    ///
    /// @param function a part of the role ARN of the functions whose calls the test reads
    /// @param defaults values of the template's parameters
    /// @param parameters names and values in turn; they replace the defaults
    protected AccountUnderTest(
            String function, Map<String, String> defaults, String... parameters) {
        Map<String, String> all = new HashMap<>(defaults);
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        all.putIfAbsent("TrustedPrincipals", "nobody");
        sandbox = Sandbox.start(Path.of("../template.yaml"), all, Sandbox.Mode.TEST_CLOCK);
        this.function = function;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public IamClient as(String user) {
        return sandbox.iamAs(user);
    }

    /// IAM as the trusted role `/ci/deployer` sees it, if the account has this role.
    public IamClient asPipeline() {
        return sandbox.iamAs(sandbox.assumeRole("deployer", "build-1"));
    }

    /// IAM as the root user, who may do everything.
    public IamClient asRoot() {
        return sandbox.iamAs(new Caller.Root("123456789012"));
    }

    /// Allows a user this and nothing else. From now on, everybody but the root user and the
    /// functions is held to identity policies: a user without a grant may do nothing.
    public void allow(String user, Grant... grants) {
        if (!created.contains(user)) {
            asRoot().createUser(r -> r.userName(user));
            created.add(user);
        }
        asRoot().putUserPolicy(r ->
                r.userName(user)
                        .policyName("grants")
                        .policyDocument(Grant.document(List.of(grants))));
        sandbox.identityPolicies().enforce(true);
    }

    /// The same for a role that exists.
    public void allowRole(String role, Grant... grants) {
        asRoot().putRolePolicy(r ->
                r.roleName(role)
                        .policyName("grants")
                        .policyDocument(Grant.document(List.of(grants))));
        sandbox.identityPolicies().enforce(true);
    }

    /// The response of a function that a user invokes.
    ///
    /// @param function its logical ID
    /// @throws dev.profileguard.sandbox.http.message.Refusal AccessDeniedException if the user is
    ///   not allowed to invoke it
    public String invokeAs(String user, String function, String payload) {
        return invoke(user, function, payload, "RequestResponse");
    }

    /// Hands a function an event as a user, by an asynchronous invocation, which Lambda retries.
    ///
    /// @throws dev.profileguard.sandbox.http.message.Refusal AccessDeniedException if the user is
    ///   not allowed to invoke it
    public void handIn(String user, String function, String event) {
        invoke(user, function, event, "Event");
    }

    private String invoke(String user, String function, String payload, String type) {
        String path = "/2015-03-31/functions/profile-guard-%s/invocations".formatted(function);
        Request request =
                new Request(
                        "POST",
                        path,
                        "",
                        Map.of("x-amz-invocation-type", type),
                        payload,
                        "198.51.100.7");
        InvokeService lambda = new InvokeService(sandbox.lambda(), sandbox.permissions()::of);
        String response = lambda.handle(request, Sandbox.user(user)).body();
        sandbox.settle();
        return response;
    }

    /// Lets a user call IAM, and the functions react.
    public void after(String user, Consumer<IamClient> calls) {
        calls.accept(as(user));
        sandbox.settle();
    }

    /// Lets a user call IAM, and loses the events of these calls.
    public void withoutEvents(String user, Consumer<IamClient> calls) {
        sandbox.faults().set("lose", "1");
        after(user, calls);
        sandbox.faults().set("lose", "0");
    }

    /// Lets another user call IAM right before the function's next call of an operation.
    public void meanwhile(String operation, Consumer<IamClient> calls) {
        AtomicBoolean done = new AtomicBoolean();
        beforeEach(
                operation,
                () -> {
                    if (done.compareAndSet(false, true)) {
                        calls.accept(as("somebody-else"));
                    }
                });
    }

    /// Runs an action right before each of the function's calls of an operation.
    public void beforeEach(String operation, Runnable action) {
        sandbox.account()
                .gate(call -> {
                    boolean functions = call.caller().arn().contains(function);
                    if (functions && call.operation().equals(operation)) {
                        action.run();
                    }
                });
    }

    /// Moves the clock forward, and forgets what has happened so far.
    public void later(Duration time) {
        sandbox.advance(time);
        forget();
    }

    /// Ignores all entries of the timeline so far.
    public void forget() {
        sandbox.settle();
        forgotten = sandbox.timeline().entries().size();
    }

    /// The timeline's entries, in order.
    public List<Entry> entries() {
        List<Entry> all = sandbox.timeline().entries();
        return all.subList(forgotten, all.size());
    }

    /// The operations of IAM and Parameter Store that the function called, in order.
    public List<String> calls() {
        return entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> String.valueOf(entry.actor()).contains(function))
                .filter(entry -> CONFIGURATION.contains(String.valueOf(entry.service())))
                .filter(entry -> !OWN_LIST.equals(entry.subject()))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// The calls of EC2 by the function, in order, such as `DescribeRegions`.
    public List<String> ec2Calls() {
        return callsOf("ec2", function);
    }

    /// The calls of a service by a function, in order, such as `DescribeRegions`.
    ///
    /// @param caller a part of the role ARN of the function
    public List<String> callsOf(String service, String caller) {
        return entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> String.valueOf(entry.actor()).contains(caller))
                .filter(entry -> service.equals(entry.service()))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// The kinds of the findings, in order.
    public List<String> findings() {
        return entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// The last finding of a kind, forgotten ones included.
    public Map<String, @Nullable Object> finding(String kind) {
        return sandbox.findings().stream()
                .filter(finding -> Objects.equals(finding.get("kind"), kind))
                .reduce((earlier, last) -> last)
                .orElseThrow(() -> new AssertionError("No finding " + kind));
    }

    /// The instance profile of this name; null: there is none.
    public @Nullable InstanceProfile profile(String name) {
        try {
            return asRoot().getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile();
        } catch (NoSuchEntityException absent) {
            return null;
        }
    }

    /// The name of the role in a profile, `none`, or `no profile`.
    public String roleIn(String profile) {
        InstanceProfile found = profile(profile);
        return found == null
                ? "no profile"
                : found.roles().stream().map(Role::roleName).findFirst().orElse("none");
    }

    /// A trust policy for a service.
    public static String trust(String service) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}\
        """
                .formatted(service);
    }

    /// Creates a role that EC2 may assume.
    public static void createRole(IamClient iam, String name) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUSTS_EC2));
    }

    public static void createProfile(IamClient iam, String name) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name));
    }

    public static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    public static void remove(IamClient iam, String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
