package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// The application of a plan can be killed anywhere. Started again, it ends as if it had not been
/// killed.
class KilledApplicationTest {
    @Test
    void endsInTheSameStateWhereverItIsKilled() {
        Played whole = play(Integer.MAX_VALUE);
        assertThat(whole.calls())
                .contains(
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "DeleteInstanceProfile",
                        "TagInstanceProfile",
                        "UntagInstanceProfile",
                        "TagRole",
                        "PutItem",
                        "UpdateItem")
                .hasSizeGreaterThan(60);

        for (int i = 0; i < whole.calls().size(); i++) {
            Played killed = play(i);

            String where = "killed at call %d, %s".formatted(i, whole.calls().get(i));
            assertThat(killed.state()).as(where).isEqualTo(whole.state());
            assertThat(killed.mails()).as(where).containsAll(whole.mails());
            assertThat(killed.problems()).as(where).isEmpty();
        }
    }

    /// What an application led to.
    ///
    /// @param calls the calls of the first application to IAM and DynamoDB
    /// @param state roles, profiles and baselines
    /// @param mails the subjects of the mails
    /// @param problems the lines of the last application that are no success, and what the next
    ///   sweep writes
    private record Played(
            List<String> calls,
            Map<String, String> state,
            List<String> mails,
            List<String> problems) {}

    private static Played play(int killedAt) {
        try (SweptAccount account = account()) {
            drift(account);
            Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
            account.later(Duration.ofMinutes(1));
            String request = "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan"));
            Killer killer = new Killer(account, killedAt);

            InvocationResponse first = account.sandbox().lambda().invoke("Backfill", request);
            List<String> calls = List.copyOf(killer.calls);
            account.later(Duration.ofMinutes(1));
            List<String> problems = new ArrayList<>();
            if (first instanceof InvocationResponse.Failed) {
                lines(account.backfill(request)).stream()
                        .filter(line -> line.contains("failed") || line.contains("plan-changed"))
                        .forEach(problems::add);
            }
            account.later(Duration.ofHours(1));
            account.backfill("{\"mode\": \"sweep\"}");
            problems.addAll(account.writes());
            return new Played(calls, state(account), mails(account), problems);
        }
    }

    private static SweptAccount account() {
        return SweptAccount.owned(
                "Owner",
                "UnattributedGraceMinutes",
                "0",
                "FindingsTopic",
                "arn:aws:sns:us-east-1:123456789012:alerts");
    }

    /// A swapped and a deleted profile; a role without a profile, and a profile without its role;
    /// tags to be set, corrected and inherited.
    private static void drift(SweptAccount account) {
        List.of("web", "gone", "old").forEach(account::role);
        List.of("web", "gone").forEach(name -> account.profile("prod-" + name, name));
        account.later(Duration.ofHours(1));
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        IamClient mallory = account.as("mallory");
        account.role("evil");
        remove(mallory, "prod-web", "web");
        add(mallory, "prod-web", "evil");
        remove(mallory, "prod-gone", "gone");
        mallory.deleteInstanceProfile(r -> r.instanceProfileName("prod-gone"));
        remove(mallory, "old", "old");
        mallory.deleteRole(r -> r.roleName("old"));
        account.role("batch");
        mallory.tagRole(r -> r.roleName("web").tags(tag("owner", "ann")));
        mallory.untagInstanceProfile(r -> r.instanceProfileName("prod-web").tagKeys("Owner"));
        mallory.tagInstanceProfile(
                r -> r.instanceProfileName("prod-web").tags(tag("owner", "eve")));
        account.later(Duration.ofHours(1));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static Map<String, String> state(SweptAccount account) {
        Map<String, String> state = new TreeMap<>();
        Map<String, String> ids = new TreeMap<>();
        IamClient reader = account.as("reader");
        account.profiles()
                .forEach((name, role) -> {
                    var profile = reader.getInstanceProfile(r -> r.instanceProfileName(name));
                    ids.put(name, profile.instanceProfile().instanceProfileId());
                    state.put(
                            "profile " + name, role + " " + tags(profile.instanceProfile().tags()));
                });
        reader.listRoles()
                .roles()
                .forEach(role ->
                        state.put(
                                "role " + role.roleName(),
                                tags(
                                        reader.getRole(r -> r.roleName(role.roleName()))
                                                .role()
                                                .tags())));
        account.sandbox()
                .dynamo()
                .scan(r -> r.tableName("profile-guard-BaselineTable"))
                .items()
                .forEach(item -> state.put("item " + item.get("profile").s(), stored(item, ids)));
        return state;
    }

    private static String tags(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> !tag.key().startsWith("profile-guard:for-role"))
                .map(tag -> tag.key() + "=" + tag.value())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /// The role of a baseline, and whether it has the profile's current ID.
    private static String stored(Map<String, AttributeValue> item, Map<String, String> ids) {
        AttributeValue baseline = item.get("baseline");
        if (baseline == null) {
            return "";
        }
        boolean current = baseline.m().get("profileId").s().equals(ids.get(item.get("name").s()));
        return "%s, %s".formatted(baseline.m().get("roleName").s(), current ? "current" : "other");
    }

    private static List<String> mails(SweptAccount account) {
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    /// Kills Backfill, once, when it is about to make a call.
    private static final class Killer {
        private final List<String> calls = new ArrayList<>();
        private int left;

        Killer(SweptAccount account, int calls) {
            left = calls;
            account.sandbox().database().observer(this::call);
            account.sandbox()
                    .account()
                    .gate(call -> {
                        if (call.caller().arn().contains("Backfill")) {
                            call(call.operation());
                        }
                    });
        }

        private void call(String operation) {
            calls.add(operation);
            if (left-- == 0) {
                throw new Killed();
            }
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
