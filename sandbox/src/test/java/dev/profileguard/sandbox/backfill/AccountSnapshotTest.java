package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkPolicyReader;
import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.ConsistentIamReader;
import dev.profileguard.sweep.ReadsAhead;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

class AccountSnapshotTest {
    @Test
    void predictedTagsRemainWhenTagsAreReadLater() {
        snapshot.predict(new Action.TagProfile(WEB, Tags.of("Owner", "ops")));
        snapshot.predict(new Action.RemoveRole(WEB, ROLE));

        assertThat(web().tags().values()).isEqualTo(Map.of("Team", "red", "Owner", "ops"));
        assertThat(web().role()).isNull();
    }

    @Test
    void aPredictedProfileExists() {
        int used = snapshot.profileQuota().used();

        snapshot.predict(new Action.CreateProfile(new ProfileName("batch"), "/", Tags.NONE));

        assertThat(snapshot.profileQuota().used()).isEqualTo(used + 1);
    }

    @Test
    void aPlannedDeletionLeavesRoomForAnotherProfile() {
        int used = snapshot.profileQuota().used();

        snapshot.predict(new Action.DeleteProfile(WEB));

        assertThat(snapshot.profile(WEB)).isNull();
        assertThat(snapshot.profileQuota().used()).isEqualTo(used - 1);
    }

    @Test
    void anExistingProfileIsNotCreated() {
        int used = snapshot.profileQuota().used();

        snapshot.predict(new Action.CreateProfile(WEB, "/", Tags.NONE));

        assertThat(web().id()).isNotEqualTo(InstanceProfile.NOT_CREATED_YET);
        assertThat(snapshot.profileQuota().used()).isEqualTo(used);
    }

    private static final ProfileName WEB = new ProfileName("web");
    private static final RoleName ROLE = new RoleName("web");

    private final SweptAccount account = SweptAccount.with();
    private final AccountSnapshot snapshot = snapshot();

    private AccountSnapshot snapshot() {
        account.role("web");
        account.profile("web", "web");
        account.as("admin")
                .tagInstanceProfile(r ->
                        r.instanceProfileName("web")
                                .tags(Tag.builder().key("Team").value("red").build()));
        SdkIamReader reader = new SdkIamReader(account.as("reader"));
        return AccountSnapshot.of(
                reader,
                new ConsistentIamReader(reader, account.sandbox().clock(), time -> {}),
                new ReadsAhead(CallsAhead.NONE, reader, new SdkPolicyReader(account.as("reader"))));
    }

    @AfterEach
    void tearDown() {
        account.close();
    }

    private InstanceProfile web() {
        return Objects.requireNonNull(snapshot.profile(WEB));
    }
}
