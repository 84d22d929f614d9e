package dev.profileguard.sandbox.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.notify.Notification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.iam.IamClient;

/// Many accounts that report to one bus.
class OrganizationTest {
    private Organization organization = of(3);

    @AfterEach
    void close() {
        organization.close();
    }

    @Test
    void repairsASwapInItsAccountAndTellsTheCentre() {
        guard(SECOND);
        guard(THIRD);
        IamClient mallory = iam(SECOND, "mallory");

        mallory.removeRoleFromInstanceProfile(
                r -> r.instanceProfileName("prod-web").roleName("web"));
        mallory.addRoleToInstanceProfile(r -> r.instanceProfileName("prod-web").roleName("evil"));
        organization.settle();

        assertThat(role(SECOND)).isEqualTo("web");
        assertThat(role(THIRD)).isEqualTo("web");
        assertThat(messages())
                .anySatisfy(message ->
                        assertThat(message)
                                .contains(
                                        "in account " + SECOND,
                                        "of instance-profile/prod-web",
                                        "arn:aws:iam::%s:user/mallory".formatted(SECOND)));
        assertThat(messages()).noneMatch(message -> message.contains(THIRD));
    }

    @Test
    void keepsTheStatusOfEachOfFiftyAccounts() {
        organization.close();
        organization = of(50);

        SweepRun run = organization.centre().sweepAll().start(null, "sweep");
        organization.settle();

        assertThat(run.ended()).isNotNull();
        assertThat(run.failed()).isEmpty();
        assertThat(run.sweeps()).hasSize(50);
        assertThat(statuses().keySet()).isEqualTo(organization.members().keySet());
        assertThat(statuses())
                .allSatisfy((account, status) ->
                        assertThat(status)
                                .contains(
                                        "\"account\":\"%s\"".formatted(account),
                                        "\"GuardMode\":\"enforce\"",
                                        "\"failed\":0"));
    }

    @Test
    void sweepsTheOthersWhenAnAccountHasNoRoleForIt() {
        root(SECOND)
                .deleteRolePolicy(r ->
                        r.roleName("profile-guard-OrganizationSweep")
                                .policyName("OrganizationSweep"));
        root(SECOND).deleteRole(r -> r.roleName("profile-guard-OrganizationSweep"));

        SweepRun run = organization.centre().sweepAll().start(null, "sweep");
        organization.settle();

        assertThat(run.failed())
                .containsExactly(
                        new AccountSweep.Failed(
                                SECOND,
                                "States.TaskFailed",
                                "The role arn:aws:iam::%s:role/profile-guard/profile-guard-OrganizationSweep cannot be assumed"
                                        .formatted(SECOND)));
        assertThat(statuses()).containsOnlyKeys(FIRST, THIRD);
    }

    @Test
    void hasNoStatusOfAnAccountWhoseFunctionsFail() {
        member(SECOND).faults().set("fail", "GetAccountAuthorizationDetails:1000");

        SweepRun run = organization.centre().sweepAll().start(null, "sweep");
        organization.settle();

        assertThat(run.failed()).isEmpty();
        assertThat(statuses()).containsOnlyKeys(FIRST, THIRD);
    }

