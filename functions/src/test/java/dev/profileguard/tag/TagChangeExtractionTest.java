package dev.profileguard.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TagChangeExtractionTest {
    @ParameterizedTest
    @MethodSource("events")
    void findsWhoseTagsAnEventIsAbout(String file, Subject subject, TagEdit edit)
            throws IOException {
        TagChange change = changes(text(file)).getFirst();

        assertThat(change.subject()).isEqualTo(subject);
        assertThat(change.edit()).isEqualTo(edit);
    }

    static Object[][] events() {
        Subject role = new Subject.OfRole(new RoleName("web"));
        Subject profile = new Subject.OfProfile(new ProfileName("prod-web"));
        TagEdit untagged = new TagEdit.Untagged(Set.of("CostCenter"));
        return new Object[][] {
            {"role-created", role, new TagEdit.Created(Tags.NONE)},
            {"role-tagged", role, new TagEdit.Tagged(Tags.of("CostCenter", "200"))},
            {"role-untagged", role, untagged},
            {"profile-created", profile, new TagEdit.Created(Tags.NONE)},
            {"profile-tagged", profile, new TagEdit.Tagged(Tags.of("costcenter", "200"))},
            {"profile-untagged", profile, untagged},
            {"role-added", profile, new TagEdit.RoleAdded(new RoleName("web"))},
            {"tagged-by-arn", role, new TagEdit.Tagged(Tags.of("CostCenter", "200"))},
            {"untagged-by-arn", role, untagged},
        };
    }

    @Test
    void aTaggingCallMayNameRolesAndProfiles() throws IOException {
        assertThat(changes(text("tagged-by-arn")))
                .extracting(change -> change.subject().subject())
                .containsExactly("role/web", "instance-profile/prod-web");
    }

    @Test
    void aNameThatIamDoesNotAllowHidesNothingBesideIt() throws IOException {
        String event = text("tagged-by-arn").replace("role/web", "role/we b");

        assertThat(changes(event))
                .extracting(change -> change.subject().subject())
                .containsExactly("instance-profile/prod-web");
        assertThatThrownBy(() -> changes(event.replace("prod-web", "prod web")))
                .isInstanceOf(UnreadableEventException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"CostCenter\" | 7 | detail.requestParameters.tags.key must be a string",
                "\"200\" | {} | detail.requestParameters.tags.value must be a string",
                "\"tags\": [ | \"tags\": [7, | must be a list of objects",
                "\"tags\" | \"tag\" | detail.requestParameters.tags is missing",
                "\"web\" | null | detail.requestParameters.roleName is missing",
                "\"web\" | \"we b\" | 'we b' is not a valid role name"
            })
    void whatIsNotAsCloudTrailWritesItIsNamed(String before, String after, String message)
            throws IOException {
        String event = text("role-tagged").replace(before, after);

        assertThatThrownBy(() -> changes(event))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
    }

    @Test
    void otherEventsAndFailuresAreNotForUs() throws IOException {
        String deleted = text("role-created").replace("CreateRole", "DeleteRole");
        String failed =
                text("role-created")
                        .replace("\"eventName\"", "\"errorCode\": \"X\", \"eventName\"");

        assertThat(found(deleted)).isInstanceOf(Extracted.NotForUs.class);
        assertThat(found(failed)).isInstanceOf(Extracted.NotForUs.class);
    }

    private static List<TagChange> changes(String event) throws IOException {
        return found(event) instanceof Extracted.Found(List<TagChange> changes)
                ? changes
                : List.of();
    }

    private static Extracted<List<TagChange>> found(String event) throws IOException {
        return TagChangeExtraction.changes(CloudTrailEvent.read(JSON.std.mapFrom(event)));
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of("../events/TagEnforcer/" + file + ".json"));
    }
}
