package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static dev.profileguard.sandbox.aws.iam.TestAccount.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

class TaggingTest {
    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @BeforeEach
    void aRoleAndAProfile() {
        test.role("web");
        test.profile("web");
    }

    @Test
    void comparesARolesKeysWithoutRegardToCase() {
        tagRole(tag("Team", "a"), tag("env", "x"));
        tagRole(tag("TEAM", "b"));

        assertThat(roleTags()).containsExactly(tag("TEAM", "b"), tag("env", "x"));
        iam.untagRole(r -> r.roleName("web").tagKeys("team", "never there"));
        assertThat(roleTags()).containsExactly(tag("env", "x"));
    }

    @Test
    void comparesAProfilesKeysWithRegardToCase() {
        tagProfile(tag("a", "1"), tag("A", "2"));

        assertThat(profileTags()).containsExactly(tag("A", "2"), tag("a", "1"));
        iam.untagInstanceProfile(p -> p.instanceProfileName("web").tagKeys("A"));
        assertThat(profileTags()).containsExactly(tag("a", "1"));
    }

    @Test
    void refusesAKeyTwiceInOneRequest() {
        assertThat(refusal(() -> tagRole(tag("a", "1"), tag("A", "2"))))
                .isEqualTo(
                        "400 InvalidInput: Duplicate tag keys found. Please note that Tag keys are"
                                + " case insensitive.");
        assertThat(refusal(() -> tagProfile(tag("a", "1"), tag("a", "2"))))
                .isEqualTo("400 InvalidInput: Duplicate tag keys found.");
    }

    @Test
    void refusesReservedKeys() {
        assertThat(refusal(() -> tagRole(tag("AWS:x", "1"))))
                .startsWith("400 InvalidInput: aws: prefixed tag key names are not allowed");
        assertThat(refusal(() -> tagProfile(tag("aws:x", "1"))))
                .startsWith("400 InvalidInput: aws: prefixed tag key names are not allowed");
    }

    @Test
    void allowsFiftyTagsInARequestAndOnAResource() {
        assertThat(refusal(() -> tagRole(tags(0, 51))))
                .isEqualTo(
                        "400 ValidationError: 1 validation error detected: Value at 'tags' failed"
                            + " to satisfy constraint: Member must have length less than or equal"
                            + " to 50");
        tagRole(tags(0, 50));
        tagRole(tag("k0", "replaced"));
        assertThat(refusal(() -> tagRole(tag("one more", ""))))
                .isEqualTo("409 LimitExceeded: The number of tags has reached the maximum limit.");
        assertThat(roleTags()).hasSize(50);
    }

    @Test
    void namesThePositionOfAnInvalidKeyOrValue() {
        assertThat(refusal(() -> tagRole(tag("ok", ""), tag("k".repeat(129), "v".repeat(257)))))
                .isEqualTo(
                        "400 ValidationError: 2 validation errors detected: Value at"
                            + " 'tags.2.member.key' failed to satisfy constraint: Member must have"
                            + " length less than or equal to 128; Value at 'tags.2.member.value'"
                            + " failed to satisfy constraint: Member must have length less than or"
                            + " equal to 256");
        assertThat(refusal(() -> tagRole(tag("b*d", "x"))))
                .isEqualTo(
                        "400 ValidationError: 1 validation error detected: Value at"
                                + " 'tags.1.member.key' failed to satisfy constraint: Member must"
                                + " satisfy regular expression pattern:"
                                + " [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
        assertThat(refusal(() -> tagRole(Tag.builder().key("a").build())))
                .isEqualTo(
                        "400 ValidationError: 1 validation error detected: Value at"
                                + " 'tags.1.member.value' failed to satisfy constraint: Member must"
                                + " not be null");
        tagRole(tag("größe 1_.:/=+-@", "ж"));
    }

    @Test
    void reportsOneErrorForAllInvalidKeys() {
        assertThat(refusal(() -> iam.untagRole(r -> r.roleName("web").tagKeys("fine", "b*d"))))
                .isEqualTo(
                        "400 ValidationError: 1 validation error detected: Value at 'tagKeys'"
                                + " failed to satisfy constraint: Member must satisfy constraint:"
                                + " [Member must have length less than or equal to 128, Member must"
                                + " have length greater than or equal to 1, Member must satisfy"
                                + " regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+,"
                                + " Member must not be null]");
    }

    @Test
    void checksTheTagsBeforeItFindsTheRole() {
        assertThat(refusal(() -> iam.tagRole(r -> r.roleName("none").tags(tag("b*d", "")))))
                .startsWith("400 ValidationError");
        assertThat(refusal(() -> iam.tagRole(r -> r.roleName("none").tags(tag("a", "")))))
                .isEqualTo("404 NoSuchEntity: The role with name none cannot be found.");
    }

    private void tagRole(Tag... tags) {
        iam.tagRole(r -> r.roleName("web").tags(tags));
    }

    private void tagProfile(Tag... tags) {
        iam.tagInstanceProfile(p -> p.instanceProfileName("web").tags(tags));
    }

    private List<Tag> roleTags() {
        return iam.listRoleTags(r -> r.roleName("web")).tags();
    }

    private List<Tag> profileTags() {
        return iam.listInstanceProfileTags(p -> p.instanceProfileName("web")).tags();
    }

    private static Tag[] tags(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new);
    }
}
