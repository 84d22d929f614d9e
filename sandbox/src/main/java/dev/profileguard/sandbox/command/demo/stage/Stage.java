package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Role;

/// The actions of the demo's scenes. The [Narrator] prints everything that happens. An expectation
/// that is not met counts as failed.
public final class Stage {
    /// The user who reads the account for the output.
    static final String OBSERVER = "narrator";

    private static final int LINES = 14;

    private final Sandbox sandbox;
    private final Narrator narrator;
    private final AccountView account;
    private final String function;
    private final Attempts attempts;
    private final AttackStage attack;
    private final SceneLog scenes;

    private Stage(
            Sandbox sandbox,
            Narrator narrator,
            String function,
            Deployment deployment,
            Consumer<Scene> ended) {
        this.scenes = new SceneLog(sandbox, function, Sandbox.user(OBSERVER).arn(), ended);
        this.sandbox = sandbox;
        this.narrator = narrator;
        this.account = new AccountView(sandbox.iamAs(OBSERVER));
        this.function = function;
        attempts = new Attempts(sandbox);
        attack = new AttackStage(this, sandbox, narrator, attempts, deployment);
    }

    /// Prints the heading of an act, and prepares its actions.
    ///
    /// @param function the function that the act shows, and that operators invoke
    /// @param about what the function does
    /// @param deployment what is deployed to the sandbox
    /// @param ended gets each scene at its end
    public static Stage open(
            Sandbox sandbox,
            Terminal terminal,
            String function,
            String about,
            Deployment deployment,
            Consumer<Scene> ended) {
        String observer = Sandbox.user(OBSERVER).arn();
        Narrator narrator = new Narrator(sandbox.timeline(), terminal, observer, function);
        narrator.act(function, about, deployment.parameters());
        return new Stage(sandbox, narrator, function, deployment, ended);
    }

    /// Prints the instance profiles at the end of the act.
    public void end() {
        scenes.end();
        narrator.profiles(ProfileTable.rows(account.profiles()));
    }

    /// Starts the next scene.
    public void scene(String title, String explanation) {
        scenes.end();
        sandbox.advance(Duration.ofHours(1));
        narrator.skip();
        narrator.scene(title, explanation);
        attempts.scene(title);
        scenes.begin(title);
    }

    /// Calls IAM as a user.
    public void user(String name, Consumer<IamClient> calls) {
        act(name, sandbox.iamAs(name), calls);
    }

    /// Calls IAM as a session of the trusted pipeline's role.
    public void pipeline(Consumer<IamClient> calls) {
        Role role = account.role("deployer");
        act(
                "deployer",
                sandbox.iamAs(Sandbox.sessionOf(role, "build-4711", "ASIADEPLOYER")),
                calls);
    }

    /// Calls IAM with the user agent of a tool.
    public void tool(String user, String userAgent, Consumer<IamClient> calls) {
        act(user, sandbox.account().as(Sandbox.user(user), userAgent, "198.51.100.8"), calls);
    }

    /// Calls IAM as a caller.
    public void calls(Caller caller, Consumer<IamClient> calls) {
        act(caller.arn().replaceFirst(".*:user/", ""), sandbox.iamAs(caller), calls);
    }

    /// Makes a call that IAM refuses.
    ///
    /// @param code the error code that IAM returns
    public void refused(String user, String code, Consumer<IamClient> call) {
        try {
            make(user, sandbox.iamAs(user), call);
            expect("IAM refuses the call with " + code, false);
        } catch (IamException refused) {
            expect(
                    "IAM refuses the call: " + refused.awsErrorDetails().errorMessage(),
                    refused.awsErrorDetails().errorCode().equals(code));
        }
    }

    /// Records that an instance uses the role now.
    public void used(String role) {
        narrator.printEntries();
        narrator.remark("an instance uses role " + role);
        sandbox.account().used(role, sandbox.clock().instant(), "us-east-1");
    }

