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

/// What the scenes of the story act with. Everything that happens is told by the [Narrator]; what
/// is expected and does not come about counts as failed.
final class Stage {
    private static final String TRUSTS_EC2 =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private static final int LINES = 14;

    private final Sandbox sandbox;
    private final Narrator narrator;
    private final IamClient teller;
    private final String function;
    private int failed;

    /// @param function whom operators invoke
    Stage(Sandbox sandbox, Narrator narrator, IamClient teller, String function) {
        this.sandbox = sandbox;
        this.narrator = narrator;
        this.teller = teller;
        this.function = function;
    }

    /// Starts the next part of the story.
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
        Role role = teller.getRole(r -> r.roleName("deployer")).role();
        act(sandbox.iamAs(Sandbox.sessionOf(role, "build-4711", "ASIADEPLOYER")), calls);
    }

    /// Lets a tool call IAM, which names itself in its user agent.
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

    /// An instance uses the role now.
    void used(String role) {
        narrator.tell();
        narrator.remark("an instance uses role " + role);
        sandbox.account().used(role, sandbox.clock().instant(), "us-east-1");
    }

    /// Lets a user make many calls, which are not told one by one.
    void quietly(String user, Consumer<IamClient> calls) {
        narrator.tell();
        act(sandbox.iamAs(user), calls);
        sandbox.settle();
        narrator.skip();
        narrator.remark("%s has made them; no event of it arrived".formatted(user));
    }

    /// Somebody calls IAM, and CloudTrail does not tell.
    void unrecorded(Consumer<IamClient> calls) {
        act(sandbox.account().unrecorded(Sandbox.user("somebody")), calls);
        narrator.remark("somebody changes a profile, and CloudTrail has no record of it");
    }

    /// Invokes the act's function, and prints the first lines of what it tells people.
    Map<String, Object> backfill(String request) {
        narrator.tell();
        narrator.remark(
                "an operator, or the schedule, invokes %s with %s".formatted(function, request));
        int before = sandbox.timeline().entries().size();
        InvocationResponse answer = sandbox.lambda().invoke(function, request);
        List<Entry> calls = calls(before);
        narrator.skip();
        if (!(answer instanceof InvocationResponse.Returned)) {
            expect("the request is carried out (" + answer.payload() + ")", false);
            return Map.of();
        }
        List<?> lines = answer.result().get("lines") instanceof List<?> some ? some : List.of();
        narrator.lines(lines.stream().limit(LINES).map(line -> "   " + line).toList());
        if (lines.size() > LINES) {
            narrator.lines(List.of("   ... and %d lines more".formatted(lines.size() - LINES)));
        }
        long reads = calls.stream().filter(Stage::reads).count();
        narrator.remark("%d calls read IAM, %d wrote it".formatted(reads, calls.size() - reads));
        return answer.result();
    }

    /// How many calls of functions have changed IAM so far.
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

    /// Delivers what was recorded, and lets the functions run.
    void settle() {
        sandbox.settle();
        narrator.tell();
    }

    /// Lets time pass, which brings retries about.
    void pass(Duration time) {
        narrator.tell();
        narrator.remark(
                "time passes: %d min %d s".formatted(time.toMinutes(), time.toSecondsPart()));
        sandbox.advance(time);
        narrator.tell();
    }

    /// Sets faults, such as `fail` to `AddRoleToInstanceProfile:1`.
    void fault(String key, String value) {
        narrator.tell();
        narrator.remark("from now on: %s=%s".formatted(key, value));
        sandbox.faults().set(key, value);
    }

    /// Invokes the act's function by hand, and prints its answer.
    void answer(String request) {
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
        InvocationResponse answer = sandbox.lambda().invoke(function, request);
        narrator.tell();
        if (!(answer instanceof InvocationResponse.Returned)) {
            String told = answer.payload();
            expect("the request is carried out (" + told + ")", false);
        }
    }

    /// Shows a profile as it is.
    void show(String when, String profile) {
        narrator.tell();
        narrator.state(when, described(profile));
    }

    /// Says what ought to be so now, and notes when it is not.
    void expect(String what, boolean so) {
        narrator.verdict(what, so);
        failed += so ? 0 : 1;
    }

    /// Whether a finding of this kind was sent in this scene.
    boolean found(String kind) {
        return narrator.findings().stream().anyMatch(f -> Objects.equals(f.get("kind"), kind));
    }

    /// Whether findings of this scene say this.
    boolean told(String words) {
        return narrator.findings().stream().anyMatch(f -> f.toString().contains(words));
    }

    /// How many of the expectations were not met.
    int failed() {
        return failed;
    }

    @Nullable InstanceProfile profile(String name) {
        try {
            return teller.getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile();
        } catch (NoSuchEntityException gone) {
            return null;
        }
    }

    /// The profiles' ID, or empty.
    String idOf(String profile) {
        InstanceProfile found = profile(profile);
        return found == null ? "" : found.instanceProfileId();
    }

    /// The name of the role in it, or empty.
    String roleIn(String profile) {
        InstanceProfile found = profile(profile);
        return found == null
                ? ""
                : found.roles().stream().map(Role::roleName).findFirst().orElse("");
    }

    /// The value of a tag, or empty.
    String tagOf(String profile, String key) {
        InstanceProfile found = profile(profile);
        Stream<Tag> tags = found == null ? Stream.of() : found.tags().stream();
        return tags.filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
    }

    /// Whether there is such a role.
    boolean roleExists(String name) {
        return sandbox.account().role(name).isPresent();
    }

    /// The value of a role's tag, or empty.
    String roleTag(String role, String key) {
        Stream<Tag> tags = teller.getRole(r -> r.roleName(role)).role().tags().stream();
        return tags.filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
    }

    /// Every profile as it is.
    List<InstanceProfile> profiles() {
        return teller.listInstanceProfiles().instanceProfiles().stream()
                .map(each -> Objects.requireNonNull(profile(each.instanceProfileName())))
                .toList();
    }

    private String described(String name) {
        InstanceProfile found = profile(name);
        return found == null ? name + ": there is no such profile" : ProfileTable.line(found);
    }

    /// Makes a role that EC2 may assume.
    static void createRole(IamClient iam, String name, Tag... tags) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUSTS_EC2).tags(tags));
    }

    static void tag(IamClient iam, String profile, Tag... tags) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tags));
    }

    /// Makes a profile with a role.
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
