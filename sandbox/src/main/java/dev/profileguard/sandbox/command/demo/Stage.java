package dev.profileguard.sandbox.command.demo;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// The actions of the demo's scenes. The [Narrator] prints everything that happens. An expectation
/// that is not met counts as failed.
final class Stage {
    private static final String TRUSTS_EC2 =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private static final int LINES = 14;

    private final Sandbox sandbox;
    private final Narrator narrator;
    private final IamClient observer;
    private final String function;
    private int failed;

    /// Actions on one sandbox.
    ///
    /// @param observer reads the profiles for the output; its calls are not printed
    /// @param function the function that operators invoke
    Stage(Sandbox sandbox, Narrator narrator, IamClient observer, String function) {
        this.sandbox = sandbox;
        this.narrator = narrator;
        this.observer = observer;
        this.function = function;
    }

    /// Starts the next scene.
    void scene(String title, String explanation) {
        sandbox.advance(Duration.ofHours(1));
        narrator.skip();
        narrator.scene(title, explanation);
    }

    /// Lets a user call IAM.
    void user(String name, Consumer<IamClient> calls) {
        act(sandbox.iamAs(name), calls);
    }

    /// Lets a session of the trusted pipeline's role call IAM.
    void pipeline(Consumer<IamClient> calls) {
        Role role = observer.getRole(r -> r.roleName("deployer")).role();
        act(sandbox.iamAs(Sandbox.sessionOf(role, "build-4711", "ASIADEPLOYER")), calls);
    }

    /// Lets a tool with its own user agent call IAM.
    void tool(String user, String userAgent, Consumer<IamClient> calls) {
        act(sandbox.account().as(Sandbox.user(user), userAgent, "198.51.100.8"), calls);
    }

    /// Lets a user make a call that IAM refuses.
    void refused(String user, String code, Consumer<IamClient> call) {
        try {
            call.accept(sandbox.iamAs(user));
            expect("IAM refuses the call with " + code, false);
        } catch (IamException refused) {
            expect(
                    "IAM refuses the call: " + refused.awsErrorDetails().errorMessage(),
                    refused.awsErrorDetails().errorCode().equals(code));
        }
    }

    /// Records that an instance uses the role now.
    void used(String role) {
        narrator.printEntries();
        narrator.remark("an instance uses role " + role);
        sandbox.account().used(role, sandbox.clock().instant(), "us-east-1");
    }

    /// Lets a user make many calls, which are not printed one by one.
    void withoutEvents(String user, Consumer<IamClient> calls) {
        narrator.printEntries();
        act(sandbox.iamAs(user), calls);
        sandbox.settle();
        narrator.skip();
        narrator.remark("%s has made them; no event of it arrived".formatted(user));
    }

    /// Calls IAM without a record in CloudTrail.
    void unrecorded(Consumer<IamClient> calls) {
        act(sandbox.account().unrecorded(Sandbox.user("somebody")), calls);
        narrator.remark("somebody changes a profile, and CloudTrail has no record of it");
    }

    /// Invokes the act's function, and prints the first lines of its report.
    Map<String, Object> backfill(String request) {
        narrator.printEntries();
        narrator.remark(
                "an operator, or the schedule, invokes %s with %s".formatted(function, request));
        int before = sandbox.timeline().entries().size();
        InvocationResponse response = sandbox.lambda().invoke(function, request);
        List<Entry> calls = calls(before);
        narrator.skip();
        if (!(response instanceof InvocationResponse.Returned)) {
            expect("the request is carried out (" + response.payload() + ")", false);
            return Map.of();
        }
        List<?> lines = response.result().get("lines") instanceof List<?> some ? some : List.of();
        narrator.lines(lines.stream().limit(LINES).map(line -> "   " + line).toList());
        if (lines.size() > LINES) {
            narrator.lines(List.of("   ... and %d lines more".formatted(lines.size() - LINES)));
        }
        long reads = calls.stream().filter(Stage::reads).count();
        narrator.remark("%d calls read IAM, %d wrote it".formatted(reads, calls.size() - reads));
        return response.result();
    }

    /// The number of functions' calls that have changed IAM so far.
    int writes() {
        return (int) calls(0).stream().filter(call -> !reads(call)).count();
    }

