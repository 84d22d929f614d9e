package dev.profileguard.sandbox.tags;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.timeline.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// A sandbox in which TagEnforcer enforces: CostCenter, with the values 100 and 2*, is required on
/// roles and profiles; so is Owner, with any value. Its clock stands still.
final class TaggedAccount implements AutoCloseable {
    static final String POLICY =
            """
            {"tags": {
              "costcenter": {"tag_key": {"@@assign": "CostCenter"},
                "tag_value": {"@@assign": ["100", "2*"]},
                "enforced_for": {"@@assign": ["iam:ALL_SUPPORTED"]},
                "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}},
              "owner": {"tag_key": {"@@assign": "Owner"},
                "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;
    static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
    private static final String OWN = "/profile-guard-TagEnforcer";

    private final Sandbox sandbox;
    private final List<String> database = new ArrayList<>();
    private int told;

    private TaggedAccount(Sandbox sandbox) {
        this.sandbox = sandbox;
        sandbox.database().observer(database::add);
    }

    /// Enforces, unless the parameters say otherwise.
    static TaggedAccount with(String... parameters) {
        Map<String, String> given = new HashMap<>();
        given.put("GuardMode", "off");
        given.put("TagMode", "enforce");
        given.put("TagPolicy", POLICY);
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        return new TaggedAccount(
                Sandbox.start(Path.of("../template.yaml"), given, Sandbox.Mode.TEST_CLOCK));
    }

    /// An hour on, with what has happened so far left out of what tests look at.
    void later() {
        sandbox.settle();
        sandbox.advance(Duration.ofHours(1));
        told = sandbox.timeline().entries().size();
        database.clear();
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient as(String user) {
        return sandbox.iamAs(user);
    }

    /// What this user does, and what follows from it.
    void after(String user, Consumer<IamClient> calls) {
        calls.accept(as(user));
        sandbox.settle();
    }

    /// What somebody does without an event that arrives.
    void unseen(Consumer<IamClient> calls) {
        sandbox.faults().set("lose", "1");
        after("admin", calls);
        sandbox.faults().set("lose", "0");
        later();
    }

    /// A role and a profile that holds it, made without events.
    void existing(
            String role, Map<String, String> roleTags, String profile, Map<String, String> own) {
        unseen(iam -> {
            createRole(iam, role, roleTags);
            createProfile(iam, profile, own);
            add(iam, profile, role);
        });
    }

    Map<String, String> role(String name) {
        return map(as("reader").listRoleTags(r -> r.roleName(name)).tags());
    }

    Map<String, String> profile(String name) {
        return map(as("reader").listInstanceProfileTags(r -> r.instanceProfileName(name)).tags());
    }

    /// What the function called since, in order.
    List<String> calls() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> String.valueOf(entry.actor()).contains(OWN))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// What it called of the database since.
    List<String> database() {
        return List.copyOf(database);
    }

    List<Entry> news() {
        List<Entry> all = sandbox.timeline().entries();
        return all.subList(told, all.size());
    }

    /// The kinds of the findings since.
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

    String invoke(String request) {
        return sandbox.lambda().invoke("TagEnforcer", request).payload();
    }

    static void createRole(IamClient iam, String name, Map<String, String> tags) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST).tags(list(tags)));
    }

    static void createProfile(IamClient iam, String name, Map<String, String> tags) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(list(tags)));
    }

    static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void tagRole(IamClient iam, String role, String key, String value) {
        iam.tagRole(r -> r.roleName(role).tags(list(Map.of(key, value))));
    }

    static void untagRole(IamClient iam, String role, String... keys) {
        iam.untagRole(r -> r.roleName(role).tagKeys(Arrays.asList(keys)));
    }

    static void tagProfile(IamClient iam, String profile, String key, String value) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(list(Map.of(key, value))));
    }

    static void untagProfile(IamClient iam, String profile, String... keys) {
        iam.untagInstanceProfile(r -> r.instanceProfileName(profile).tagKeys(Arrays.asList(keys)));
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Map<String, String> map(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
