package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;

import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.util.Map;

/// FailureAdvisor: each refused call gets its cause, and the commands that help.
final class AdviceAct implements Act {
    /// The first event of a burst comes again after the visibility timeout of its queue.
    private static final Duration EXPLAINED = Duration.ofMinutes(7);

    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private final Stage stage;

    AdviceAct(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void play() {
        roleWithoutProfile();
        otherName();
        roleArn();
        emptyProfile();
        deletion();
        nameTaken();
        profileWithRole();
        associations();
        replacedTwice();
        autoScaling();
        nodeGroup();
        sessionTooLong();
        burst();
        report();
        denied();
    }

    private void roleWithoutProfile() {
        stage.scene(
                "A launch names a role that has no profile",
                "The console creates a profile with each role for EC2. The API does not.");
        stage.user("alice", iam -> createRole(iam, "reports"));
        launchRefused("reports", "Invalid IAM Instance Profile name");
        explained(
                "launch-failed", "aws iam create-instance-profile --instance-profile-name reports");
    }

    private void otherName() {
        stage.scene(
                "The profile of the role has another name",
                "EC2 knows profiles only by their own name. The finding tells it.");
        stage.user("alice", iam -> createRole(iam, "search"));
        stage.user("alice", iam -> createProfile(iam, "search-profile", "search"));
        launchRefused("search", "Invalid IAM Instance Profile name");
        explained("launch-failed", "--iam-instance-profile Name=search-profile");
    }

    private void roleArn() {
        stage.scene("A launch names the ARN of a role", "A role is not a profile.");
        launchRefused("arn:aws:iam::123456789012:role/search", "Invalid IAM Instance Profile");
        explained("launch-failed", "where EC2 expects an instance profile");
    }

    private void emptyProfile() {
        stage.scene("The profile contains no role", "Nothing gives its instances credentials.");
        stage.user("alice", iam -> iam.createInstanceProfile(r -> r.instanceProfileName("batch")));
        stage.user("alice", iam -> createRole(iam, "batch"));
        launchRefused("batch", "has no associated IAM Roles");
        explained(
                "launch-failed",
                "aws iam add-role-to-instance-profile --instance-profile-name batch --role-name"
                        + " batch");
    }

    private void deletion() {
        stage.scene(
                "Somebody deletes a role that is in use",
                "IAM names one obstacle at a time. The finding has all of them, in order.");
        stage.user("alice", iam -> createRole(iam, "live"));
        stage.user("alice", iam -> createProfile(iam, "live", "live"));
        stage.user(
                "alice", iam -> iam.attachRolePolicy(r -> r.roleName("live").policyArn(READ_ONLY)));
        String instance = stage.instance("alice");
        stage.associate("alice", instance, "live");
        stage.settle();
        stage.refused("bob", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("live")));
        explained("delete-blocked", "4. aws iam delete-role --role-name live");
        stage.expect("it names the instance", stage.findingsMention(instance));
        stage.refused(
                "bob",
                "DeleteConflict",
                iam -> iam.deleteInstanceProfile(r -> r.instanceProfileName("live")));
        explained("delete-blocked", "3. aws iam delete-instance-profile");
    }

    private void nameTaken() {
        stage.scene(
                "A name is taken, in other capital letters",
                "Names in IAM are unique without regard to capital letters.");
        stage.refused(
                "alice",
                "EntityAlreadyExists",
                iam -> iam.createInstanceProfile(r -> r.instanceProfileName("LIVE")));
        explained("already-exists", "names in IAM are unique without regard to capital letters");
        stage.refused("alice", "EntityAlreadyExists", iam -> createRole(iam, "live"));
        explained("already-exists", "aws iam get-role --role-name live");
    }

    private void profileWithRole() {
        stage.scene("A second role is added to a profile", "A profile holds one role.");
        stage.refused("alice", "LimitExceeded", iam -> add(iam, "live", "batch"));
        explained("already-exists", "this limit cannot be raised");
        stage.refused(
                "alice",
                "NoSuchEntity",
                iam ->
                        iam.removeRoleFromInstanceProfile(
                                r -> r.instanceProfileName("live").roleName("batch")));
        explained("call-failed", "Nothing: role batch is not in the profile");
    }

