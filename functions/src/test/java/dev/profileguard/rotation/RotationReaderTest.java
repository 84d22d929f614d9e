package dev.profileguard.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.Rotation.Phase;
import dev.profileguard.rotation.rule.RotationState;
import dev.profileguard.rotation.rule.RotationState.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationReaderTest {
    private static final String TOO_MANY =
            "eu-west-1: only 2000 of 2001 launch templates with older versions were read";
    private static final ScalingGroup GROUP =
            new ScalingGroup(
                    "eu-west-1",
                    "web",
                    new ScalingGroup.Source.Unknown(),
                    1,
                    List.of("i-1"),
                    Owner.NOBODY);

    private static final Rotation ROTATION =
            new Rotation(
                    new ProfileName("old"),
                    "AIPA1",
                    new ProfileName("new"),
                    "AIPA2",
                    "secret",
                    "token",
                    Rotation.Origin.ROTATION,
                    new Rotation.NewRole(
                            new RoleName("web"),
                            "AROA1",
                            "arn:aws:iam::111122223333:role/web",
                            false),
                    Instant.parse("2026-01-05T08:00:00Z"),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Phase.REPLACE,
                    null,
                    1);

    @Test
    void endsByTheSurveyWhereNothingUsesTheProfile() {
        Played played =
                new Played(ComputeInventory.NONE, ComputeInventory.NONE.missing(List.of(TOO_MANY)));

        RotationState state = reader(played).ending(ROTATION.in(Phase.FINISH));

        assertThat(state.leaving().isUnused()).isTrue();
        assertThat(state.leaving().isComplete()).isTrue();
        assertThat(played.asked).containsExactly("survey");
    }

    @Test
    void readsAllOfItWhereSomethingUsesTheProfile() {
        Played played = new Played(used(), used().missing(List.of(TOO_MANY)));

        RotationState state = reader(played).ending(ROTATION.in(Phase.FINISH));

        assertThat(state.leaving().isUnused()).isFalse();
        assertThat(state.inventory().unknown()).containsExactly(TOO_MANY);
        assertThat(played.asked).containsExactly("survey", "inventory");
    }

    @Test
    void readsAllOfItBeforeTheEnd() {
        Played played = new Played(ComputeInventory.NONE, used());

        RotationState state = reader(played).state(ROTATION);

        assertThat(state.leaving().isUnused()).isFalse();
        assertThat(played.asked).containsExactly("inventory", "refreshes of 1");
    }

    @Test
    void answersWhereAutoScalingDoesNotTellARefresh() {
        Played played = new Played(used(), used());
        played.refreshes =
                new LatestRefreshes(Map.of(), Set.of(), List.of("eu-west-1: Throttling"));

        RotationState state = reader(played).state(ROTATION);

        assertThat(state.inventory().unknown()).containsExactly("eu-west-1: Throttling");
        assertThat(state.inventory().groups()).containsExactly(GROUP);
    }

    @Test
    void leavesOutAGroupThatIsGone() {
        Played played = new Played(used(), used());
        played.refreshes = new LatestRefreshes(Map.of(), Set.of(GROUP), List.of());

        RotationState state = reader(played).state(ROTATION);

        assertThat(state.inventory().isComplete()).isTrue();
        assertThat(state.inventory().groups()).isEmpty();
    }

    @Test
    void knowsTheLatestRefresh() {
        Played played = new Played(used(), used());
        InstanceRefresh refresh = new InstanceRefresh("r-1", "InProgress", 50, "");
        played.refreshes = new LatestRefreshes(Map.of(GROUP, refresh), Set.of(), List.of());

        assertThat(reader(played).state(ROTATION).refreshes())
                .isEqualTo(Map.of("eu-west-1/web", refresh));
    }

    @Test
    void knowsHowLongALookTakes() {
        Played played = new Played(used(), used());
        TimedReader timed = new TimedReader(played, () -> 900_000 - 1_000L * played.asked.size());
        assertThat(timed.look()).isZero();

        reader(timed).state(ROTATION);
        reader(timed).state(ROTATION);

        assertThat(timed.look()).isEqualTo(Duration.ofSeconds(2));
    }

    private static RotationReader reader(ComputeReader compute) {
        return new RotationReader(
                new Profiles(),
                compute,
                role -> {
                    throw new AssertionError("No cluster has to know the role");
                },
                (rotation, from) -> Permission.GIVEN);
    }

    /// A group and its only instance.
    private static ComputeInventory used() {
        InstanceUse use =
                new InstanceUse(
                        "eu-west-1",
                        "i-1",
                        "running",
                        "arn:aws:iam::111122223333:instance-profile/old",
                        "AIPA1",
                        null,
                        null,
                        null,
                        true);
        return new ComputeInventory(
                List.of(new ProfileInstance(use, Owner.NOBODY)),
                List.of(),
                List.of(GROUP),
                List.of(),
                List.of(),
                List.of(),
                1);
    }

    /// Answers as a test says, and remembers what was asked.
    private static final class Played implements ComputeReader {
        private final List<String> asked = new ArrayList<>();
        private final ComputeInventory survey;
        private final ComputeInventory inventory;
        private LatestRefreshes refreshes = LatestRefreshes.NONE;

        Played(ComputeInventory survey, ComputeInventory inventory) {
            this.survey = survey;
            this.inventory = inventory;
        }

        @Override
        public ComputeInventory inventory(Set<ProfileName> profiles) {
            asked.add("inventory");
            return inventory;
        }

        @Override
        public ComputeInventory survey(Set<ProfileName> profiles) {
            asked.add("survey");
            return survey;
        }

        @Override
        public LatestRefreshes refreshes(List<ScalingGroup> groups) {
            asked.add("refreshes of " + groups.size());
            return refreshes;
        }

        @Override
        public @Nullable InstanceUse association(String region, String instance) {
            return null;
        }
    }

    /// Both profiles are there.
    private static final class Profiles implements IamReader {
        @Override
        public InstanceProfile profile(ProfileName name) {
            return new InstanceProfile(
                    name,
                    name.value().equals("old") ? "AIPA1" : "AIPA2",
                    "/",
                    new Role(new RoleName("web"), "AROA1", "/"),
                    Tags.NONE);
        }

        @Override
        public @Nullable RoleDetail role(RoleName name) {
            return null;
        }

        @Override
        public List<InstanceProfile> profilesWith(RoleName name) {
            return List.of();
        }

        @Override
        public Quota profileQuota() {
            throw new AssertionError("Not needed");
        }
    }
}
