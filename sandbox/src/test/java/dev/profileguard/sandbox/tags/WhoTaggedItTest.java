package dev.profileguard.sandbox.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.timeline.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// One person makes tags wrong and the events are lost. Then another person does something else
/// with the role or profile. Nobody is blamed for what somebody else did.
class WhoTaggedItTest {
    @ParameterizedTest
    @MethodSource("faultsAndOccasions")
    void namesWhoSetTheTagAndNotWhoseEventShowedIt(Fault fault, Occasion occasion) {
        account.withoutEvents("mallory", fault.change);

        act(occasion);

        assertThat(actors()).as("who is named").doesNotContain("ann").containsOnly(fault.named);
        assertThat(account.profileTags("web")).containsEntry("CostCenter", fault.restored);
        assertThat(account.profileTags("web")).doesNotContainKey("costcenter");
    }

    @ParameterizedTest
    @MethodSource("faultsAndOccasions")
    void namesNobodyWhereCloudTrailDoesNotKnowEither(Fault fault, Occasion occasion) {
        account.withoutEvents("mallory", fault.change);
        account.sandbox().pastCalls().forget();

        act(occasion);

        assertThat(actors()).containsOnly("unknown");
        assertThat(account.profileTags("web")).containsEntry("CostCenter", fault.restored);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aSweepNamesNobodyAndAsksCloudTrailNothing(Fault fault) {
        account.withoutEvents("mallory", fault.change);
        account.forget();

        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(actors()).containsOnly("unknown");
        assertThat(lookups()).isEmpty();
        assertThat(account.profileTags("web")).containsEntry("CostCenter", fault.restored);
    }

    /// A wrong case takes two calls, and the event of the first does not explain the second.
    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "WRONG_CASE", mode = EnumSource.Mode.EXCLUDE)
    void asksCloudTrailNothingWhereTheEventExplainsTheFault(Fault fault) {
        account.after("mallory", fault.change);

        assertThat(actors()).containsOnly("mallory");
        assertThat(lookups()).isEmpty();
    }

    /// CloudTrail compares names by their capitalization, and IAM does not.
    @ParameterizedTest
    @CsvSource({"web, Web, web", "Web, Web, 'web,Web'", "Web, web, web"})
    void asksForEachSpellingOnceUntilOneShowsWhoDidIt(String malice, String harm, String asked) {
        account.withoutEvents("mallory", iam -> tag(iam, malice, "CostCenter", "999"));

        account.forget();
        tag(account.as("ann"), harm, "Note", "2");
        account.sandbox().settle();

        boolean known = asked.endsWith(malice);
        assertThat(actors()).containsOnly(known ? "mallory" : "unknown");
        assertThat(lookups()).containsExactly(asked.split(","));
    }

    @Test
    void correctsTheTagsWhereCloudTrailCannotBeAsked() {
        account.withoutEvents("mallory", Fault.WRONG_VALUE.change);
        account.sandbox().faults().set("fail", "LookupEvents:9");

        act(Occasion.TAGGED);

        assertThat(actors()).containsOnly("unknown");
        assertThat(account.profileTags("web")).containsEntry("CostCenter", "100");
    }

    private final TaggedAccount account = started();

    private static TaggedAccount started() {
        TaggedAccount account =
                TaggedAccount.with(
                        "ProvisionMode", "off", "TagDefaults", "CostCenter=100,Owner=nobody");
        account.existing(
                "web",
                Map.of("CostCenter", "200", "Owner", "web"),
                "web",
                Map.of("CostCenter", "200", "Owner", "web", "Note", "1"));
        return account;
    }

    @AfterEach
    void close() {
        account.close();
    }

    /// What the first person does.
    @SuppressWarnings("ImmutableEnumChecker")
    enum Fault {
        WRONG_VALUE(iam -> tag(iam, "CostCenter", "999"), "100", "mallory"),
        WRONG_CASE(
                iam -> {
                    untag(iam, "CostCenter");
                    tag(iam, "costcenter", "200");
                },
                "200",
                "mallory"),
        SECOND_SPELLING(iam -> tag(iam, "costcenter", "200"), "200", "mallory"),
        /// Nothing shows that somebody removed it: it may never have been there.
        REMOVED(iam -> untag(iam, "CostCenter"), "200", "unknown");

        private final Consumer<IamClient> change;
        private final String restored;
        private final String named;

        Fault(Consumer<IamClient> change, String restored, String named) {
            this.change = change;
            this.restored = restored;
            this.named = named;
        }
    }

    /// What the second person does.
    @SuppressWarnings("ImmutableEnumChecker")
    enum Occasion {
        TAGGED((account, user) -> tag(account.as(user), "Note", "2")),
        UNTAGGED((account, user) -> untag(account.as(user), "Note")),
        ROLE_ADDED_AGAIN((account, user) -> {
            account.sandbox().faults().set("lose", "1");
            TaggedAccount.remove(account.as("admin"), "web", "web");
            account.sandbox().settle();
            account.sandbox().faults().set("lose", "0");
            TaggedAccount.add(account.as(user), "web", "web");
        }),
        TAGGED_BY_ARN((account, user) ->
                account.sandbox()
                        .tagging(Sandbox.user(user))
                        .tagResources(
                                List.of("arn:aws:iam::123456789012:instance-profile/web"),
                                Map.of("Note", "2")));

        private final BiConsumer<TaggedAccount, String> call;

        Occasion(BiConsumer<TaggedAccount, String> call) {
            this.call = call;
        }
    }

    static Stream<Arguments> faultsAndOccasions() {
        return Arrays.stream(Fault.values())
                .flatMap(fault ->
                        Arrays.stream(Occasion.values())
                                .map(occasion -> Arguments.of(fault, occasion)));
    }

    private static void tag(IamClient iam, String key, String value) {
        tag(iam, "web", key, value);
    }

    private static void tag(IamClient iam, String name, String key, String value) {
        iam.tagInstanceProfile(
                r -> r.instanceProfileName(name).tags(Tag.builder().key(key).value(value).build()));
    }

    private static void untag(IamClient iam, String key) {
        iam.untagInstanceProfile(r -> r.instanceProfileName("web").tagKeys(key));
    }

    private void act(Occasion occasion) {
        account.forget();
        occasion.call.accept(account, "ann");
        account.sandbox().settle();
    }

    /// The last parts of the names in the findings.
    private List<String> actors() {
        return account.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> shortName(entry.actor()))
                .toList();
    }

    private static String shortName(@Nullable String actor) {
        String text = String.valueOf(actor);
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private List<String> lookups() {
        return account.entries().stream()
                .filter(entry -> "LookupEvents".equals(entry.operation()))
                .map(entry -> String.valueOf(entry.subject()))
                .toList();
    }
}