    private void associations() {
        stage.scene(
                "An instance has a profile already",
                "A second profile is not associated, it replaces the first.");
        String instance = stage.instance("alice");
        stage.associate("alice", instance, "live");
        stage.settle();
        refused("existing association", () -> stage.associate("alice", instance, "search-profile"));
        explained("association-failed", "aws ec2 replace-iam-instance-profile-association");
    }

    private void replacedTwice() {
        stage.scene(
                "An association is replaced twice",
                "Each replacement has an ID of its own. The finding tells the current one.");
        String instance = stage.instance("alice");
        String first = stage.services().associate("alice", instance, "live");
        stage.services().replace("alice", first, "search-profile");
        stage.settle();
        refused("not an active association", () -> stage.services().replace("bob", first, "live"));
        explained("association-failed", instance);
    }

    private void autoScaling() {
        stage.scene(
                "Auto Scaling is given a profile that does not exist",
                "Its sentence differs from EC2's. The cause and the commands are the same.");
        refused(
                "Invalid IamInstanceProfile",
                () -> stage.services().launchConfiguration("alice", "web", "reports"));
        explained(
                "launch-failed", "aws iam create-instance-profile --instance-profile-name reports");
    }

    private void nodeGroup() {
        stage.scene(
                "EKS does not accept a node role",
                "The role's trust policy is for the cluster, not for nodes.");
        stage.user(
                "alice",
                iam ->
                        iam.createRole(r ->
                                r.roleName("cluster")
                                        .assumeRolePolicyDocument(
                                                NodeRoleAct.trust("eks.amazonaws.com"))));
        stage.services().cluster("alice", "prod", "cluster");
        refused(
                "ec2.amazonaws.com",
                () -> stage.services().nodeGroup("alice", "prod", "workers", "cluster"));
        explained("launch-failed", "cluster");
    }

    private void sessionTooLong() {
        stage.scene(
                "A session of a role assumes another role for two hours",
                "Sessions of sessions last an hour at most.");
        stage.user("alice", iam -> createRole(iam, "pipeline"));
        stage.user("alice", iam -> createRole(iam, "release"));
        String answer = stage.services().assumeFrom("pipeline", "release", 7200);
        stage.expect(
                "STS refuses it", answer.contains("exceeds the 1 hour session limit for roles"));
        explained("session-too-long", "--duration-seconds 3600");
    }

    private void denied() {
        stage.scene(
                "Somebody may launch instances, but not pass the role",
                "AWS names the action that is denied. The finding has the smallest statement.");
        stage.attack().holdToPolicies(Map.of("carol", "ec2:RunInstances"));
        refused("iam:PassRole", () -> stage.launch("carol", "live"));
        explained("access-denied", "iam:PassedToService");
    }

    private void burst() {
        stage.scene(
                "A controller retries all the time",
                "The same failure of the same actor is one finding, with a count.");
        for (int i = 0; i < 5; i++) {
            stage.refused(
                    "controller",
                    "NoSuchEntity",
                    iam -> iam.attachRolePolicy(r -> r.roleName("nowhere").policyArn(READ_ONLY)));
            stage.advance(Duration.ofMinutes(1));
        }
        explained("call-failed", "failed 5 times");
        for (int i = 0; i < 5; i++) {
            stage.refused(
                    "controller",
                    "NoSuchEntity",
                    iam -> iam.attachRolePolicy(r -> r.roleName("nowhere").policyArn(READ_ONLY)));
            stage.advance(Duration.ofMinutes(5));
        }
        stage.expect("it is still one finding", stage.findings("call-failed") == 1);
    }

    private void report() {
        stage.scene(
                "Somebody asks for the failed calls of a day",
                "They are read from CloudTrail's event history, so lost events do not matter.");
        stage.invokeAndPrint("{\"failures\": {\"hours\": 24}}");
    }

    private void launchRefused(String profile, String message) {
        refused(message, () -> stage.launch("alice", profile));
    }

    private void refused(String message, Runnable call) {
        try {
            call.run();
            stage.expect("the service refuses the call", false);
        } catch (RuntimeException refused) {
            String text = String.valueOf(refused.getMessage());
            stage.expect("the service refuses the call: " + text, text.contains(message));
        }
    }

    private void explained(String kind, String words) {
        stage.advance(EXPLAINED);
        stage.expect("a finding %s explains it".formatted(kind), stage.hasFinding(kind));
        stage.expect("it says: " + words, stage.findingsMention(words));
    }
}
