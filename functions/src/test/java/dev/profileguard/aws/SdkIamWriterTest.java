package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyNotAttachableException;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

/// Errors that occur only by a race in IAM or in a full account.
class SdkIamWriterTest {
    @Test
    void aConcurrentChangeIsReportedAsChangedMeanwhile() {
        when(iam.addRoleToInstanceProfile(anyAddRole()))
                .thenThrow(ConcurrentModificationException.builder().message("busy").build());

        assertThatThrownBy(() -> writer.perform(new Action.AddRole(NAME, new RoleName("web"))))
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessageContaining("prod-web");
    }

    @Test
    void aProfileFullOfTagsIsAnEffectNotAnError() {
        when(iam.tagInstanceProfile(anyTag())).thenThrow(LimitExceededException.builder().build());

        assertThat(writer.perform(TAG)).isEqualTo(new PerformedAction(TAG, Effect.TAGS_FULL));
    }

    @Test
    void aTrustPolicyThatSomebodyChangedMeanwhileIsNotReplaced() {
        when(iam.getRole(anyGetRole())).thenReturn(role("{\"changed\": 1}"));

        assertThatThrownBy(() -> writer.perform(UPDATE))
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessage("Somebody changed the trust policy of role web, or deleted the role");
        verify(iam, never()).updateAssumeRolePolicy(anyUpdate());
    }

    @Test
    void aTrustPolicyThatIsAsItWasReadIsReplaced() {
        when(iam.getRole(anyGetRole())).thenReturn(role("{\"before\": 1}"));

        assertThat(writer.perform(UPDATE)).isEqualTo(new PerformedAction(UPDATE, Effect.DONE));
        verify(iam).updateAssumeRolePolicy(anyUpdate());
    }

    @Test
    void aTrustPolicyThatIamDoesNotAcceptIsAnEffect() {
        when(iam.getRole(anyGetRole())).thenReturn(role("{\"before\": 1}"));
        when(iam.updateAssumeRolePolicy(anyUpdate()))
                .thenThrow(error(MalformedPolicyDocumentException.builder(), "Invalid principal"))
                .thenThrow(error(LimitExceededException.builder(), "Cannot exceed quota"));

        assertThat(writer.perform(UPDATE))
                .isEqualTo(PerformedAction.rejected(UPDATE, "Invalid principal"));
        assertThat(writer.perform(UPDATE).described()).endsWith(": rejected (Cannot exceed quota)");
    }

    @Test
    void aRoleThatWasDeletedIsReadAgain() {
        when(iam.getRole(anyGetRole())).thenReturn(role("{\"before\": 1}"));
        when(iam.updateAssumeRolePolicy(anyUpdate())).thenThrow(gone("The role with name web"));
        when(iam.attachRolePolicy(anyAttach())).thenThrow(gone("The role with name web"));

        assertThatThrownBy(() -> writer.perform(UPDATE))
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessage("role web was deleted");
        assertThatThrownBy(() -> writer.perform(ATTACH))
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessage("role web was deleted");
    }

    @Test
    void aPolicyThatCannotBeAttachedIsAnEffect() {
        when(iam.attachRolePolicy(anyAttach()))
                .thenThrow(gone("Policy arn:aws:iam::aws:policy/Old"))
                .thenThrow(error(PolicyNotAttachableException.builder(), "Not attachable"))
                .thenThrow(error(LimitExceededException.builder(), "Cannot exceed quota"));

        assertThat(writer.perform(ATTACH).reason())
                .isEqualTo("Policy arn:aws:iam::aws:policy/Old cannot be found.");
        assertThat(writer.perform(ATTACH).reason()).isEqualTo("Not attachable");
        assertThat(writer.perform(ATTACH))
                .isEqualTo(PerformedAction.rejected(ATTACH, "Cannot exceed quota"));
    }

    @Test
    void aPolicyIsAttached() {
        assertThat(writer.perform(ATTACH)).isEqualTo(new PerformedAction(ATTACH, Effect.DONE));
        verify(iam).attachRolePolicy(anyAttach());
    }

    @Test
    void aDryRunWritesNothing() {
        assertThat(IamWriter.DRY_RUN.perform(TAG))
                .isEqualTo(new PerformedAction(TAG, Effect.WOULD_DO));
    }

    private static final ProfileName NAME = new ProfileName("prod-web");
    private static final Action TAG =
            new Action.TagProfile(NAME, Tags.of("profile-guard", "locked"));

    private static final RoleName ROLE = new RoleName("web");
    private static final Action UPDATE =
            new Action.UpdateTrustPolicy(ROLE, "{\"before\": 1}", "{\"after\": 1}");
    private static final Action ATTACH =
            new Action.AttachPolicy(ROLE, "arn:aws:iam::aws:policy/Old");

    private final IamClient iam = mock(IamClient.class);
    private final SdkIamWriter writer = new SdkIamWriter(iam, new SdkIamReader(iam));

    private static Consumer<AddRoleToInstanceProfileRequest.Builder> anyAddRole() {
        return any();
    }

    private static Consumer<TagInstanceProfileRequest.Builder> anyTag() {
        return any();
    }

    private static Consumer<GetRoleRequest.Builder> anyGetRole() {
        return any();
    }

    private static Consumer<UpdateAssumeRolePolicyRequest.Builder> anyUpdate() {
        return any();
    }

    private static Consumer<AttachRolePolicyRequest.Builder> anyAttach() {
        return any();
    }

    private static GetRoleResponse role(String trust) {
        return GetRoleResponse.builder()
                .role(r ->
                        r.roleName("web")
                                .roleId("AROA1")
                                .path("/")
                                .createDate(Instant.EPOCH)
                                .assumeRolePolicyDocument(trust))
                .build();
    }

    private static IamException gone(String what) {
        return error(NoSuchEntityException.builder(), what + " cannot be found.");
    }

    private static <T extends IamException.Builder> IamException error(T error, String message) {
        return (IamException)
                error.statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder().errorMessage(message).build())
                        .build();
    }
}
