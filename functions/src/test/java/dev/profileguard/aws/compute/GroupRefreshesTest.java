package dev.profileguard.aws.compute;

import static dev.profileguard.aws.compute.ComputeExamples.HERE;
import static dev.profileguard.aws.compute.ComputeExamples.reader;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The latest instance refresh of each Auto Scaling group.
class GroupRefreshesTest {
    private final PlayedAws aws = new PlayedAws();

    @Test
    void knowsTheLatestRefreshOfEachGroup() {
        aws.answer(HERE + " DescribeInstanceRefreshes AutoScalingGroupName=web-asg", REFRESHES);
        ScalingGroup web = scalingGroup("web-asg");

        assertThat(reader(aws).refreshes(List.of(web, scalingGroup("other"))))
                .isEqualTo(
                        new LatestRefreshes(
                                Map.of(
                                        web,
                                        new InstanceRefresh(
                                                "08b91cf7",
                                                "InProgress",
                                                50,
                                                "Waiting for instances to warm up before"
                                                        + " continuing.")),
                                Set.of(),
                                List.of()));
        assertThat(aws.requests()).hasSize(2);
    }

    /// One cannot be asked about, the next one was deleted meanwhile.
    @Test
    void tellsAGroupThatIsGoneFromOneThatIsNotKnown() {
        ScalingGroup gone = scalingGroup("gone");
        aws.refuse(
                        HERE + " DescribeInstanceRefreshes AutoScalingGroupName=denied",
                        403,
                        "AccessDenied")
                .answer(
                        HERE + " DescribeInstanceRefreshes AutoScalingGroupName=gone",
                        400,
                        "<ErrorResponse><Error><Code>ValidationError</Code><Message>AutoScalingGroup"
                            + " name not found - AutoScalingGroup gone not"
                            + " found</Message></Error></ErrorResponse>")
                .answer(
                        HERE + " DescribeInstanceRefreshes AutoScalingGroupName=wrong",
                        400,
                        "<ErrorResponse><Error><Code>ValidationError</Code><Message>Wrong.</Message></Error></ErrorResponse>");

        assertThat(
                        reader(aws)
                                .refreshes(
                                        List.of(
                                                scalingGroup("denied"),
                                                gone,
                                                scalingGroup("wrong"))))
                .isEqualTo(
                        new LatestRefreshes(
                                Map.of(),
                                Set.of(gone),
                                List.of(
                                        "eu-west-1: DescribeInstanceRefreshes: AccessDenied:"
                                                + " Sorry.",
                                        "eu-west-1: DescribeInstanceRefreshes: ValidationError:"
                                                + " Wrong.")));
    }

    private static ScalingGroup scalingGroup(String name) {
        return new ScalingGroup(HERE, name, new Source.Unknown(), 1, List.of(), Owner.NOBODY);
    }

    private static final String REFRESHES =
            """
            <DescribeInstanceRefreshesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
              <DescribeInstanceRefreshesResult>
                <InstanceRefreshes>
                  <member>
                    <InstanceRefreshId>08b91cf7</InstanceRefreshId>
                    <AutoScalingGroupName>web-asg</AutoScalingGroupName>
                    <Status>InProgress</Status>
                    <StatusReason>Waiting for instances to warm up before continuing.</StatusReason>
                    <PercentageComplete>50</PercentageComplete>
                    <InstancesToUpdate>1</InstancesToUpdate>
                  </member>
                  <member>
                    <InstanceRefreshId>dd7728d0</InstanceRefreshId>
                    <AutoScalingGroupName>web-asg</AutoScalingGroupName>
                    <Status>Successful</Status>
                    <PercentageComplete>100</PercentageComplete>
                  </member>
                </InstanceRefreshes>
              </DescribeInstanceRefreshesResult>
            </DescribeInstanceRefreshesResponse>
            """;
}
