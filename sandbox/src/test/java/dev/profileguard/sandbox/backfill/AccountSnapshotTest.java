package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkPolicyReader;
import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Read;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.ConsistentIamReader;
import dev.profileguard.sweep.ReadsAhead;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
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

    @Test
    void givesTheAnswerOfAReadThatWasBegunEarly() {
        begin();
        account.forget();

        assertThat(web().tags().values()).containsEntry("Team", "red");
        assertThat(account.entries())
                .noneMatch(each -> "GetInstanceProfile".equals(each.operation()));
    }

    @Test
    void readsAgainWhatWasMarkedAsChangedAfterItsReadWasBegun() {
        begin();
        retag("blue");

        snapshot.changed(WEB);

        assertThat(web().tags().values()).containsEntry("Team", "blue");
    }

    @Test
    void readsAgainWhatAnActionChangedAfterItsReadWasBegun() {
        begin();
        retag("blue");

        snapshot.performed(new Action.TagProfile(WEB, new Tags(Map.of("Team", "blue"))));

        assertThat(web().tags().values()).containsEntry("Team", "blue");
    }

    @Test
    void readsTheProfilesOfARoleAgainThatAreReadAgainThemselves() {
        begin();
        retag("blue");

        snapshot.confirm(ROLE);
        snapshot.profilesWith(ROLE);

        assertThat(web().tags().values()).containsEntry("Team", "blue");
    }

    private void begin() {
        ahead.begin(new Read.OfProfile(WEB), new Subject.OfProfile(WEB));
    }

    private void retag(String team) {
        account.as("admin")
                .tagInstanceProfile(r ->
                        r.instanceProfileName("web")
                                .tags(Tag.builder().key("Team").value(team).build()));
    }

    private static final ProfileName WEB = new ProfileName("web");
    private static final RoleName ROLE = new RoleName("web");

    private final SweptAccount account = SweptAccount.with();
    private final SdkIamReader reader = new SdkIamReader(account.as("reader"));
    private final ReadsAhead ahead =
            new ReadsAhead(new AtOnce(), reader, new SdkPolicyReader(account.as("reader")));
    private final AccountSnapshot snapshot = snapshot();

    /// Makes each call when it is started.
    private static final class AtOnce implements CallsAhead {
        @Override
        public int most() {
            return 1;
        }

        @Override
        public <T> Future<T> begin(Callable<T> call) {
            FutureTask<T> made = new FutureTask<>(call);
            made.run();
            return made;
        }

        @Override
        public void close() {}
    }

    private AccountSnapshot snapshot() {
        account.role("web");
        account.profile("web", "web");
        retag("red");
        return AccountSnapshot.of(
                reader,
                new ConsistentIamReader(ahead, account.sandbox().clock(), time -> {}),
                ahead);
    }

    @AfterEach
    void tearDown() {
        account.close();
    }

    private InstanceProfile web() {
        return Objects.requireNonNull(snapshot.profile(WEB));
    }
}
