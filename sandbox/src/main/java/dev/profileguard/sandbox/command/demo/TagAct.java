package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.Stage.createProfile;
import static dev.profileguard.sandbox.command.demo.Stage.createRole;
import static dev.profileguard.sandbox.command.demo.Stage.tag;

import software.amazon.awssdk.services.iam.model.Tag;

/// TagEnforcer: roles and profiles carry the tags that a tag policy asks for.
final class TagAct implements Act {
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

    TagAct(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void play() {
        untagged();
        inherited();
        removed();
        wrongCase();
        notAllowed();
        notAllowedAndNoDefault();
        untouchable();
        compared();
    }

    private void untagged() {
        stage.scene(
                "A role and a profile without tags",
                "Both are required to have Owner and CostCenter; the creator is known from the"
                        + " call.");
        stage.user(
                "alice",
                iam -> {
                    createRole(iam, "web");
                    createProfile(iam, "web", "web");
                });
        stage.settle();
        stage.show("after", "web");
        stage.expect("the role says who made it", stage.roleTag("web", "Owner").equals("alice"));
        stage.expect("the profile too", stage.tagOf("web", "Owner").equals("alice"));
        stage.expect(
                "its cost center is unassigned",
                stage.tagOf("web", "CostCenter").equals("unassigned"));
    }

    private void inherited() {
        stage.scene(
                "The role's cost center is set",
                "InheritedTags=CostCenter: the profile's inherited tag follows the role's.");
        stage.show("before", "web");
        stage.user(
                "alice", iam -> iam.tagRole(r -> r.roleName("web").tags(of("CostCenter", "cc-7"))));
        stage.settle();
        stage.show("after", "web");
        stage.expect("the profile follows", stage.tagOf("web", "CostCenter").equals("cc-7"));
    }

    private void removed() {
        stage.scene("Required tags are removed", "They are copied back from the other resource.");
        stage.user(
                "mallory",
                iam -> iam.untagRole(r -> r.roleName("web").tagKeys("Owner", "CostCenter")));
        stage.settle();
        stage.expect("the role's owner is back", stage.roleTag("web", "Owner").equals("alice"));
        stage.expect("so is its cost center", stage.roleTag("web", "CostCenter").equals("cc-7"));
        stage.user(
                "mallory",
                iam ->
                        iam.untagInstanceProfile(
                                r -> r.instanceProfileName("web").tagKeys("Owner")));
        stage.settle();
        stage.show("after", "web");
        stage.expect("the profile's owner too", stage.tagOf("web", "Owner").equals("alice"));
    }

    private void wrongCase() {
        stage.scene(
                "Keys in the wrong case",
                "On a profile costcenter and CostCenter are two tags, on a role one.");
        stage.user(
                "alice",
                iam -> {
                    createRole(iam, "jobs", of("costcenter", "cc-9"));
                    createProfile(
                            iam, "jobs", "jobs", of("OWNER", "bob"), of("costcenter", "cc-9"));
                });
        stage.settle();
        stage.show("after", "jobs");
        stage.expect("the profile's keys are right", stage.tagOf("jobs", "Owner").equals("bob"));
        stage.expect("the wrong ones are gone", stage.tagOf("jobs", "OWNER").isEmpty());
        stage.expect("the role's key is right", stage.roleTag("jobs", "CostCenter").equals("cc-9"));
    }

    private void notAllowed() {
        stage.scene(
                "A value that the policy does not allow", "Where there is a default, it is set.");
        stage.user("alice", iam -> tag(iam, "jobs", of("CostCenter", "mine")));
        stage.settle();
        stage.show("after", "jobs");
        stage.expect(
                "the value is an allowed one again",
                !stage.tagOf("jobs", "CostCenter").equals("mine"));
    }

    private void notAllowedAndNoDefault() {
        stage.scene(
                "The same where there is no default",
                "The function does not guess: a person has to decide.");
        stage.user("alice", iam -> tag(iam, "jobs", of("Stage", "lve")));
        stage.settle();
        stage.show("after", "jobs");
        stage.expect("the value stays", stage.tagOf("jobs", "Stage").equals("lve"));
        stage.expect("a finding reports it", stage.hasFinding("tag-value-not-allowed"));
    }

    private void untouchable() {
        stage.scene(
                "A profile that nobody may touch",
                "EKS owns profiles named eks-*: they stay as they are.");
        stage.user("alice", iam -> createProfile(iam, "eks-1234", "jobs"));
        stage.settle();
        stage.show("after", "eks-1234");
        stage.expect("it gets no tags", stage.tagOf("eks-1234", "Owner").isEmpty());
    }

    private void compared() {
        stage.scene(
                "What no console shows",
                "The tags of a profile and of the role in it, side by side.");
        stage.invokeAndPrint("{\"show\": {\"profile\": \"jobs\"}}");
        stage.expect("both are shown", stage.failed() == 0);
    }

    private static Tag of(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