    @Test
    void sweepsOnlyByTheRoleOfTheCentre() {
        root(FIRST)
                .updateAssumeRolePolicy(r ->
                        r.roleName("profile-guard-OrganizationSweep")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                          "Principal": {"AWS": "arn:aws:iam::999999999999:role/other"},
                                          "Action": "sts:AssumeRole"}]}
                                        """));

        SweepRun run = organization.centre().sweepAll().start(null, "sweep");
        organization.settle();

        assertThat(run.failed()).extracting(AccountSweep.Failed::account).containsExactly(FIRST);
    }

    @Test
    void hasTheCanaryInEachAccountToo() {
        organization.close();
        organization = of(1, Map.of("CanaryMinutes", "15"));

        assertThat(member(FIRST).account().role("profile-guard-CanaryProfile")).isPresent();
    }

    @Test
    void refusesAFindingThatAUserForges() {
        Caller mallory = new Caller.User(FIRST, "mallory", "mallory");

        assertThatThrownBy(() -> put(FIRST, mallory, "profile-guard", status(SECOND)))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining(
                        "User: arn:aws:iam::%s:user/mallory is not authorized to perform: events:PutEvents on resource: %s because no resource-based policy allows the events:PutEvents action"
                                .formatted(FIRST, bus()))
                .satisfies(thrown ->
                        assertThat(((EventBridgeException) thrown).awsErrorDetails().errorCode())
                                .isEqualTo("AccessDeniedException"));
        organization.settle();

        assertThat(statuses()).isEmpty();
    }

    @Test
    void takesTheAccountFromTheSenderWhateverTheStatusSays() {
        put(FIRST, function(FIRST), "profile-guard", status(SECOND));
        organization.settle();

        assertThat(statuses()).containsOnlyKeys(FIRST);
    }

    @Test
    void refusesAnotherSourceOfAFunction() {
        assertThatThrownBy(() -> put(FIRST, function(FIRST), "aws.iam", status(FIRST)))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("is not authorized to perform: events:PutEvents");
    }

    @Test
    void keepsTheStatusThatArrivedLastWhateverTimeItsSenderGaveIt() {
        Instant morning = Instant.parse("2026-01-05T10:00:00Z");
        arrive(morning, event("2099-01-01T00:00:00Z", "forged"));
        arrive(morning.plusSeconds(60), event("2026-01-05T10:00:59Z", "new"));
        arrive(morning.plusSeconds(30), event("2026-01-05T10:00:29Z", "old"));

        assertThat(statuses()).containsExactly(Map.entry(FIRST, "{\"version\":\"new\"}"));
    }

    private void arrive(Instant time, BusEvent event) {
        new StatusTable(organization.centre().sandbox().dynamo(), () -> time).record(event);
    }

    // ---

    private static final String FIRST = "210000000001";
    private static final String SECOND = "210000000002";
    private static final String THIRD = "210000000003";
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private static Organization of(int accounts) {
        return of(accounts, Map.of());
    }

    private static Organization of(int accounts, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("GuardMode", "enforce");
        all.put("GuardedProfiles", "prod-*");
        all.put("TrustedPrincipals", "arn:aws:iam::*:user/owner");
        return Organization.stoppedAt(
                Sandbox.TEST_TIME, Path.of("..", "template.yaml"), all, accounts);
    }

    private static BusEvent event(String time, String version) {
        return BusEvent.of(
                """
                {"account": "%s", "time": "%s", "detail": {"version": "%s"}}
                """
                        .formatted(FIRST, time, version));
    }

    private Sandbox member(String account) {
        return Objects.requireNonNull(organization.members().get(account));
    }

    private IamClient iam(String account, String user) {
        return member(account).iamAs(user);
    }

    private IamClient root(String account) {
        return member(account).iamAs(new Caller.Root(account));
    }

    /// The profile `prod-web` with the role `web`, and its baseline.
    private void guard(String account) {
        IamClient owner = iam(account, "owner");
        owner.createRole(r -> r.roleName("web").assumeRolePolicyDocument(TRUST));
        owner.createRole(r -> r.roleName("evil").assumeRolePolicyDocument(TRUST));
        owner.createInstanceProfile(r -> r.instanceProfileName("prod-web"));
        owner.addRoleToInstanceProfile(r -> r.instanceProfileName("prod-web").roleName("web"));
        organization.advance(Duration.ofMinutes(10));
    }

    private String role(String account) {
        return root(account)
                .getInstanceProfile(r -> r.instanceProfileName("prod-web"))
                .instanceProfile()
                .roles()
                .getFirst()
                .roleName();
    }

    private Caller function(String account) {
        return Permissions.session(member(account).lambda().find("Backfill").orElseThrow());
    }

    private String bus() {
        return member(FIRST).template().parameters().getOrDefault("FindingsBus", "");
    }

    private void put(String account, Caller caller, String source, String detail) {
        EventBridgeClient events = member(account).notifyServices().bus(caller);
        events.putEvents(r ->
                r.entries(
                        PutEventsRequestEntry.builder()
                                .eventBusName(bus())
                                .source(source)
                                .detailType("Profile Guard: status")
                                .detail(detail)
                                .build()));
    }

    private static String status(String account) {
        return "{\"account\": \"%s\"}".formatted(account);
    }

    private List<String> messages() {
        return organization.centre().sandbox().notifications().messages().stream()
                .map(Notification::body)
                .toList();
    }

    private Map<String, String> statuses() {
        return organization
                .centre()
                .sandbox()
                .dynamo()
                .scan(r -> r.tableName(organization.centre().statusTable()))
                .items()
                .stream()
                .collect(
                        Collectors.toMap(
                                item -> item.getOrDefault("account", AttributeValue.fromS("")).s(),
                                item -> item.getOrDefault("status", AttributeValue.fromS("")).s()));
    }
}
