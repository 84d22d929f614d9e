package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;

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
    void aDryRunWritesNothing() {
        assertThat(IamWriter.DRY_RUN.perform(TAG))
                .isEqualTo(new PerformedAction(TAG, Effect.WOULD_DO));
    }

    private static final ProfileName NAME = new ProfileName("prod-web");
    private static final Action TAG =
            new Action.TagProfile(NAME, Tags.of("profile-guard", "locked"));

    private final IamClient iam = mock(IamClient.class);
    private final SdkIamWriter writer = new SdkIamWriter(iam, new SdkIamReader(iam));

    private static Consumer<AddRoleToInstanceProfileRequest.Builder> anyAddRole() {
        return any();
    }

    private static Consumer<TagInstanceProfileRequest.Builder> anyTag() {
        return any();
    }
}
