package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.createProfile;
import static dev.profileguard.sandbox.guard.GuardedAccount.createRole;
import static dev.profileguard.sandbox.guard.GuardedAccount.delete;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static dev.profileguard.sandbox.guard.GuardedAccount.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What a sweep saw use a profile is said in findings.
class SweptUsageTest {
    @Test
    void aSweepStoresWhatUsesTheProfileAndAnEditsFindingSaysIt() {
        String template = template("eu-west-1");
        group("eu-west-1", template);
        String node = nodeOfEks("us-east-1");
        String gke = instanceOfGke("us-east-1");
        sweep();

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(cause("role-reverted"))
                .contains(
                        "found: ",
                        ". Seen by the sweep at 2026-01-05T",
                        ": prod-web was used by 2 instances (",
                        node + " in us-east-1",
                        gke + " of GKE on AWS in us-east-1",
                        "2 Auto Scaling groups (web-asg in eu-west-1, eks-workers-",
                        "1 launch template (%s web, version 1 in eu-west-1)".formatted(template),
                        "1 managed node group (workers of cluster prod in us-east-1)")
                .doesNotContain("not everything");
    }

    @Test
    void theFindingsAboutADeletedProfileAndARecreatedRoleSayItToo() {
        template("eu-west-1");
        sweep();

        account.after("mallory", iam -> delete(iam));
        assertThat(cause("profile-restored")).contains("1 launch template (");

        account.after(
                "admin",
                iam -> {
                    remove(iam, NAME, "web");
                    iam.deleteRole(r -> r.roleName("web"));
                    createRole(iam, "web");
                    add(iam, NAME, "web");
                });
        assertThat(cause("role-recreated")).contains("1 launch template (");
    }

    @Test
    void aWithheldRolesFindingSaysIt() {
        template("eu-west-1");
        sweep();
        String instance = account.sandbox().ec2(Sandbox.user("mallory"), "us-east-1").runInstance();

        swap(account.as("mallory"), "web", "evil");
        account.sandbox().ec2(Sandbox.user("mallory"), "us-east-1").associate(instance, NAME);
        account.sandbox().settle();

        assertThat(cause("role-withheld")).contains(instance, "1 launch template (");
    }

    @Test
    void beforeTheFirstSweepNothingIsAdded() {
        template("eu-west-1");

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(cause("role-reverted")).doesNotContain("Seen by the sweep");
    }

    @Test
    void theFindingSaysWhichRegionDidNotAnswer() {
        template("eu-west-1");
        account.sandbox().faults().set("ec2", "eu-west-1:denied");
        sweep();
        account.sandbox().faults().set("ec2", "");

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(cause("role-reverted"))
                .contains(
                        "prod-web was used by nothing; not everything could be asked:"
                                + " eu-west-1: DescribeInstances: UnauthorizedOperation: ");
    }

    @Test
    void severalFindingsOfAnInvocationCostNoReadOfTheirOwn() {
        sweep();
        account.later();
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);

        account.after("mallory", iam -> remove(iam, NAME, "web"));