    /// Makes calls whose events are lost, and does not print them.
    public void withoutEvents(String user, Consumer<IamClient> calls) {
        narrator.printEntries();
        act(user, sandbox.iamAs(user), calls);
        sandbox.settle();
        narrator.skip();
        narrator.remark("%s has made these changes, and all events are lost".formatted(user));
    }

    /// Calls IAM without a record in CloudTrail.
    public void unrecorded(Consumer<IamClient> calls) {
        act("somebody", sandbox.account().unrecorded(Sandbox.user("somebody")), calls);
        narrator.remark("somebody changes a profile, and CloudTrail has no record of the calls");
    }

    /// Invokes the act's function with a request to Backfill, and prints the first lines of its
    /// response.
    ///
    /// @return the response; empty: the function failed
    public Map<String, Object> backfill(String request) {
        narrator.printEntries();
        narrator.remark(
                "an operator, or the schedule, invokes %s with %s".formatted(function, request));
        int before = sandbox.timeline().entries().size();
        InvocationResponse response = sandbox.lambda().invoke(function, request);
        List<Entry> calls = calls(before);
        narrator.skip();
        if (!(response instanceof InvocationResponse.Returned)) {
            expect("the request succeeds (" + response.payload() + ")", false);
            return Map.of();
        }
        List<?> lines = response.result().get("lines") instanceof List<?> some ? some : List.of();
        narrator.lines(lines.stream().limit(LINES).map(line -> "   " + line).toList());
        if (lines.size() > LINES) {
            narrator.lines(List.of("   ... and %d more lines".formatted(lines.size() - LINES)));
        }
        long reads = calls.stream().filter(Stage::reads).count();
        narrator.remark(
                "%d read calls and %d write calls to IAM".formatted(reads, calls.size() - reads));
        return response.result();
    }

    /// Calls of services that use roles and profiles.
    public OtherServices services() {
        return new OtherServices(sandbox);
    }

    /// An instance of a user, in no profile.
    public String instance(String user) {
        return sandbox.ec2(Sandbox.user(user)).runInstance();
    }

    /// Launches an instance with a profile.
    public void launch(String user, String profile) {
        sandbox.ec2(Sandbox.user(user)).runInstances(profile);
    }

    /// Associates an instance with a profile.
    public void associate(String user, String instance, String profile) {
        attempts.make(
                user,
                () -> {
                    sandbox.ec2(Sandbox.user(user)).associate(instance, profile);
                    return profile;
                });
    }

    /// Terminates an instance.
    public void terminate(String user, String instance) {
        sandbox.ec2(Sandbox.user(user)).terminate(instance);
    }

    /// The name of the role whose credentials an instance gets; empty: none.
    public String roleOf(String instance) {
        return sandbox.instances().roleOf(instance).map(Role::roleName).orElse("");
    }

    /// The time in the sandbox, in whole seconds.
    public Instant now() {
        return sandbox.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /// The number of functions' calls that have changed IAM so far.
    public int writes() {
        return (int) calls(0).stream().filter(call -> !reads(call)).count();
    }

    private List<Entry> calls(int since) {
        List<Entry> entries = sandbox.timeline().entries();
        return entries.subList(since, entries.size()).stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && entry.function() != null)
                .filter(entry -> "iam".equals(entry.service()))
                .toList();
    }

    private static boolean reads(Entry call) {
        return Narrator.reads(call);
    }

    private void act(String by, IamClient client, Consumer<IamClient> calls) {
        try {
            make(by, client, calls);
        } catch (IamException refused) {
            expect("IAM accepts the call (" + refused.getMessage() + ")", false);
        }
    }

    private void make(String by, IamClient client, Consumer<IamClient> calls) {
        attempts.make(
                by,
                () -> {
                    calls.accept(client);
                    return client;
                });
    }

    /// Delivers the recorded events, and lets the functions run.
    public void settle() {
        scenes.follow();
        sandbox.settle();
        narrator.printEntries();
    }

