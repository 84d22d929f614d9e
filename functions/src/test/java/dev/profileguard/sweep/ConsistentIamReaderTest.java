package dev.profileguard.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// After an action, reads are repeated while IAM shows the state before it.
class ConsistentIamReaderTest {
    /// This reader shows no policies, and IAM no associations of instances.
    @Test
    void everyActionThatItShowsHasARow() {
        Set<Class<?>> shown = new HashSet<>(List.of(Action.class.getPermittedSubclasses()));
        shown.remove(Action.AttachPolicy.class);
        shown.remove(Action.AssociateInstance.class);

        assertThat(rows().map(row -> row.action().getClass()).collect(Collectors.toSet()))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void waitsUntilIamShowsTheAction(Row row) {
        iam = row.before();
        reader.performed(row.action());
        after = row.after();
        shownAfter = Duration.ofSeconds(3);

        assertThat(read()).isEqualTo(row.after());
        assertThat(waited).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesNotWaitWhereIamShowsIt(Row row) {
        iam = row.after();
        reader.performed(row.action());

        assertThat(read()).isEqualTo(row.after());
        assertThat(waited).isZero();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesWhatIamShowsAfterSevenSeconds(Row row) {
        iam = row.before();
        reader.performed(row.action());

        assertThat(read().profile()).isEqualTo(row.before().profile());
        assertThat(waited).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(21));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesNotWaitForAnActionAMinuteAgo(Row row) {
        iam = row.before();
        reader.performed(row.action());
        now = now.plusSeconds(60);

        assertThat(read()).isEqualTo(row.before());
        assertThat(waited).isZero();
    }

    @Test
    void onlyTheLastOfSeveralActionsCounts() {
        iam = account(profile(role("AROA2", "other"), Tags.NONE), Tags.NONE);
        reader.performed(new Action.AddRole(WEB, ROLE));
        reader.performed(new Action.RemoveRole(WEB, ROLE));
        reader.performed(new Action.AddRole(WEB, new RoleName("Other")));

        assertThat(read()).isEqualTo(iam);
        assertThat(waited).isZero();
    }

    @Test
    void doesNotWaitForWhatIsAboutOthers() {
        iam = account(null, Tags.NONE);
        reader.performed(new Action.AddRole(new ProfileName("db"), new RoleName("db")));
        reader.performed(new Action.TagRole(new RoleName("db"), Tags.of("Owner", "ops")));
        reader.performed(new Action.CreateProfile(new ProfileName("db"), "/", Tags.NONE));
        reader.performed(new Action.UpdateTrustPolicy(new RoleName("db"), TRUST, "other"));
        reader.performed(new Action.AttachPolicy(ROLE, "arn:aws:iam::aws:policy/ReadOnlyAccess"));

        assertThat(read()).isEqualTo(iam);
        assertThat(waited).isZero();
    }

    /// An action, and what IAM shows before and after it.
    record Row(Action action, Account before, Account after) {
        @Override
        public String toString() {
            return action.described();
        }
    }

    private static Stream<Row> rows() {
        Tags owner = Tags.of("Owner", "ops");
        InstanceProfile empty = profile(null, Tags.NONE);
        InstanceProfile full = profile(role("AROA1", "web"), Tags.NONE);
        Account none = account(null, Tags.NONE);
        return Stream.of(
                new Row(
                        new Action.CreateProfile(WEB, "/", owner),
                        none,
                        account(profile(null, owner), Tags.NONE)),
                new Row(new Action.DeleteProfile(WEB), account(empty, Tags.NONE), none),
                new Row(
                        new Action.AddRole(WEB, ROLE),
                        account(empty, Tags.NONE),
                        account(full, Tags.NONE)),
                new Row(
                        new Action.RemoveRole(WEB, ROLE),
                        account(full, Tags.NONE),
                        account(empty, Tags.NONE)),
                new Row(
                        new Action.TagProfile(WEB, owner),
                        account(full, Tags.NONE),
                        account(profile(role("AROA1", "web"), owner), Tags.NONE)),
                new Row(
                        new Action.UntagProfile(WEB, Set.of("Owner")),
                        account(profile(null, owner), Tags.NONE),
                        account(empty, Tags.NONE)),
                new Row(
                        new Action.TagRole(ROLE, owner),
                        account(full, Tags.NONE),
                        account(full, owner)),
                new Row(
                        new Action.UpdateTrustPolicy(ROLE, TRUST, "{\"new\": 1}"),
                        account(full, Tags.NONE),
                        new Account(full, Tags.NONE, "{\"new\": 1}")));
    }

    private static final ProfileName WEB = new ProfileName("web");
    private static final RoleName ROLE = new RoleName("web");
    private static final String TRUST = "{}";

    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private final Instant start = now;
    private Duration waited = Duration.ZERO;
    private Duration shownAfter = Duration.ofHours(1);
    private Account iam = account(null, Tags.NONE);
    private @Nullable Account after;
    private final ConsistentIamReader reader =
            new ConsistentIamReader(
                    new Live(),
                    () -> now,
                    time -> {
                        waited = waited.plus(time);
                        now = now.plus(time);
                    });

    /// Reads everything once.
    private Account read() {
        RoleDetail role = reader.role(ROLE);
        reader.profilesWith(ROLE);
        InstanceProfile profile = reader.profile(WEB);
        return role == null
                ? account(profile, Tags.NONE)
                : new Account(profile, role.tags(), role.trustPolicy());
    }

    private static Account account(@Nullable InstanceProfile profile, Tags roleTags) {
        return new Account(profile, roleTags, TRUST);
    }

    private static InstanceProfile profile(@Nullable Role role, Tags tags) {
        return new InstanceProfile(WEB, "AIPA1", "/", role, tags);
    }

    private static Role role(String id, String name) {
        return new Role(new RoleName(name), id, "/");
    }

    /// One profile, and the tags and trust policy of one role.
    record Account(@Nullable InstanceProfile profile, Tags roleTags, String trust) {}

    private final class Live implements IamReader {
        private Account shown() {
            Account later = after;
            return later != null && !now.isBefore(start.plus(shownAfter)) ? later : iam;
        }

        @Override
        public @Nullable InstanceProfile profile(ProfileName name) {
            return shown().profile();
        }

        @Override
        public RoleDetail role(RoleName name) {
            return new RoleDetail(
                    ConsistentIamReaderTest.role("AROA1", "web"),
                    shown().trust(),
                    shown().roleTags(),
                    null,
                    Instant.EPOCH);
        }

        @Override
        public List<InstanceProfile> profilesWith(RoleName name) {
            InstanceProfile profile = shown().profile();
            return profile != null && profile.role() != null && profile.holds(name)
                    ? List.of(profile.tagged(Tags.NONE))
                    : List.of();
        }

        @Override
        public Quota profileQuota() {
            return new Quota(1, 1000);
        }
    }
}