        assertThat(database).containsExactly("BatchGetItem", "PutItem", "PutItem");
    }

    @Test
    void anItemOfAnotherFormHidesNoFindingAndTheNextSweepReplacesIt() {
        template("eu-west-1");
        sweep();
        account.sandbox()
                .dynamo()
                .putItem(r ->
                        r.tableName(TABLE)
                                .item(
                                        Map.of(
                                                "profile", AttributeValue.fromS("usage#prod-web"),
                                                "seen", AttributeValue.fromS("now"))));

        account.after("mallory", iam -> swap(iam, "web", "evil"));
        assertThat(cause("role-reverted")).doesNotContain("Seen by the sweep");
        assertThat(shown()).contains("usage#prod-web in the table does not have the format");

        account.later();
        sweep();
        assertThat(shown()).contains("\"launchTemplates\":[{\"region\":\"eu-west-1\"");
    }

    @Test
    void showSaysWhatTheLastSweepSawByOneRead() {
        assertThat(shown()).contains("\"usage\":null");
        template("eu-west-1");
        sweep();
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);

        assertThat(shown())
                .contains("\"usage\":{\"seen\":\"2026-01-05T")
                .contains("\"name\":\"web\",\"versions\":[1],\"defaultVersion\":1");
        assertThat(database).containsExactly("BatchGetItem");
        assertThat(account.callsOf("autoscaling", "ProfileGuardRole")).isEmpty();
    }

    @Test
    void whatIsStoredOfAProfileThatIsNotGuardedAnyMoreIsDeleted() {
        createProfile(account.as("owner"), "prod-gone");
        add(account.as("owner"), "prod-gone", "web-v2");
        account.sandbox().settle();
        sweep();
        assertThat(stored("usage#prod-gone")).isNotEmpty();

        account.after(
                "owner",
                iam -> {
                    remove(iam, "prod-gone", "web-v2");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("prod-gone"));
                });
        sweep();

        assertThat(stored("usage#prod-gone")).isEmpty();
        assertThat(stored("usage#prod-web")).isNotEmpty();
    }

    private void sweep() {
        account.sweep();
    }

    private String shown() {
        return account.invoke("{\"show\": {\"profile\": \"prod-web\"}}");
    }

    private String cause(String kind) {
        return String.valueOf(account.finding(kind).get("cause"));
    }

    private Map<String, AttributeValue> stored(String key) {
        return account.sandbox()
                .dynamo()
                .getItem(r -> r.tableName(TABLE).key(Map.of("profile", AttributeValue.fromS(key))))
                .item();
    }

    private String template(String region) {
        Map<?, ?> made =
                (Map<?, ?>)
                        account.sandbox()
                                .ec2()
                                .fleets()
                                .templates()
                                .create(
                                        owner(region),
                                        "web",
                                        TemplateData.with(ProfileReference.named(NAME)))
                                .getOrDefault("launchTemplate", Map.of());
        return String.valueOf(made.get("launchTemplateId"));
    }

    private void group(String region, String template) {
        account.sandbox()
                .autoScaling()
                .createGroup(
                        owner(region),
                        GroupRequest.of(
                                "web-asg",
                                new LaunchSource.Templated(
                                        new TemplateReference(template, null, "$Latest")),
                                0));
    }

    /// Somebody gives a node of a managed node group the guarded profile.
    private String nodeOfEks(String region) {
        account.as("owner")
                .createRole(r ->
                        r.roleName("control").assumeRolePolicyDocument(trust("eks.amazonaws.com")));
        String roles = "arn:aws:iam::123456789012:role/";
        call(region, "CreateCluster", Map.of("name", "prod", "roleArn", roles + "control"));
        call(
                region,
                "CreateNodegroup",
                Map.of("name", "prod", "nodegroupName", "workers", "nodeRole", roles + "web-v2"));
        account.sandbox().advance(Duration.ofMinutes(10));
        Map<?, ?> group =
                account.sandbox().autoScaling().describeGroups(owner(region), List.of()).getFirst();
        Object first = ((List<?>) group.get("Instances")).getFirst();
        String node = String.valueOf(((Map<?, ?>) first).get("InstanceId"));
        account.sandbox()
                .ec2(Sandbox.user("owner"), region)
                .replace(account.sandbox().instances().association(node).id(), NAME);
        return node;
    }

    private void call(String region, String operation, Map<String, String> parameters) {
        account.sandbox().eks().call(owner(region).next(), operation, Map.copyOf(parameters));
    }

    private String instanceOfGke(String region) {
        return account.sandbox()
                .ec2(Sandbox.user("owner"), region)
                .run(
                        new Launch(
                                "ami-0abcdef1234567890",
                                "t3.micro",
                                1,
                                1,
                                ProfileReference.named(NAME),
                                Map.of("gke:multicloud:cluster-id", "c1"),
                                null),
                        false)
                .getFirst();
    }

    private static Origin owner(String region) {
        return Sandbox.origin(Sandbox.user("owner"), region);
    }

    private static final String TABLE = "profile-guard-BaselineTable";

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }
}
