package dev.profileguard.aws.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.iam.ProfileName;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryComputeWriterTest {
    private final PlayedAws aws = new PlayedAws();

    @Test
    void makesAVersionThatDiffersOnlyInItsProfile() {
        aws.answer(
                CREATE_CALL,
                """
                <CreateLaunchTemplateVersionResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                  <requestId>4ee5a7f6-example</requestId>
                  <launchTemplateVersion>
                    <launchTemplateId>lt-0a20c965061f64abc</launchTemplateId>
                    <versionNumber>4</versionNumber>
                    <defaultVersion>false</defaultVersion>
                  </launchTemplateVersion>
                </CreateLaunchTemplateVersionResponse>
                """);

        assertThat(perform(CREATE)).isEqualTo("4");
        assertThat(aws.requests())
                .containsExactly(
                        CREATE_CALL
                                + " ClientToken=token-1"
                                + " LaunchTemplateData.IamInstanceProfile.Name=web-20260105"
                                + " LaunchTemplateId=lt-0a20c965061f64abc"
                                + " SourceVersion=3"
                                + " VersionDescription=With the profile web-20260105");
    }

    @Test
    void makesAVersionTheDefault() {
        assertThat(perform(SET_DEFAULT)).isEmpty();
        assertThat(aws.requests())
                .containsExactly(
                        "eu-west-1 ModifyLaunchTemplate LaunchTemplateId=lt-0a20c965061f64abc"
                                + " SetDefaultVersion=4");
    }

    @Test
    void letsAGroupUseAVersion() {
        assertThat(perform(USE)).isEmpty();
        assertThat(aws.requests())
                .containsExactly(
                        "eu-west-1 UpdateAutoScalingGroup AutoScalingGroupName=web asg"
                                + " LaunchTemplate.LaunchTemplateId=lt-0a20c965061f64abc"
                                + " LaunchTemplate.Version=4");
    }

    @Test
    void refreshesOnlyInstancesThatDifferAndLeavesThePaceToTheGroup() {
        aws.answer(
                REFRESH_CALL,
                """
                <StartInstanceRefreshResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
                  <StartInstanceRefreshResult>
                    <InstanceRefreshId>08b91cf7-8fa6-48af-b6a6-d227f40f1b9b</InstanceRefreshId>
                  </StartInstanceRefreshResult>
                </StartInstanceRefreshResponse>
                """);

        assertThat(perform(REFRESH)).isEqualTo("08b91cf7-8fa6-48af-b6a6-d227f40f1b9b");
        assertThat(aws.requests())
                .containsExactly(
                        REFRESH_CALL
                                + " AutoScalingGroupName=web asg Preferences.SkipMatching=true");
    }

    @Test
    void replacesAnAssociation() {
        aws.answer(
                REPLACE_CALL,
                """
                <ReplaceIamInstanceProfileAssociationResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                  <iamInstanceProfileAssociation>
                    <associationId>iip-assoc-08049da59357d598c</associationId>
                    <state>associating</state>
                  </iamInstanceProfileAssociation>
                </ReplaceIamInstanceProfileAssociationResponse>
                """);

        assertThat(perform(REPLACE)).isEqualTo("iip-assoc-08049da59357d598c");
        assertThat(aws.requests())
                .containsExactly(
                        REPLACE_CALL
                                + " AssociationId=iip-assoc-0db249b1f25fa24b8"
                                + " IamInstanceProfile.Name=web-20260105");
    }

    @Test
    void repeatsWhatHasTheSameResultTwiceAfterABrokenConnection() {
        aws.breaks(CREATE_CALL).answer(CREATE_CALL, "<Response/>");
        aws.breaks("eu-west-1 ModifyLaunchTemplate")
                .answer("eu-west-1 ModifyLaunchTemplate", "<Response/>");
        aws.breaks("eu-west-1 UpdateAutoScalingGroup")
                .answer("eu-west-1 UpdateAutoScalingGroup", "<Response/>");

        perform(CREATE);
        perform(SET_DEFAULT);
        perform(USE);

        assertThat(aws.requests()).hasSize(6);
        assertThat(aws.requests().get(1)).isEqualTo(aws.requests().get(0));
    }

    @Test
    void doesNotRepeatWhatMayHaveBeenPerformed() {
        for (ComputeAction action : new ComputeAction[] {REFRESH, REPLACE}) {
            PlayedAws broken = new PlayedAws().breaks(REFRESH_CALL).breaks(REPLACE_CALL);

            assertThatThrownBy(() -> writer(broken).perform(action))
                    .asInstanceOf(type(ComputeException.class))
                    .extracting(ComputeException::code)
                    .isEqualTo("NoResponse");
            assertThat(broken.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalError", "InternalFailure", "ServiceUnavailable"})
    void doesNotRepeatItAfterAnErrorOfTheServiceEither(String code) {
        aws.refuse(REPLACE_CALL, 500, code);

        assertThatThrownBy(() -> perform(REPLACE)).isInstanceOf(ComputeException.class);
        assertThat(aws.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RequestLimitExceeded", "Throttling"})
    void repeatsWhatWasThrottled(String code) {
        aws.refuse(REFRESH_CALL, 400, code)
                .refuse(REFRESH_CALL, 400, code)
                .answer(REFRESH_CALL, "<Response/>");

        assertThat(perform(REFRESH)).isEmpty();
        assertThat(aws.requests()).hasSize(3);
    }

    @Test
    void passesOnTheCodeOfTheService() {
        aws.answer(
                REFRESH_CALL,
                400,
                """
                <ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
                  <Error>
                    <Type>Sender</Type>
                    <Code>InstanceRefreshInProgress</Code>
                    <Message>An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.</Message>
                  </Error>
                  <RequestId>f0c1-example</RequestId>
                </ErrorResponse>
                """);

        assertThatThrownBy(() -> perform(REFRESH))
                .asInstanceOf(type(ComputeException.class))
                .satisfies(
                        error -> assertThat(error.code()).isEqualTo("InstanceRefreshInProgress"),
                        error ->
                                assertThat(error.why())
                                        .isEqualTo(
                                                "StartInstanceRefresh in eu-west-1:"
                                                        + " InstanceRefreshInProgress: An Instance"
                                                        + " Refresh is already in progress and"
                                                        + " blocks the execution of this Instance"
                                                        + " Refresh."));
        assertThat(Collections.frequency(aws.requests(), aws.requests().getFirst())).isOne();
    }

    private String perform(ComputeAction action) {
        return writer(aws).perform(action);
    }

    private static QueryComputeWriter writer(PlayedAws aws) {
        return new QueryComputeWriter(aws.services().ec2(), aws.services().autoScaling());
    }

    private static final String REGION = "eu-west-1";
    private static final String TEMPLATE = "lt-0a20c965061f64abc";
    private static final ProfileName PROFILE = new ProfileName("web-20260105");
    private static final String CREATE_CALL = "eu-west-1 CreateLaunchTemplateVersion";
    private static final String REFRESH_CALL = "eu-west-1 StartInstanceRefresh";
    private static final String REPLACE_CALL = "eu-west-1 ReplaceIamInstanceProfileAssociation";
    private static final ComputeAction CREATE =
            new ComputeAction.CreateTemplateVersion(
                    REGION, TEMPLATE, 3, PROFILE, "With the profile web-20260105", "token-1");
    private static final ComputeAction SET_DEFAULT =
            new ComputeAction.SetDefaultVersion(REGION, TEMPLATE, 4);
    private static final ComputeAction USE =
            new ComputeAction.UseTemplateVersion(REGION, "web asg", TEMPLATE, 4);
    private static final ComputeAction REFRESH = new ComputeAction.StartRefresh(REGION, "web asg");
    private static final ComputeAction REPLACE =
            new ComputeAction.ReplaceAssociation(
                    REGION, "i-0123456789abcdef0", "iip-assoc-0db249b1f25fa24b8", PROFILE);
}
