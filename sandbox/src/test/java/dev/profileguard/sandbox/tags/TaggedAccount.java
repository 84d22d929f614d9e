package dev.profileguard.sandbox.tags;

import dev.profileguard.sandbox.AccountUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// A sandbox in which TagEnforcer enforces: CostCenter, with the values 100 and 2*, is required on
/// roles and profiles; so is Owner, with any value. Its clock is stopped.
final class TaggedAccount extends AccountUnderTest {
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

    private final List<String> database = new ArrayList<>();

    private TaggedAccount(String... parameters) {
        super(
                "/profile-guard-TagEnforcer",
                Map.of("GuardMode", "off", "TagMode", "enforce", "TagPolicy", POLICY),
                parameters);
        sandbox().database().observer(database::add);
    }

    /// Enforces, unless the parameters say otherwise.
    static TaggedAccount with(String... parameters) {
        return new TaggedAccount(parameters);
    }

    /// Moves the clock forward by an hour, and forgets what has happened so far.
    void later() {
        sandbox().settle();
        later(Duration.ofHours(1));
        database.clear();
    }

    /// Lets an administrator call IAM without events, and forgets it.
    void withoutEvents(Consumer<IamClient> calls) {
        withoutEvents("admin", calls);
        later();
    }

    /// Creates a role, and a profile with this role, without events.
    void existing(
            String role, Map<String, String> roleTags, String profile, Map<String, String> own) {
        withoutEvents(iam -> {
            createRole(iam, role, roleTags);
            createProfile(iam, profile, own);
            add(iam, profile, role);
        });
    }

    Map<String, String> roleTags(String name) {
        return map(asRoot().listRoleTags(r -> r.roleName(name)).tags());
    }

    Map<String, String> profileTags(String name) {
        return map(asRoot().listInstanceProfileTags(r -> r.instanceProfileName(name)).tags());
    }

    /// The operations on the database, in order.
    List<String> database() {
        return List.copyOf(database);
    }

    String invoke(String request) {
        return sandbox().lambda().invoke("TagEnforcer", request).payload();
    }

    static void createRole(IamClient iam, String name, Map<String, String> tags) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUSTS_EC2).tags(list(tags)));
    }

    static void createProfile(IamClient iam, String name, Map<String, String> tags) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(list(tags)));
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
}