    private List<Entry> calls(int since) {
        List<Entry> entries = sandbox.timeline().entries();
        return entries.subList(since, entries.size()).stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && entry.function() != null)
                .toList();
    }

    private static boolean reads(Entry call) {
        return Narrator.reads(call);
    }

    private void act(IamClient client, Consumer<IamClient> calls) {
        try {
            calls.accept(client);
        } catch (IamException refused) {
            expect("IAM accepts the call (" + refused.getMessage() + ")", false);
        }
    }

    /// Delivers the recorded events, and lets the functions run.
    void settle() {
        sandbox.settle();
        narrator.printEntries();
    }

    /// Moves the clock forward, so that retries become due.
    void advance(Duration time) {
        narrator.printEntries();
        narrator.remark(
                "time passes: %d min %d s".formatted(time.toMinutes(), time.toSecondsPart()));
        sandbox.advance(time);
        narrator.printEntries();
    }

    /// Sets faults, such as `fail` to `AddRoleToInstanceProfile:1`.
    void fault(String key, String value) {
        narrator.printEntries();
        narrator.remark("from now on: %s=%s".formatted(key, value));
        sandbox.faults().set(key, value);
    }

    /// Invokes the act's function by hand, and prints its response.
    void invokeAndPrint(String request) {
        invoke(request);
        sandbox.lambda().invoke(function, request).result().entrySet().stream()
                .filter(field ->
                        field.getValue() instanceof Map<?, ?>
                                || field.getValue() instanceof List<?>)
                .forEach(
                        field -> narrator.lines(List.of(field.getKey() + ": " + field.getValue())));
    }

    /// Invokes the act's function by hand.
    void invoke(String request) {
        narrator.remark("an operator invokes %s with %s".formatted(function, request));
        InvocationResponse response = sandbox.lambda().invoke(function, request);
        narrator.printEntries();
        if (!(response instanceof InvocationResponse.Returned)) {
            expect("the request is carried out (" + response.payload() + ")", false);
        }
    }

    /// Prints a profile as it is now.
    void show(String when, String profile) {
        narrator.printEntries();
        narrator.state(when, described(profile));
    }

    /// Prints an expectation, and counts it as failed if it is not met.
    void expect(String what, boolean so) {
        narrator.verdict(what, so);
        failed += so ? 0 : 1;
    }

    /// Whether a finding of this kind was sent in this scene.
    boolean hasFinding(String kind) {
        return narrator.findings().stream().anyMatch(f -> Objects.equals(f.get("kind"), kind));
    }

    /// Whether a finding of this scene contains these words.
    boolean findingsMention(String words) {
        return narrator.findings().stream().anyMatch(f -> f.toString().contains(words));
    }

    /// The number of expectations that were not met.
    int failed() {
        return failed;
    }

    @Nullable InstanceProfile profile(String name) {
        try {
            return observer.getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile();
        } catch (NoSuchEntityException gone) {
            return null;
        }
    }

    /// The profile's ID; empty: there is no such profile.
    String idOf(String profile) {
        InstanceProfile found = profile(profile);
        return found == null ? "" : found.instanceProfileId();
    }

    /// The name of the role in a profile; empty: it has none.
    String roleIn(String profile) {
        InstanceProfile found = profile(profile);
        return found == null
                ? ""
                : found.roles().stream().map(Role::roleName).findFirst().orElse("");
    }

    /// The value of a profile's tag; empty: it has none.
    String tagOf(String profile, String key) {
        InstanceProfile found = profile(profile);
        Stream<Tag> tags = found == null ? Stream.of() : found.tags().stream();
        return tags.filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
    }

    /// Whether there is such a role.
    boolean roleExists(String name) {
        return sandbox.account().role(name).isPresent();
    }

    /// The value of a role's tag; empty: it has none.
    String roleTag(String role, String key) {
        Stream<Tag> tags = observer.getRole(r -> r.roleName(role)).role().tags().stream();
        return tags.filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
    }

    /// All profiles as they are now.
    List<InstanceProfile> profiles() {
        return observer.listInstanceProfiles().instanceProfiles().stream()
                .map(each -> Objects.requireNonNull(profile(each.instanceProfileName())))
                .toList();
    }

    private String described(String name) {
        InstanceProfile found = profile(name);
        return found == null ? name + ": there is no such profile" : ProfileTable.line(found);
    }

    /// Creates a role that EC2 may assume.
    static void createRole(IamClient iam, String name, Tag... tags) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUSTS_EC2).tags(tags));
    }

    static void tag(IamClient iam, String profile, Tag... tags) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tags));
    }

    /// Creates a profile with a role.
    static void createProfile(IamClient iam, String name, String role, Tag... tags) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(tags));
        add(iam, name, role);
    }

    static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void remove(IamClient iam, String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void swap(IamClient iam, String profile, String from, String to) {
        remove(iam, profile, from);
        add(iam, profile, to);
    }
}
