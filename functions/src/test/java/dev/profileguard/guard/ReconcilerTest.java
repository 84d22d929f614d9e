package dev.profileguard.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reconciler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.Role;

/// What happens between the repair and the moment it is remembered. The sandbox runs one invocation
/// after the other, so that IAM and the table are played here.
class ReconcilerTest {
    @Test
    void tellsOfARepairThatCouldNotBeRemembered() {
        whenRecorded =
                item -> {
                    throw DynamoDbException.builder().message("the table is down").build();
                };

        assertThatThrownBy(this::reconcile).hasMessageContaining("the table is down");

        assertThat(role).isEqualTo("web");
        assertThat(kinds()).containsExactly(Kind.ROLE_REVERTED);
    }

    @Test
    void looksAgainWhenThePipelineWasRecordedDuringTheRepair() {
        whenRecorded =
                item -> {
                    whenRecorded = this::store;
                    store(record("web-v2", version() + 1));
                    throw ConditionalCheckFailedException.builder().build();
                };

        reconcile();

        assertThat(role).isEqualTo("web-v2");
        assertThat(kinds()).containsExactly(Kind.ROLE_REVERTED, Kind.TRUSTED_CHANGE_UNDONE);
    }

    @Test
    void looksNoSecondTimeWhenOnlyAnotherRepairWasRecordedMeanwhile() {
        whenRecorded =
                item -> {
                    whenRecorded = this::store;
                    store(record("web", version() + 1));
                    throw ConditionalCheckFailedException.builder().build();
                };

        reconcile();

        assertThat(role).isEqualTo("web");
        assertThat(kinds()).containsExactly(Kind.ROLE_REVERTED);
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final ProfileName NAME = new ProfileName("prod-web");
    private static final Map<String, AttributeValue> KEY =
            Map.of("profile", AttributeValue.fromS(NAME.key()));

    private final IamClient iam = mock(IamClient.class);
    private final DynamoDbClient dynamo = mock(DynamoDbClient.class);
    private final List<Outcome> reported = new ArrayList<>();
    private final Map<String, AttributeValue> stored = new HashMap<>();
    private String role = "evil";
    private Consumer<Map<String, AttributeValue>> whenRecorded = this::store;

    @BeforeEach
    void play() {
        store(record("web", 1));
        when(dynamo.getItem(ArgumentMatchers.<Consumer<GetItemRequest.Builder>>any()))
                .thenAnswer(call -> {
                    GetItemRequest.Builder request = GetItemRequest.builder();
                    call.<Consumer<GetItemRequest.Builder>>getArgument(0).accept(request);
                    boolean isAsked = request.build().key().equals(KEY);
                    return isAsked
                            ? GetItemResponse.builder().item(Map.copyOf(stored)).build()
                            : GetItemResponse.builder().build();
                });
        when(dynamo.batchGetItem(ArgumentMatchers.<Consumer<BatchGetItemRequest.Builder>>any()))
                .thenAnswer(call ->
                        BatchGetItemResponse.builder()
                                .responses(Map.of("t", List.of(Map.copyOf(stored))))
                                .build());
        when(dynamo.putItem(ArgumentMatchers.<Consumer<PutItemRequest.Builder>>any()))
                .thenAnswer(call -> {
                    PutItemRequest.Builder request = PutItemRequest.builder();
                    call.<Consumer<PutItemRequest.Builder>>getArgument(0).accept(request);
                    Map<String, AttributeValue> item = request.build().item();
                    if (item.containsKey("withheld")) {
                        store(item); // before the repair
                    } else {
                        whenRecorded.accept(item);
                    }
                    return PutItemResponse.builder().build();
                });
        when(iam.getInstanceProfile(
                        ArgumentMatchers.<Consumer<GetInstanceProfileRequest.Builder>>any()))
                .thenAnswer(call ->
                        GetInstanceProfileResponse.builder().instanceProfile(profile()).build());
        when(iam.removeRoleFromInstanceProfile(
                        ArgumentMatchers
                                .<Consumer<RemoveRoleFromInstanceProfileRequest.Builder>>any()))
                .thenAnswer(call -> null);
        when(iam.addRoleToInstanceProfile(
                        ArgumentMatchers.<Consumer<AddRoleToInstanceProfileRequest.Builder>>any()))
                .thenAnswer(call -> {
                    AddRoleToInstanceProfileRequest.Builder request =
                            AddRoleToInstanceProfileRequest.builder();
                    call.<Consumer<AddRoleToInstanceProfileRequest.Builder>>getArgument(0)
                            .accept(request);
                    role = request.build().roleName();
                    return null;
                });
    }

    private void reconcile() {
        Map<String, String> environment =
                Map.of(
                        "GUARD_MODE", "enforce",
                        "TRUSTED_PRINCIPALS", "nobody",
                        "BASELINE_TABLE", "t",
                        "GUARDED_PROFILES", "prod-*");
        Platform platform =
                new Platform(
                        environment,
                        iam,
                        dynamo,
                        name -> name,
                        InstantSource.fixed(NOW.plusSeconds(5)),
                        time -> {},
                        (context, result, warnings) -> {});
        Call call =
                new Call(
                        new Actor.User("arn:aws:iam::123456789012:user/mallory"),
                        "AddRoleToInstanceProfile",
                        "123456789012",
                        "event-1",
                        NOW);
        Change change = new Change(NAME, new Edit.RoleAdded(new RoleName("evil")), call);
        GuardSettings settings = GuardSettings.from(environment);
        new Reconciler(
                        settings.mode(),
                        "GuardMode",
                        platform.ports(settings.mode(), settings.table())
                                .asking(names -> ProfileUse.NONE))
                .reconcile(settings.task(change), IntentLog.NONE, reported::add);
    }

    private List<Kind> kinds() {
        return reported.stream().flatMap(o -> o.findings().stream()).map(Finding::kind).toList();
    }

    private InstanceProfile profile() {
        return InstanceProfile.builder()
                .instanceProfileName(NAME.value())
                .instanceProfileId("AIPA1")
                .path("/")
                .roles(Role.builder().roleName(role).roleId("AROA-" + role).path("/").build())
                .build();
    }

    private void store(Map<String, AttributeValue> item) {
        stored.clear();
        stored.putAll(item);
    }

    private long version() {
        return Long.parseLong(Objects.requireNonNull(stored.get("version")).n());
    }

    private static Map<String, AttributeValue> record(String role, long version) {
        return Map.of(
                "profile", AttributeValue.fromS(NAME.key()),
                "name", AttributeValue.fromS(NAME.value()),
                "version", AttributeValue.fromN(Long.toString(version)),
                "repairs", AttributeValue.fromL(List.of()),
                "baseline",
                        AttributeValue.fromM(
                                Map.of(
                                        "profileId", AttributeValue.fromS("AIPA1"),
                                        "path", AttributeValue.fromS("/"),
                                        "roleName", AttributeValue.fromS(role),
                                        "roleId", AttributeValue.fromS("AROA-" + role),
                                        "tags", AttributeValue.fromM(Map.of()),
                                        "asOf", AttributeValue.fromS("2026-01-15T08:30:00Z"),
                                        "by", AttributeValue.fromS("somebody"),
                                        "eventId", AttributeValue.fromS("event-0"))));
    }
}
