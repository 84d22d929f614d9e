package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Backfill: applies the rules to resources that are older than the stack, and after lost events.
final class SweepAct implements Act {
    private static final int SIZE = 200;
    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final String OF_EKS = "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10";
    private static final String TRUSTS_LAMBDA =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    /// The findings that only people can resolve.
    private static final List<String> FOR_PEOPLE =
            List.of(
                    "profile-name-taken",
                    "profile-left-empty",
                    "tags-full",
                    "tag-value-not-allowed",
                    "inherited-tag-differs");

    private final Stage stage;
    private final AccountView account;

    SweepAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        existingAccount();
        lostEvents();
        unattributedDrift();
        halfMadeProfile();
    }

    private void existingAccount() {
        stage.scene(
                "An account of %d roles and profiles, older than the stack".formatted(SIZE),
                "Profiles are missing, empty, or contain another role. Tags are missing, have"
                        + " wrong keys or values, or differ from those of the role.");
        stage.fault("lose", "1");
        stage.withoutEvents("alice", SweepAct::grow);
        stage.fault("lose", "0");
        stage.advance(Duration.ofHours(2));
        Map<String, Object> planned = stage.backfill("{\"mode\": \"plan\"}");
        stage.expect("the plan has changed nothing", stage.writes() == 0);
        stage.expect("it lists what would change", planned.get("lines") instanceof List<?>);
        Map<String, Object> applied =
                stage.backfill(
                        "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(planned.get("plan")));
        stage.expect("the whole plan is applied", applied.get("cursor") == null);
        stage.expect("role-1 has its profile now", account.roleIn("role-1").equals("role-1"));
        stage.expect("the tags are right", account.tagOf("role-3", "CostCenter").equals("cc-1"));
        int before = stage.writes();
        stage.backfill(SWEEP);
        stage.expect("the next sweep changes nothing", stage.writes() == before);
        for (String kind : FOR_PEOPLE) {
            stage.expect("a finding says what people must do: " + kind, stage.hasFinding(kind));
        }
        stage.expect("the profile of EKS is unchanged", account.tagOf(OF_EKS, "Owner").isEmpty());
        stage.expect(
                "a role that only Lambda may assume gets no profile",
                account.profile("worker") == null);
    }

    private void lostEvents() {
        stage.scene(
                "Events get lost",
                "EventBridge may lose events. The sweep finds the drift, and CloudTrail shows the"
                        + " caller.");
        stage.user("admin", iam -> createRole(iam, "intruder"));
        stage.settle();
        stage.show("before", "prod-1");
        stage.fault("lose", "1");
        stage.user("mallory", iam -> swap(iam, "prod-1", "role-0", "intruder"));
        stage.user("deployer", iam -> swap(iam, "prod-2", "role-0", "role-4"));
        stage.settle();
        stage.fault("lose", "0");
        stage.advance(Duration.ofMinutes(20));
        stage.backfill(SWEEP);
        stage.show("after", "prod-1");
        stage.show("after", "prod-2");
        stage.expect("mallory's change is reverted", account.roleIn("prod-1").equals("role-0"));
        stage.expect(
                "mallory is named",
                stage.hasFinding("role-reverted") && stage.findingsMention("mallory"));
        stage.expect(
                "the change by the trusted user deployer is the new baseline",
                account.roleIn("prod-2").equals("role-4"));
    }

    private void unattributedDrift() {
        stage.scene(
                "Drift with an unknown cause",
                "CloudTrail may be late, so the sweep only reports the drift for the first 30"
                        + " minutes.");
        stage.unrecorded(iam -> swap(iam, "prod-1", "role-0", "intruder"));
        stage.backfill(SWEEP);
        stage.show("first", "prod-1");
        stage.expect("a finding reports it", stage.hasFinding("drift-unexplained"));
        stage.expect(
                "the sweep does not change it yet", account.roleIn("prod-1").equals("intruder"));
        stage.advance(Duration.ofMinutes(31));
        stage.backfill(SWEEP);
        stage.show("after", "prod-1");
        stage.expect(
                "after 30 minutes, the sweep reverts the change",
                account.roleIn("prod-1").equals("role-0"));
    }

    private void halfMadeProfile() {
        stage.scene(
                "IAM fails between the two calls that create a profile",
                "ProfileProvisioner creates the profile, but cannot add the role until the queue"
                        + " gives up. The next sweep finishes the profile.");
        stage.fault("fail", "AddRoleToInstanceProfile:1000");
        stage.user("admin", iam -> createRole(iam, "metrics", tags(0)));
        stage.advance(Duration.ofHours(1));
        stage.show("half made", "metrics");
        stage.expect("the profile is empty", account.roleIn("metrics").isEmpty());
        stage.expect("a finding reports it", stage.hasFinding("profile-unfinished"));
        stage.fault("fail", "");
        stage.backfill(SWEEP);
        stage.show("after", "metrics");
        stage.expect("the sweep has finished it", account.roleIn("metrics").equals("metrics"));
    }

    private static void grow(IamClient iam) {
        for (int i = 0; i < SIZE; i++) {
            String name = "role-" + i;
            createRole(iam, name, tags(i));
            if (i % 4 != 1) {
                createProfile(iam, name, name, tags(i));
            }
        }
        createProfile(iam, "prod-1", "role-0", of("Owner", "ops"), of("CostCenter", "cc-1"));
        createProfile(iam, "prod-2", "role-0", of("Owner", "ops"), of("CostCenter", "cc-1"));
        remove(iam, "role-8", "role-8");
        createProfile(iam, "role-5", "role-0", tags(0));
        createProfile(iam, OF_EKS, "role-0");
        createRole(iam, "full", tags(0));
        createProfile(iam, "full", "full", fifty());
        createRole(
                iam, "legacy", of("Owner", "ops"), of("CostCenter", "cc-1"), of("Stage", "prod"));
        createProfile(iam, "own", "legacy", of("Owner", "ops"), of("CostCenter", "cc-2"));
        iam.createRole(
                r -> r.roleName("worker").assumeRolePolicyDocument(TRUSTS_LAMBDA).tags(tags(0)));
    }

    private static Tag[] fifty() {
        return IntStream.range(0, 50).mapToObj(i -> of("Team" + i, "x")).toArray(Tag[]::new);
    }

    private static Tag[] tags(int i) {
        return switch (i % 5) {
            case 0 -> new Tag[] {of("Owner", "ops"), of("CostCenter", "cc-1")};
            case 1 -> new Tag[] {};
            case 2 -> new Tag[] {of("owner", "ops"), of("COSTCENTER", "cc-1")};
            case 3 -> new Tag[] {of("Owner", "ops"), of("costcenter", "cc-1")};
            default -> new Tag[] {of("Owner", "ops"), of("CostCenter", "free")};
        };
    }

    private static Tag of(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
