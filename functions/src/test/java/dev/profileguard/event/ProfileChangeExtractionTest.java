package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileChangeExtractionTest {
    @Test
    void findsWhoDidWhatToWhichProfile() throws IOException {
        Change change = only("role-added");

        assertThat(change.profile()).isEqualTo(new ProfileName("prod-web"));
        assertThat(change.edit()).isEqualTo(new Edit.RoleAdded(new RoleName("intruder")));
        assertThat(change.actor())
                .isEqualTo(new Actor.User("arn:aws:iam::123456789012:user/mallory"));
        assertThat(change.call().operation()).isEqualTo("AddRoleToInstanceProfile");
        assertThat(change.call().account()).isEqualTo("123456789012");
        assertThat(change.time()).isEqualTo(Instant.parse("2026-01-15T09:30:00Z"));
        assertThat(change.eventId()).startsWith("e7e40000-");
    }

    @Test
    void readsEveryEditOfAnInstanceProfile() throws IOException {
        assertThat(only("profile-created").edit())
                .isEqualTo(new Edit.Created("AIPASAMPLE00000000001"));
        assertThat(only("profile-deleted").edit()).isEqualTo(new Edit.Deleted());
        assertThat(only("role-removed").edit())
                .isEqualTo(new Edit.RoleRemoved(new RoleName("web")));
        assertThat(only("tagged").edit())
                .isEqualTo(new Edit.Tagged(new Tags(Map.of("profile-guard", "off", "Owner", ""))));
        assertThat(only("untagged").edit()).isEqualTo(new Edit.Untagged(Set.of("profile-guard")));
    }

    @Test
    void findsEveryProfileThatIsTaggedByArnAndNothingElse() throws IOException {
        assertThat(changes("tagged-by-arn"))
                .extracting(Change::profile)
                .containsExactly(new ProfileName("prod-web"), new ProfileName("prod-api"));
        assertThat(changes("untagged-by-arn"))
                .extracting(Change::profile)
                .containsExactly(new ProfileName("prod-web"));
        assertThat(only("untagged-by-arn").edit())
                .isEqualTo(new Edit.Untagged(Set.of("profile-guard")));
    }

    @Test
    void readsATagWhoseKeyIsBlankAsIamAllowsIt() throws IOException {
        Map<String, Object> event = event("tagged");
        request(event)
                .put(
                        "tags",
                        List.of(
                                Map.of("key", "profile-guard", "value", "off"),
                                Map.of("key", " ", "value", "x")));

        assertThat(changes(event))
                .extracting(Change::edit)
                .containsExactly(
                        new Edit.Tagged(new Tags(Map.of("profile-guard", "off", " ", "x"))));
    }

    @Test
    void anInvalidArnDoesNotHideTheOthers() throws IOException {
        String arn = "arn:aws:iam::123456789012:instance-profile/";
        Map<String, Object> event = event("untagged-by-arn");
        request(event).put("resourceARNList", List.of(arn + "no name", arn + "prod-web"));

        assertThat(changes(event))
                .extracting(Change::profile)
                .containsExactly(new ProfileName("prod-web"));

        request(event).put("resourceARNList", List.of(arn + "no name"));

        assertThatThrownBy(() -> changes(event))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(
                        "resourceARNList: 'no name' is not a valid instance profile name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tagged-by-arn", "untagged-by-arn"})
    void aResourceForWhichTheCallFailedWasNotChanged(String file) throws IOException {
        String arn = "arn:aws:iam::123456789012:instance-profile/";
        Map<String, Object> event = event(file);
        request(event).put("resourceARNList", List.of(arn + "prod-web", arn + "prod-db"));
        detail(event)
                .put(
                        "responseElements",
                        Map.of("failedResourcesMap", Map.of(arn + "prod-web", Map.of())));

        assertThat(changes(event))
                .extracting(Change::profile)
                .containsExactly(new ProfileName("prod-db"));

        detail(event)
                .put(
                        "responseElements",
                        Map.of(
                                "failedResourcesMap",
                                Map.of(arn + "prod-web", Map.of(), arn + "prod-db", Map.of())));

        assertThat(why(event)).contains("does not name an instance profile");
    }

    @Test
    void skipsTagsOfOtherResources() throws IOException {
        Map<String, Object> event = event("untagged-by-arn");
        request(event).put("resourceARNList", List.of("arn:aws:iam::123456789012:role/web"));

        assertThat(why(event)).isEqualTo("UntagResources does not name an instance profile");
    }

    @Test
    void skipsCallsThatFailedAndCallsThatChangeNoProfile() throws IOException {
        Map<String, Object> failed = event("role-added");
        detail(failed).put("errorCode", "LimitExceededException");
        Map<String, Object> other = event("role-added");
        detail(other).put("eventName", "AttachRolePolicy");
        Map<String, Object> elsewhere = event("role-added");
        detail(elsewhere).put("eventSource", "ec2.amazonaws.com");

        assertThat(why(failed)).contains("failed with LimitExceededException");
        assertThat(why(other)).contains("does not change an instance profile");
        assertThat(why(elsewhere)).contains("does not change an instance profile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventSource", "eventName", "eventID", "eventTime", "userIdentity"})
    void namesTheFieldThatIsMissingOrOfTheWrongType(String field) throws IOException {
        Map<String, Object> missing = event("role-added");
        detail(missing).remove(field);
        Map<String, Object> wrong = event("role-added");
        detail(wrong).put(field, 7);

        assertThatThrownBy(() -> CloudTrailEvent.read(missing))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("detail." + field + " is missing");
        assertThatThrownBy(() -> CloudTrailEvent.read(wrong))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("detail." + field + " must be")
                .hasMessageContaining("a number");
    }

    @ParameterizedTest
    @CsvSource({
        "role-added, instanceProfileName",
        "role-added, roleName",
        "tagged, tags",
        "untagged, tagKeys",
        "tagged-by-arn, resourceARNList",
        "tagged-by-arn, tags"
    })
    void namesTheParameterThatIsMissingNullOrOfTheWrongType(String file, String field)
            throws IOException {
        Map<String, Object> nulled = event(file);
        request(nulled).put(field, null);
        Map<String, Object> wrong = event(file);
        request(wrong).put(field, true);

        assertThatThrownBy(() -> ProfileChangeExtraction.changes(CloudTrailEvent.read(nulled)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("detail.requestParameters." + field + " is missing");
        assertThatThrownBy(() -> ProfileChangeExtraction.changes(CloudTrailEvent.read(wrong)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("detail.requestParameters." + field + " must be");
    }

    @Test
    void rejectsNamesThatIamDoesNotAllow() throws IOException {
        Map<String, Object> event = event("role-added");
        request(event).put("instanceProfileName", "prod/web");

        assertThatThrownBy(() -> ProfileChangeExtraction.changes(CloudTrailEvent.read(event)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("detail.requestParameters.instanceProfileName")
                .hasMessageContaining("is not a valid instance profile name");
    }

    @Test
    void rejectsAnInvalidTime() throws IOException {
        Map<String, Object> event = event("role-added");
        detail(event).put("eventTime", "Jan 15, 2026");

        assertThatThrownBy(() -> CloudTrailEvent.read(event))
                .hasMessageContaining("detail.eventTime must be a time");
    }

    private static Change only(String file) throws IOException {
        List<Change> changes = changes(file);
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private static List<Change> changes(String file) throws IOException {
        return changes(event(file));
    }

    private static List<Change> changes(Map<String, Object> event) {
        return switch (ProfileChangeExtraction.changes(CloudTrailEvent.read(event))) {
            case Extracted.Found(List<Change> changes) -> changes;
            case Extracted.NotForUs(String why) -> throw new AssertionError(why);
        };
    }

    private static String why(Map<String, Object> event) {
        return switch (ProfileChangeExtraction.changes(CloudTrailEvent.read(event))) {
            case Extracted.Found(List<Change> changes) -> throw new AssertionError(changes);
            case Extracted.NotForUs(String why) -> why;
        };
    }

    private static Map<String, Object> event(String file) throws IOException {
        return JSON.std.mapFrom(
                Files.readString(Path.of("../events/ProfileGuard", file + ".json")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> detail(Map<String, Object> event) {
        return (Map<String, Object>) event.getOrDefault("detail", new HashMap<>());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> request(Map<String, Object> event) {
        return (Map<String, Object>)
                detail(event).getOrDefault("requestParameters", new HashMap<>());
    }
}
