package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Events on which a function fails. What waiting repairs is repaired, and nothing of it becomes a
/// dead letter. What waiting cannot repair becomes one.
class ThrottlingTest {
    private static final List<String> FUNCTIONS =
            List.of("ProfileGuard", "ProfileProvisioner", "TagEnforcer");

    @ParameterizedTest
    @ValueSource(strings = {"0.9", "0.99", "1"})
    void whatHappensInTenMinutesOfThrottlingIsRepaired(String share) {
        prepare();
        account.sandbox().faults().set("throttle", share);
        for (int minute = 0; minute < CHANGES; minute++) {
            change(minute, share);
            account.sandbox().advance(Duration.ofMinutes(10).dividedBy(CHANGES));
        }
        account.sandbox().faults().set("throttle", "0");

        account.sandbox().advance(Duration.ofMinutes(10));

        assertRepaired();
        assertThat(waiting()).isEmpty();
        assertThat(deadLetters()).isEmpty();
        assertThat(account.entries()).noneMatch(entry -> entry.kind() == Entry.Kind.DEAD_LETTER);
    }

    /// Longer than the queues deliver one message.
    @ParameterizedTest
    @ValueSource(strings = {"0.9", "1"})
    void whatHappensBeforeHoursOfThrottlingIsRepairedWhenTheyEnd(String share) {
        prepare();
        for (int number = 0; number < CHANGES; number++) {
            change(number, "0");
        }
        account.sandbox().faults().set("throttle", share);
        account.sandbox().advance(Duration.ofHours(7));
        assertThat(deadLetters()).isEmpty();
        account.sandbox().faults().set("throttle", "0");

        account.sandbox().advance(Duration.ofMinutes(10));

        assertRepaired();
        assertThat(waiting()).isEmpty();
        assertThat(account.entries()).noneMatch(entry -> entry.kind() == Entry.Kind.DEAD_LETTER);
    }

    @Test
    void whatIsThrottledForADayIsADeadLetter() {
        prepare();
        change(0, "1");
        account.sandbox().advance(Duration.ofHours(23));
        assertThat(deadLetters()).isEmpty();

        account.sandbox().advance(Duration.ofHours(3));

        assertThat(messages("ProfileGuardFailures")).hasSize(1);
        assertThat(waiting()).isEmpty();
    }

