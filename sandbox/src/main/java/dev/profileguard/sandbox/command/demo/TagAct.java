package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import software.amazon.awssdk.services.iam.model.Tag;

/// TagEnforcer: sets the tags that a tag policy requires on roles and profiles.
final class TagAct implements Act {
    /// As EKS names the profile of a managed node group.
    private static final String OF_EKS = "eks-1c0e7d52-8a4b-4f0e-b3a6-5d9c2e7f1a34";

    /// A tag policy of an organization.
    static final String POLICY =
            """
            {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"},
               "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}},
              "CostCenter": {"tag_key": {"@@assign": "CostCenter"},
               "tag_value": {"@@assign": ["unassigned", "cc-*"]},
               "enforced_for": {"@@assign": ["iam:role", "iam:instance-profile"]},
               "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}},
              "Stage": {"tag_key": {"@@assign": "Stage"},
               "tag_value": {"@@assign": ["test", "live"]},
               "enforced_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    private final Stage stage;
    private final AccountView account;

    TagAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        untagged();
        inherited();
        removed();
        wrongCase();
        notAllowed();
        notAllowedAndNoDefault();
        owned();
        compared();
    }

    private void untagged() {
        stage.scene(
                "Somebody creates a role and a profile without tags",
                "The policy requires Owner and CostCenter on both. The default of Owner is the"
                        + " caller who created them.");
        stage.user(
                "alice",
                iam -> {
                    createRole(iam, "web");
                    createProfile(iam, "web", "web");
                });
        stage.settle();
        stage.show("after", "web");
        stage.expect("the role's Owner is alice", account.roleTag("web", "Owner").equals("alice"));
        stage.expect("the profile's Owner is alice", account.tagOf("web", "Owner").equals("alice"));
        stage.expect(
                "its CostCenter is unassigned",
                account.tagOf("web", "CostCenter").equals("unassigned"));
    }

    private void inherited() {
        stage.scene(
                "Somebody sets the role's CostCenter",
                "InheritedTags=CostCenter: the profile inherits the tag from its role.");
        stage.show("before", "web");
        stage.user(
                "alice", iam -> iam.tagRole(r -> r.roleName("web").tags(of("CostCenter", "cc-7"))));
        stage.settle();
        stage.show("after", "web");
        stage.expect(
                "the profile has the new value too",
                account.tagOf("web", "CostCenter").equals("cc-7"));
    }

    private void removed() {
        stage.scene(
                "Somebody removes required tags",
                "With RoleTagsFromProfiles=true, TagEnforcer copies them from the other resource.");
        stage.user(
                "mallory",
                iam -> iam.untagRole(r -> r.roleName("web").tagKeys("Owner", "CostCenter")));
        stage.settle();
        stage.expect("the role has Owner again", account.roleTag("web", "Owner").equals("alice"));
        stage.expect(
                "the role has CostCenter again",
                account.roleTag("web", "CostCenter").equals("cc-7"));
        stage.user(
                "mallory",
                iam ->
                        iam.untagInstanceProfile(
                                r -> r.instanceProfileName("web").tagKeys("Owner")));
        stage.settle();
        stage.show("after", "web");
        stage.expect("the profile has Owner again", account.tagOf("web", "Owner").equals("alice"));
    }

    private void wrongCase() {
        stage.scene(
                "Tag keys with the wrong capitalization",
                "On a profile, costcenter and CostCenter are two tags; on a role, they are one.");
        stage.user(
                "alice",
                iam -> {
                    createRole(iam, "jobs", of("costcenter", "cc-9"));
                    createProfile(
                            iam, "jobs", "jobs", of("OWNER", "bob"), of("costcenter", "cc-9"));
                });
        stage.settle();
        stage.show("after", "jobs");
        stage.expect("the profile's keys are right", account.tagOf("jobs", "Owner").equals("bob"));
        stage.expect("the profile's wrong keys are gone", account.tagOf("jobs", "OWNER").isEmpty());
        stage.expect(
                "the role's key is right", account.roleTag("jobs", "CostCenter").equals("cc-9"));
    }

    private void notAllowed() {
        stage.scene(
                "A value that the policy does not allow", "TagEnforcer sets the default value.");
        stage.user("alice", iam -> tag(iam, "jobs", of("CostCenter", "mine")));
        stage.settle();
        stage.show("after", "jobs");
        stage.expect("the value is replaced", !account.tagOf("jobs", "CostCenter").equals("mine"));
    }

    private void notAllowedAndNoDefault() {
        stage.scene(
                "A value that the policy does not allow, without a default",
                "TagEnforcer does not guess. A person must decide.");
        stage.user("alice", iam -> tag(iam, "jobs", of("Stage", "lve")));
        stage.settle();
        stage.show("after", "jobs");
        stage.expect("the value stays", account.tagOf("jobs", "Stage").equals("lve"));
        stage.expect("a finding reports it", stage.hasFinding("tag-value-not-allowed"));
    }

    private void owned() {
        stage.scene(
                "A profile that an AWS service owns",
                "EKS names its profiles eks- and a UUID. TagEnforcer does not change them.");
        stage.user("alice", iam -> createProfile(iam, OF_EKS, "jobs"));
        stage.settle();
        stage.show("after", OF_EKS);
        stage.expect("it gets no tags", account.tagOf(OF_EKS, "Owner").isEmpty());
    }

    private void compared() {
        stage.scene(
                "The tags of a profile and its role, side by side",
                "An operator sends the request show. No console has such a view.");
        stage.invokeAndPrint("{\"show\": {\"profile\": \"jobs\"}}");
        stage.expect("the request succeeds", stage.failed() == 0);
    }

    private static Tag of(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