    /// Moves the clock forward, so that retries become due.
    public void advance(Duration time) {
        narrator.printEntries();
        narrator.remark(
                "time passes: %d min %d s".formatted(time.toMinutes(), time.toSecondsPart()));
        sandbox.advance(time);
        narrator.printEntries();
    }

    /// Lets the default bus receive an event that a user of another account sends. The policies of
    /// this account do not concern that call; the policy of the bus is not simulated.
    ///
    /// @param how in words
    public void receive(String user, String how, String event) {
        narrator.printEntries();
        narrator.remark(how);
        attempts.add(user, "events:PutEvents", "");
        sandbox.bus().put(BusEvent.of(event));
        settle();
    }

    /// Invokes the act's function with an event, as whoever may invoke it can.
    ///
    /// @param how in words
    public void handIn(String user, String how, String event) {
        narrator.printEntries();
        narrator.remark(how);
        String refusal = attempts.refusedInvocation(user, function);
        if (refusal.isEmpty()) {
            sandbox.lambda().invoke(function, event);
        } else {
            expect("Lambda accepts the call (" + refusal + ")", false);
        }
        settle();
    }

    /// Injects faults, for example `fail` with the value `AddRoleToInstanceProfile:1`.
    public void fault(String key, String value) {
        narrator.printEntries();
        narrator.remark("from now on: %s=%s".formatted(key, value));
        sandbox.faults().set(key, value);
    }

    /// Invokes the act's function as an operator does, and prints the lists and objects in its
    /// response.
    public void invokeAndPrint(String request) {
        invoke(request);
        sandbox.lambda().invoke(function, request).result().entrySet().stream()
                .filter(field ->
                        field.getValue() instanceof Map<?, ?>
                                || field.getValue() instanceof List<?>)
                .forEach(
                        field -> narrator.lines(List.of(field.getKey() + ": " + field.getValue())));
    }

    /// Invokes the act's function as an operator does.
    public void invoke(String request) {
        narrator.remark("an operator invokes %s with %s".formatted(function, request));
        InvocationResponse response = sandbox.lambda().invoke(function, request);
        narrator.printEntries();
        if (!(response instanceof InvocationResponse.Returned)) {
            expect("the request succeeds (" + response.payload() + ")", false);
        }
    }

    /// Prints the current state of a profile.
    ///
    /// @param when such as `before`
    public void show(String when, String profile) {
        narrator.printEntries();
        narrator.state(when, account.describe(profile));
        scenes.shows(profile);
    }

    /// Prints an expectation, and counts it as failed if it is not met.
    public void expect(String expectation, boolean met) {
        narrator.printEntries();
        narrator.verdict(expectation, met);
        scenes.expects(met);
    }

    /// Whether a finding of this kind was sent in this scene.
    public boolean hasFinding(String kind) {
        return findings(kind) > 0;
    }

    /// The number of findings of this kind that were sent in this scene.
    public long findings(String kind) {
        return narrator.findings().stream()
                .filter(f -> Objects.equals(f.get("kind"), kind))
                .count();
    }

    /// Whether a finding of this scene contains these words.
    public boolean findingsMention(String words) {
        return narrator.findings().stream().anyMatch(f -> f.toString().contains(words));
    }

    /// Prints how long the last repair took, and its calls. Counts as failed if there was none.
    ///
    /// @param changed the operation of the call that was repaired
    public void repairOf(String changed) {
        narrator.printEntries();
        RepairCost.last(sandbox.timeline().entries(), function, changed)
                .ifPresentOrElse(
                        narrator::cost, () -> expect("there is a repair after " + changed, false));
    }

    /// What attackers, services and administrators do.
    public AttackStage attack() {
        return attack;
    }

    /// Requests to ProfileRotation.
    public RotationStage rotation() {
        return new RotationStage(this, sandbox, narrator);
    }

    /// The profiles and roles of the sandbox's account.
    public AccountView account() {
        return account;
    }

    /// The calls that people made so far.
    public List<Attempt> attempts() {
        return attempts.all();
    }

    /// The number of expectations that were not met.
    public int failed() {
        return scenes.failed();
    }
}
