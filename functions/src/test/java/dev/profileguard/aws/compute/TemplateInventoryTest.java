package dev.profileguard.aws.compute;

import static dev.profileguard.aws.compute.ComputeExamples.DEFAULT;
import static dev.profileguard.aws.compute.ComputeExamples.GROUPS;
import static dev.profileguard.aws.compute.ComputeExamples.HERE;
import static dev.profileguard.aws.compute.ComputeExamples.LATEST;
import static dev.profileguard.aws.compute.ComputeExamples.VERSIONS;
import static dev.profileguard.aws.compute.ComputeExamples.WEB;
import static dev.profileguard.aws.compute.ComputeExamples.group;
import static dev.profileguard.aws.compute.ComputeExamples.groups;
import static dev.profileguard.aws.compute.ComputeExamples.paged;
import static dev.profileguard.aws.compute.ComputeExamples.profiles;
import static dev.profileguard.aws.compute.ComputeExamples.reader;
import static dev.profileguard.aws.compute.ComputeExamples.specification;
import static dev.profileguard.aws.compute.ComputeExamples.template;
import static dev.profileguard.aws.compute.ComputeExamples.version;
import static dev.profileguard.aws.compute.ComputeExamples.versions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Launch templates that name a profile, and which of their versions are read.
class TemplateInventoryTest {
    private final PlayedAws aws = new PlayedAws();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<name>web</name>",
                "<name>WEB</name>",
                "<arn>arn:aws:iam::123456789012:instance-profile/web</arn>",
                "<arn>arn:aws-cn:iam::123456789012:instance-profile/team/a/Web</arn>"
            })
    void knowsATemplateThatNamesTheProfileByNameOrArn(String profile) {
        String version = version("lt-1", "web", 1, true, profile);
        aws.answer(HERE + LATEST, versions(version))
                .answer(HERE + DEFAULT, versions(version))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(version))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.id()).isEqualTo("lt-1"),
                        each -> assertThat(each.naming(WEB)).hasSize(1),
                        each -> assertThat(each.owner().nodegroup()).isEqualTo("workers"));
        assertThat(inventory.calls()).isEqualTo(7);
    }

    @Test
    void readsAllVersionsOfATemplateThatMatchesAndTheDefaultOfItsDescription() {
        String first = version("lt-1", "web", 1, false, "");
        String second = version("lt-1", "web", 2, true, "<name>other</name>");
        String third = version("lt-1", "web", 3, false, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(third))
                .answer(HERE + DEFAULT, versions(second))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", paged("more", third, second))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1 NextToken=more", versions(first))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1));

        LaunchTemplate template = inventory("web").templates().getFirst();

        assertThat(template.versions())
                .extracting(LaunchTemplate.Version::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(template.version("$Default")).isEqualTo(template.version(1));
        assertThat(template.version("$Latest")).isEqualTo(template.version(3));
        assertThat(template.versions().getLast().description()).isEqualTo("Version 3");
    }

    @Test
    void leavesOutATemplateOfWhichOnlyAReplacedVersionNamesTheProfile() {
        aws.answer(HERE + LATEST, versions(version("lt-1", "web", 2, true, "")))
                .answer(HERE + DEFAULT, versions(version("lt-1", "web", 2, true, "")));

        assertThat(inventory("web").templates()).isEmpty();
        assertThat(aws.requests()).hasSize(5);
    }

    @Test
    void saysOnceThatTemplatesAreDeniedAndDoesNotAskForVersionsThen() {
        aws.refuse(HERE + VERSIONS, 403, "UnauthorizedOperation")
                .answer(HERE + GROUPS, groups(group("a", specification("lt-1", "web", "1"))));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeLaunchTemplateVersions: UnauthorizedOperation:"
                                + " Sorry.");
        assertThat(inventory.calls()).isEqualTo(5);
    }

    @Test
    void showsATemplateAsFarAsItIsKnown() {
        String version = version("lt-1", "web", 3, true, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(version))
                .answer(HERE + DEFAULT, versions(version))
                .breaks(HERE + VERSIONS + " LaunchTemplateId=lt-1")
                .refuse(HERE + " DescribeLaunchTemplates", 403, "UnauthorizedOperation");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.name()).isEqualTo("web"),
                        each -> assertThat(each.defaultVersion()).isEqualTo(3),
                        each -> assertThat(each.versions()).hasSize(1));
        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeLaunchTemplates: UnauthorizedOperation: Sorry.",
                        "eu-west-1: DescribeLaunchTemplateVersions: no response:"
                                + " connection reset");
    }

    @Test
    void makesNoCallForATemplateWhoseVersionsTheSurveyShowed() {
        String first = version("lt-1", "web", 1, true, "<name>web</name>");
        String second = version("lt-1", "web", 2, false, "<name>db</name>");
        aws.answer(HERE + LATEST, versions(second))
                .answer(HERE + DEFAULT, versions(first))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1, 2));

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.versions()).hasSize(2),
                        each -> assertThat(each.owner().nodegroup()).isEqualTo("workers"));
        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.calls()).isEqualTo(6);
    }

    /// Version 2 was deleted, or is not known yet.
    @Test
    void asksForTheVersionsBetweenThoseThatTheSurveyShowed() {
        String first = version("lt-1", "web", 1, true, "");
        String third = version("lt-1", "web", 3, false, "<name>web</name>");
        aws.answer(HERE + LATEST, versions(third))
                .answer(HERE + DEFAULT, versions(first))
                .answer(HERE + VERSIONS + " LaunchTemplateId=lt-1", versions(third, first))
                .answer(HERE + " DescribeLaunchTemplates", template("lt-1", "web", 1, 3));

        assertThat(inventory("web").calls()).isEqualTo(7);
    }

    @Test
    void readsTwoThousandTemplatesWithOlderVersions() {
        templates(2_000);

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.templates()).hasSize(2_000);
        assertThat(inventory.calls()).isEqualTo(5 + 20 + 2_000);
    }

    @Test
    void saysSoWhereMoreTemplatesHaveOlderVersionsThanItReads() {
        int most = TemplateDetails.MOST_WITH_OLDER_VERSIONS;
        templates(most + 1);

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.templates()).hasSize(most + 1);
        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: only 2000 of 2001 launch templates with older versions were"
                                + " read");
        assertThat(inventory.calls()).isEqualTo(5 + 21 + most);
    }

    @Test
    void surveysTemplatesWithoutTheirOlderVersions() {
        templates(TemplateDetails.MOST_WITH_OLDER_VERSIONS + 1);

        ComputeInventory survey = survey("web");

        assertThat(survey.isComplete()).isTrue();
        assertThat(survey.of(WEB).startingTemplates()).hasSize(2_001);
        assertThat(survey.calls()).isEqualTo(5);
    }

    @Test
    void saysSoWhereMoreTemplatesMatchThanAreDescribed() {
        int most = TemplateDetails.MOST_TEMPLATES;
        templates(most + 1);

        assertThat(inventory("web").unknown())
                .startsWith(
                        "eu-west-1: only 5000 of 5001 launch templates that name the profiles were"
                                + " read");
    }

    private ComputeInventory inventory(String... names) {
        return reader(aws).inventory(profiles(names));
    }

    private ComputeInventory survey(String... names) {
        return reader(aws).survey(profiles(names));
    }

    /// Templates of which the survey shows only version 2.
    private void templates(int size) {
        String[] versions =
                IntStream.rangeClosed(1, size)
                        .mapToObj(i -> version("lt-" + i, "t" + i, 2, true, "<name>web</name>"))
                        .toArray(String[]::new);
        aws.answer(HERE + LATEST, versions(versions)).answer(HERE + DEFAULT, versions(versions));
    }
}
