package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.NEW;
import static dev.profileguard.sandbox.rotation.RotatingAccount.OLD;
import static dev.profileguard.sandbox.rotation.RotatingAccount.commands;
import static dev.profileguard.sandbox.rotation.RotatingAccount.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.state.Withheld;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.Tag;

/// Whoever may put another role into the old profile, or create it again, gets nothing by a
/// rotation that somebody else starts.
class RotationTrustTest {
    private static final String REGION = "eu-west-1";

    @Test
    void writesNothingWhereTheOldProfileContainsAnotherRoleThanItsBaseline() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.withoutEvents(
                    "mallory",
                    iam -> {
                        AccountUnderTest.createRole(iam, "evil");
                        AccountUnderTest.remove(iam, OLD, "web");
                        AccountUnderTest.add(iam, OLD, "evil");
                    });

            assertWritesNothing(account, "prod-web does not contain what its baseline records");
        }
    }

    @Test
    void writesNothingWhileTheRoleIsWithheld() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.record(record ->
                    record.withWithheld(
                            new Withheld(
                                    account.sandbox().clock().instant(),
                                    "mallory",
                                    "e1",
                                    "an instance may have started to use it")));

            assertWritesNothing(
                    account,
                    "ProfileGuard keeps the role out of prod-web, or still checks who uses it:"
                            + " mallory changed it (an instance may have started to use it)");
        }
    }

    @Test
    void writesNothingWhereSomebodyUntrustedCreatedTheOldProfile() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String id = account.profile(OLD).instanceProfileId();
            account.record(record -> record.withForeign(id));

            assertWritesNothing(
                    account, "prod-web (%s) was created by somebody untrusted".formatted(id));
        }
    }

    /// ProfileGuard's record is older than the profile: it cannot know who has used it since.
    @Test
    void writesNothingWhereTheOldProfileWasCreatedAgainUnnoticed() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.recreate("mallory", "web");

            assertWritesNothing(
                    account,
                    "prod-web (%s) is not the profile that its baseline records"
                            .formatted(account.profile(OLD).instanceProfileId()));
        }
    }

    @Test
    void stopsWhereTheOldProfileIsChangedMeanwhile() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String instance = account.instance(REGION);
            account.ask("{\"start\": {\"profile\": \"prod-web\", \"role\": \"web-v2\"}}");
            account.withoutEvents(
                    "mallory",
                    iam -> {
                        AccountUnderTest.createRole(iam, "evil");
                        AccountUnderTest.remove(iam, OLD, "web");
                        AccountUnderTest.add(iam, OLD, "evil");
                    });

            JsonNode response = account.rotate();

            assertThat(account.profileOf(instance)).isEqualTo(OLD);
            assertThat(response.path("why").asText())
                    .contains("prod-web does not contain what its baseline records");

            account.withoutEvents(
                    "owner",
                    iam -> {
                        AccountUnderTest.remove(iam, OLD, "evil");
                        AccountUnderTest.add(iam, OLD, "web");
                    });
            account.rotate();
            assertThat(account.profileOf(instance)).isEqualTo(NEW);
        }
    }

    @Test
    void stopsWhereTheOldProfileIsCreatedAgainMeanwhile() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.ask("{\"start\": {\"profile\": \"prod-web\", \"role\": \"web-v2\"}}");
            account.recreate("mallory", "web");
            String instance = account.instance(REGION);

            JsonNode response = account.rotate();

            assertThat(account.profileOf(instance)).isEqualTo(OLD);
            assertThat(response.path("why").asText())
                    .contains("prod-web was deleted and created again since the rotation started");
        }
    }

    @Test
    void leavesAnInstanceOfAFormerProfileOfThisNameToPeople() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String former = account.instance(REGION);
            String formerId = account.profile(OLD).instanceProfileId();
            account.after("owner", RotatingAccount::deleteOld);
            account.after(
                    "owner",
                    iam -> {
                        AccountUnderTest.createProfile(iam, OLD);
                        AccountUnderTest.add(iam, OLD, "web");
                    });
            String known = account.instance(REGION);

            JsonNode response = account.rotate();

            assertThat(account.profileOf(known)).isEqualTo(NEW);
            assertThat(account.profileOf(former)).isEqualTo(OLD);
            assertThat(states(response)).containsExactly("done", "by-hand");
            assertThat(response.at("/steps/1/why").asText())
                    .contains("another profile of this name (" + formerId)
                    .contains("make sure that they may have role web-v2");
            String association = account.sandbox().instances().association(former).id();
            assertThat(commands(response))
                    .containsExactly(
                            "aws ec2 replace-iam-instance-profile-association --region eu-west-1"
                                    + " --association-id "
                                    + association
                                    + " --iam-instance-profile Name="
                                    + NEW);
            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-open");

            account.ec2(REGION).replace(association, NEW);
            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-finished");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROD-*, '', prod-web matches ExemptNames: Profile Guard never touches it",
        "*-v2, prod-web-v2, prod-web-v2 matches ExemptNames: Profile Guard never touches it",
        "'', eks-12345678-1234-1234-1234-123456789012, looks like the name of a profile that a"
                + " service makes: choose another name in the field to"
    })
    void refusesNamesThatAreNeverTouched(String exempt, String to, String message) {
        try (RotatingAccount account = RotatingAccount.with("ExemptNames", exempt)) {
            String target = to.isEmpty() ? "" : ", \"to\": \"%s\"".formatted(to);

            JsonNode response =
                    account.ask("{\"start\": {\"profile\": \"prod-web\"%s}}".formatted(target));

            assertThat(response.path("errorMessage").asText()).contains(message);
            assertThat(account.ask("{\"list\": true}").path("rotations")).isEmpty();
        }
    }

    @Test
    void takesNoNameThatProfileGuardRecords() {
        try (RotatingAccount account = RotatingAccount.with()) {
            record(account, NEW);

            JsonNode named =
                    account.ask(
                            "{\"start\": {\"profile\": \"prod-web\", \"to\": \"%s\"}}"
                                    .formatted(NEW));
            JsonNode chosen = account.ask("{\"start\": {\"profile\": \"prod-web\"}}");

            assertThat(account.profile(NEW)).isNull();
            assertThat(named.path("errorMessage").asText())
                    .contains("choose another name in the field to");
            assertThat(chosen.path("to").asText()).isEqualTo(NEW + "-2");
        }
    }

    /// A profile that ProfileGuard recorded, and that was deleted without an event.
    private static void record(RotatingAccount account, String name) {
        account.after(
                "owner",
                iam -> {
                    AccountUnderTest.createProfile(iam, name);
                    AccountUnderTest.add(iam, name, "web");
                });
        assertThat(account.record(name).baseline()).isNotNull();
        account.withoutEvents(
                "owner",
                iam -> {
                    AccountUnderTest.remove(iam, name, "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName(name));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "enforce, 48, true",
        "enforce, 49, false",
        "enforce, 50, false",
        "observe, 50, true"
    })
    void refusesAProfileWithoutRoomForTheTagsOfTheRotation(
            String mode, int tags, boolean isStarted) {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", mode)) {
            List<Tag> more =
                    IntStream.range(1, tags)
                            .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
                            .toList();
            account.as("owner").tagInstanceProfile(r -> r.instanceProfileName(OLD).tags(more));

            JsonNode response = account.ask("{\"start\": {\"profile\": \"prod-web\"}}");

            assertThat(response.path("to").asText()).isEqualTo(isStarted ? NEW : "");
            assertThat(account.ask("{\"list\": true}").path("rotations"))
                    .hasSize(isStarted ? 1 : 0);
            if (!isStarted) {
                assertThat(response.path("errorMessage").asText())
                        .startsWith("prod-web has %d tags".formatted(tags))
                        .contains("IAM allows 50. Remove tags from prod-web first");
            }
        }
    }

    @Test
    void showsTheSameUsageWhateverCaseTheNameHas() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String instance = account.instance(REGION);

            JsonNode usage = account.ask("{\"usage\": {\"profile\": \"PROD-Web\"}}");

            assertThat(usage.path("why").asText()).isEqualTo("prod-web is used by: 1 instance");
            assertThat(usage.at("/instances/0/instance").asText()).isEqualTo(instance);
            assertThat(usage.path("instances"))
                    .isEqualTo(
                            account.ask("{\"usage\": {\"profile\": \"prod-web\"}}")
                                    .path("instances"));
        }
    }

    /// Neither the new profile nor the association of an instance, and why.
    private static void assertWritesNothing(RotatingAccount account, String why) {
        String instance = account.instance(REGION);
        account.forget();

        JsonNode response = account.rotate();

        assertThat(account.profileOf(instance)).isEqualTo(OLD);
        assertThat(account.profile(NEW)).isNull();
        assertThat(account.calls()).noneMatch(each -> WRITES.stream().anyMatch(each::startsWith));
        assertThat(account.ec2Calls())
                .noneMatch(each -> WRITES.stream().anyMatch(each::startsWith));
        assertThat(response.path("why").asText()).contains(why);
        assertThat(states(response)).doesNotContain("ready");
        assertThat(response.path("performed")).isEmpty();
    }

    private static final List<String> WRITES =
            List.of("Create", "Add", "Remove", "Delete", "Tag", "Replace", "Associate", "Modify");
}
