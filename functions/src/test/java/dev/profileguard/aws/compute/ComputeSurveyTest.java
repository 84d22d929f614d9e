package dev.profileguard.aws.compute;

import static dev.profileguard.aws.compute.ComputeExamples.CONFIGURATIONS_2;
import static dev.profileguard.aws.compute.ComputeExamples.DEFAULT;
import static dev.profileguard.aws.compute.ComputeExamples.GROUPS;
import static dev.profileguard.aws.compute.ComputeExamples.HERE;
import static dev.profileguard.aws.compute.ComputeExamples.INSTANCES;
import static dev.profileguard.aws.compute.ComputeExamples.LATEST;
import static dev.profileguard.aws.compute.ComputeExamples.VERSIONS;
import static dev.profileguard.aws.compute.ComputeExamples.WEB;
import static dev.profileguard.aws.compute.ComputeExamples.group;
import static dev.profileguard.aws.compute.ComputeExamples.groups;
import static dev.profileguard.aws.compute.ComputeExamples.profiles;
import static dev.profileguard.aws.compute.ComputeExamples.reader;
import static dev.profileguard.aws.compute.ComputeExamples.specification;
import static dev.profileguard.aws.compute.ComputeExamples.version;
import static dev.profileguard.aws.compute.ComputeExamples.versions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.ProfileName;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A survey shows what uses many profiles, without a call for each template or instance.
class ComputeSurveyTest {
    private final PlayedAws aws = new PlayedAws();

    @Test
    void surveysARegionWhereNothingMatchesByFiveCalls() {
        ComputeInventory survey = survey("web");

        assertThat(survey.calls()).isEqualTo(5);
        assertThat(survey.isComplete()).isTrue();
    }

    /// One more call for the version that a group uses by number, and none for a template, an
    /// instance or a launch configuration.
    @Test
    void surveysARegionWithoutACallForEachTemplateOrInstance() {
        String old = version("lt-2", "db", 1, false, "<name>db</name>");
        String last = version("lt-2", "db", 2, true, "<name>web</name>");
        String only = version("lt-1", "web", 1, true, "<name>web</name>");
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .answer(HERE + LATEST, versions(only, last))
                .answer(HERE + DEFAULT, versions(only, last))
                .answer(HERE + " DescribeLaunchConfigurations", CONFIGURATIONS_2)
                .answer(
                        HERE + GROUPS,
                        groups(
                                group("web-asg", specification("lt-1", "web", "$Latest")),
                                group("db-asg", specification("lt-2", "db", "1"))))
                .answer(
                        HERE + VERSIONS + " LaunchTemplateId=lt-2 LaunchTemplateVersion.1=1",
                        versions(old));

        ComputeInventory survey = survey("web", "db");

        assertThat(survey.calls()).isEqualTo(5 + 1);
        assertThat(survey.instances()).hasSize(1);
        assertThat(survey.configurations()).hasSize(1);
        assertThat(survey.of(new ProfileName("db")).groups())
                .extracting(ScalingGroup::name)
                .containsExactly("db-asg");
        assertThat(survey.of(WEB).templates())
                .extracting(LaunchTemplate::name)
                .containsExactly("web", "db");
        assertThat(survey.templates().getLast().naming(WEB))
                .extracting(LaunchTemplate.Version::number)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 97, 98, 1_000})
    void surveysManyProfilesByTheSameNumberOfCalls(int size) {
        aws.answer(HERE + " DescribeInstances", INSTANCES);
        Set<ProfileName> names =
                IntStream.rangeClosed(1, size)
                        .mapToObj(i -> new ProfileName(i == size ? "Web" : "Prod-" + i))
                        .collect(Collectors.toSet());

        ComputeInventory survey = reader(aws).survey(names);

        assertThat(survey.calls()).isEqualTo(5);
        assertThat(survey.instances()).hasSize(1);
        assertThat(aws.requests().getFirst().contains("Value.1=*/* ")).isEqualTo(size > 97);
    }

    @Test
    void saysWhatASurveyCouldNotAsk() {
        aws.refuse(HERE + GROUPS, 403, "AccessDenied")
                .answer(HERE + " DescribeInstances", INSTANCES);

        ComputeInventory survey = survey("web");

        assertThat(survey.instances()).hasSize(1);
        assertThat(survey.unknown())
                .containsExactly("eu-west-1: DescribeAutoScalingGroups: AccessDenied: Sorry.");
    }

    private ComputeInventory survey(String... names) {
        return reader(aws).survey(profiles(names));
    }
}