    /// A burst: more events at once than a function processes in one round.
    @Test
    void aHundredChangesAtOnceAreRepaired() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "prod-" + i).toList();
        IamClient admin = account.as("admin");
        AccountUnderTest.createRole(admin, "web");
        names.forEach(name -> profile(admin, name));
        account.later(Duration.ofHours(1));
        names.forEach(name -> AccountUnderTest.remove(account.as("mallory"), name, "web"));
        account.sandbox().faults().set("throttle", "1");
        account.sandbox().advance(Duration.ofMinutes(10));
        account.sandbox().faults().set("throttle", "0");

        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(names).allMatch(name -> account.roleIn(name).equals("web"));
        assertThat(deadLetters()).isEmpty();
    }

    /// After an hour an alarm starts. After the cause is mended, a redrive repairs everything.
    @Test
    void whatIsRefusedForAnHourIsADeadLetterUntilItIsRedriven() {
        prepare();
        refuseFunctions();
        for (int i = 0; i < CHANGES; i++) {
            change(i, "0");
        }
        account.sandbox().advance(Duration.ofMinutes(50));
        assertThat(deadLetters()).isEmpty();

        account.sandbox().advance(Duration.ofMinutes(30));
        assertThat(waiting()).isEmpty();
        assertThat(FUNCTIONS)
                .allSatisfy(name -> assertThat(messages(name + "Failures")).isNotEmpty());

        account.sandbox().account().gate(call -> {});
        FUNCTIONS.forEach(name -> account.sandbox().queues().redrive(name + "Failures"));
        account.sandbox().advance(Duration.ofMinutes(10));
        assertThat(deadLetters()).isEmpty();
        assertThat(waiting()).isEmpty();
        assertRepaired();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProfileGuard", "ProfileProvisioner", "TagEnforcer"})
    void anUnreadableEventIsADeadLetterWithinFiveMinutes(String function) {
        String unreadable = "{\"detail-type\": \"AWS API Call via CloudTrail\", \"detail\": {}}";
        account.sandbox()
                .lambda()
                .invokeAsync(
                        account.sandbox().lambda().find(function).orElseThrow(), unreadable, null);

        account.sandbox().advance(Duration.ofMinutes(6));

        assertThat(messages(function + "Failures"))
                .singleElement()
                .asString()
                .contains("UnreadableEventException", "\"detail\":{}");
        assertThat(waiting()).isEmpty();
        account.forget();
        account.sandbox().advance(Duration.ofHours(2));
        assertThat(account.entries()).isEmpty();
    }

    /// A person saw that it failed, and may have decided otherwise since.
    @Test
    void aRequestOfAPersonIsNotRepeatedLater() {
        prepare();
        account.sandbox().faults().set("throttle", "1");
        String request = "{\"adopt\": {\"profile\": \"prod-0\"}}";
        account.sandbox()
                .lambda()
                .invokeAsync(
                        account.sandbox().lambda().find("ProfileGuard").orElseThrow(),
                        request,
                        null);
        account.sandbox().advance(Duration.ofMinutes(6));
        account.sandbox().faults().set("throttle", "0");

        account.sandbox().advance(Duration.ofHours(2));

        assertThat(messages("ProfileGuardFailures"))
                .singleElement()
                .asString()
                .contains("\"adopt\"");
        assertThat(account.findings()).isEmpty();
    }

    /// A retry repairs what IAM contains then, not what the event says.
    @Test
    void whatSomebodyRepairedMeanwhileIsLeftAsItIs() {
        prepare();
        AccountUnderTest.remove(account.as("mallory"), "prod-0", "web");
        account.sandbox().faults().set("throttle", "1");
        account.sandbox().advance(Duration.ofMinutes(9));
        account.sandbox().faults().set("throttle", "0");
        AccountUnderTest.add(account.as("admin"), "prod-0", "web");
        account.forget();

        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.roleIn("prod-0")).isEqualTo("web");
        assertThat(account.calls()).noneMatch(call -> !call.startsWith("Get"));
        assertThat(deadLetters()).isEmpty();
    }

    private static final int CHANGES = 8;
    private static final Tag OWNER = Tag.builder().key("Owner").value("alice").build();
    private static final String POLICY =
            """
            {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
              "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    private final Account account = new Account();

    private static final class Account extends AccountUnderTest {
        Account() {
            super(
                    "/profile-guard-",
                    Map.of(
                            "GuardMode", "enforce",
                            "GuardedProfiles", "prod-*",
                            "ProvisionMode", "enforce",
                            "ProvisionFor", "all",
                            "TagMode", "enforce",
                            "TagPolicy", POLICY,
                            "TagDefaults", "Owner=nobody",
                            "InheritedTags", "Owner",
                            "RoleTagsFromProfiles", "true"));
        }
    }

    private void prepare() {
        IamClient admin = account.as("admin");
        List.of("web", "intruder", "leaving").forEach(name -> role(admin, name));
        List.of("prod-0", "prod-1", "prod-2").forEach(name -> profile(admin, name));
        account.later(Duration.ofHours(1));
    }

    /// One of the changes that a function has to react to.
    private void change(int number, String share) {
        IamClient mallory = account.as("mallory");
        List<Consumer<IamClient>> calls =
                switch (number) {
                    case 0 -> List.of(iam -> AccountUnderTest.remove(iam, "prod-0", "web"));
                    case 1 ->
                            List.of(
                                    iam -> AccountUnderTest.remove(iam, "prod-1", "web"),
                                    iam -> AccountUnderTest.add(iam, "prod-1", "intruder"));
                    case 2 ->
                            List.of(
                                    iam -> AccountUnderTest.remove(iam, "prod-2", "web"),
                                    iam ->
                                            iam.deleteInstanceProfile(
                                                    r -> r.instanceProfileName("prod-2")));
                    case 3 -> List.of(iam -> AccountUnderTest.createRole(iam, "new"));
                    case 4 ->
                            List.of(iam -> iam.untagRole(r -> r.roleName("web").tagKeys("Owner")));
                    case 5 -> List.of(iam -> AccountUnderTest.createProfile(iam, "untagged"));
                    case 6 -> List.of(iam -> role(iam, "tagged"));
                    case 7 -> List.of(ThrottlingTest::deleteLeaving);
                    default -> throw new IllegalArgumentException("No change " + number);
                };
        account.sandbox().faults().set("throttle", "0");
        calls.forEach(call -> call.accept(mallory));
        account.sandbox().faults().set("throttle", share);
    }

    /// The role is in its profile, so IAM rejects the deletion.
    private static void deleteLeaving(IamClient iam) {
        assertThatExceptionOfType(DeleteConflictException.class)
                .isThrownBy(() -> iam.deleteRole(r -> r.roleName("leaving")));
    }

    private void assertRepaired() {
        assertThat(List.of("prod-0", "prod-1", "prod-2", "new", "tagged"))
                .extracting(account::roleIn)
                .containsExactly("web", "web", "web", "new", "tagged");
        assertThat(account.roleIn("leaving")).isEqualTo("no profile");
        assertThat(owner("role/web")).isEqualTo("alice");
        assertThat(owner("role/new")).isEqualTo("nobody");
        assertThat(owner("instance-profile/untagged")).isEqualTo("nobody");
        assertThat(owner("instance-profile/tagged")).isEqualTo("alice");
    }

    private String owner(String subject) {
        IamClient reader = account.as("reader");
        String name = subject.substring(subject.indexOf('/') + 1);
        List<Tag> tags =
                subject.startsWith("role/")
                        ? reader.getRole(r -> r.roleName(name)).role().tags()
                        : reader.getInstanceProfile(r -> r.instanceProfileName(name))
                                .instanceProfile()
                                .tags();
        return tags.stream()
                .filter(tag -> tag.key().equals("Owner"))
                .map(Tag::value)
                .findFirst()
                .orElse("nothing");
    }

    /// Refuses all calls of functions for lack of permission.
    private void refuseFunctions() {
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("/profile-guard-")) {
                        throw IamException.builder()
                                .statusCode(403)
                                .message("refused by a test")
                                .build();
                    }
                });
    }

    /// The messages that are retried, or not yet due.
    private List<String> waiting() {
        return List.of("ProfileGuardRetries", "TagEnforcerRetries", "ProvisionDelay").stream()
                .flatMap(queue -> messages(queue).stream())
                .toList();
    }

    private List<String> deadLetters() {
        return FUNCTIONS.stream().flatMap(name -> messages(name + "Failures").stream()).toList();
    }

    private List<String> messages(String queue) {
        return account.sandbox().queues().messages(queue);
    }

    private static void role(IamClient iam, String name) {
        iam.createRole(r ->
                r.roleName(name).assumeRolePolicyDocument(AccountUnderTest.TRUSTS_EC2).tags(OWNER));
    }

    private static void profile(IamClient iam, String name) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(OWNER));
        AccountUnderTest.add(iam, name, "web");
    }

    @AfterEach
    void close() {
        account.close();
    }
}
