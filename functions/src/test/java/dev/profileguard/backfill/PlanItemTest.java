package dev.profileguard.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanItemTest {
    /// Whoever can choose a policy's text can choose its hash code.
    @Test
    void aTrustPolicyOfTheSameHashCodeIsAnother() {
        String planned = "{\"Statement\": [], \"Id\": \"Aa\"}";
        String swapped = "{\"Statement\": [], \"Id\": \"BB\"}";
        assertThat(swapped).hasSameHashCodeAs(planned);

        Planned item = planned(new Account(role("AROA1", planned)));

        assertThat(PlanItem.isAsPlanned(item, new Account(role("AROA1", planned)))).isTrue();
        assertThat(PlanItem.isAsPlanned(item, new Account(role("AROA1", swapped)))).isFalse();
        assertThat(PlanItem.isAsPlanned(item, new Account(role("AROA2", planned)))).isFalse();
        assertThat(PlanItem.isAsPlanned(item, new Account(null))).isFalse();
    }

    @Test
    void onlyWhatIsLeftOfAStartedItemMayBeRequired() {
        List<Action> both = List.of(REMOVE, ADD);
        Planned planned = item("AIPA1 AROA9", both, Planned.State.PLANNED);
        Planned started = item("AIPA1 AROA9", both, Planned.State.STARTED);
        Planned finished = item("AIPA1 AROA9", both, Planned.State.FINISHED);

        for (Planned item : List.of(planned, started, finished)) {
            assertThat(PlanItem.asksFor(item, requiring(REMOVE, ADD))).isTrue();
            assertThat(PlanItem.asksFor(item, requiring(ADD, REMOVE))).isFalse();
            assertThat(PlanItem.asksFor(item, requiring(REMOVE))).isFalse();
            assertThat(PlanItem.asksFor(item, requiring(ADD)))
                    .isEqualTo(item.state() == Planned.State.STARTED);
            assertThat(PlanItem.asksFor(item, requiring()))
                    .isEqualTo(item.state() == Planned.State.STARTED);
        }
    }

    @Test
    void aStartedItemMayHaveChangedWhichRoleItsProfileContains() {
        List<Action> both = List.of(REMOVE, ADD);
        Account empty = new Account(null, profile("AIPA1", null));
        Account other = new Account(null, profile("AIPA2", null));

        assertThat(PlanItem.isAsPlanned(item("AIPA1 AROA9", both, Planned.State.STARTED), empty))
                .isTrue();
        assertThat(PlanItem.isAsPlanned(item("AIPA1 AROA9", both, Planned.State.PLANNED), empty))
                .isFalse();
        assertThat(PlanItem.isAsPlanned(item("AIPA1 AROA9", both, Planned.State.FINISHED), empty))
                .isFalse();
        assertThat(PlanItem.isAsPlanned(item("AIPA1 AROA9", both, Planned.State.STARTED), other))
                .isFalse();
        assertThat(
                        PlanItem.isAsPlanned(
                                item("AIPA1 AROA9", both, Planned.State.STARTED),
                                new Account(null)))
                .isFalse();
    }

    @Test
    void aStartedItemMayHaveCreatedItsProfile() {
        List<Action> creation = List.of(new Action.CreateProfile(PROFILE, "/", Tags.NONE), ADD);
        Account created = new Account(null, profile("AIPA2", null));

        assertThat(PlanItem.isAsPlanned(item("none", creation, Planned.State.STARTED), created))
                .isTrue();
        assertThat(PlanItem.isAsPlanned(item("none", creation, Planned.State.PLANNED), created))
                .isFalse();
    }

    /// The actions of an item for a role change no role.
    @Test
    void aStartedItemOfARoleAllowsNoOtherTrustPolicy() {
        Planned item =
                new Planned(
                        "key",
                        "role/web",
                        "provision",
                        List.of(new Action.CreateProfile(PROFILE, "/", Tags.NONE), ADD),
                        PlanItem.fingerprint(WEB, new Account(role("AROA1", "{}"))),
                        Planned.State.STARTED);

        assertThat(PlanItem.isAsPlanned(item, new Account(role("AROA1", "{}")))).isTrue();
        assertThat(PlanItem.isAsPlanned(item, new Account(role("AROA1", "{ }")))).isFalse();
    }

    @Test
    void whatThisVersionWroteIsReadAgain() {
        Planned there = planned(new Account(role("AROA1", "{}")));
        Planned gone = planned(new Account(null));

        assertThat(PlanItem.checked(there)).isEqualTo(there);
        assertThat(PlanItem.checked(gone)).isEqualTo(gone);
        assertThat(there.fingerprint())
                .isEqualTo(
                        "AROA1 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AROA1 0000007b", "AROA1", "", "AROA1 " + "0123456789ABCDEF0123"})
    void aRolesFingerprintOfAnotherVersionIsRefused(String fingerprint) {
        assertThatThrownBy(() -> PlanItem.checked(item("role/web", fingerprint)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the fingerprint of role/web is '%s'".formatted(fingerprint));
    }

    @Test
    void aProfilesFingerprintIsItsIds() {
        Planned item = item("instance-profile/web", "AIPA1 AROA1");

        assertThat(PlanItem.checked(item)).isEqualTo(item);
    }

    @Test
    void readsTheSubjectsOfOutcomes() {
        assertThat(Subject.parse("role/Web")).isEqualTo(new Subject.OfRole(new RoleName("Web")));
        assertThat(Subject.parse("instance-profile/Web"))
                .isEqualTo(new Subject.OfProfile(new ProfileName("Web")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "web", "role", "/web", "user/web", "Role/web", "instance_profile/web"})
    void whatNamesNeitherARoleNorAProfileIsRefused(String text) {
        assertThatThrownBy(() -> Subject.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%s' is neither role/NAME nor instance-profile/NAME".formatted(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"role/", "role/a/b", "role/a b", "instance-profile/"})
    void aSubjectWhoseNameIamDoesNotAllowIsRefused(String text) {
        assertThatThrownBy(() -> Subject.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" name: IAM allows ");
    }

    private static final Subject WEB = new Subject.OfRole(new RoleName("web"));

    private static Planned planned(IamReader reader) {
        return item(WEB.subject(), PlanItem.fingerprint(WEB, reader));
    }

    private static final ProfileName PROFILE = new ProfileName("web");
    private static final Action REMOVE = new Action.RemoveRole(PROFILE, new RoleName("evil"));
    private static final Action ADD = new Action.AddRole(PROFILE, new RoleName("web"));

    private static Planned item(String fingerprint, List<Action> actions, Planned.State state) {
        return new Planned("key", "instance-profile/web", "guard", actions, fingerprint, state);
    }

    private static Outcome requiring(Action... actions) {
        return new Outcome.Answered(
                "instance-profile/web",
                Decision.Common.SHOWN,
                "",
                Arrays.stream(actions).map(IamWriter.DRY_RUN::perform).toList(),
                List.of(),
                Map.of(),
                "");
    }

    private static InstanceProfile profile(String id, @Nullable Role role) {
        return new InstanceProfile(PROFILE, id, "/", role, Tags.NONE);
    }

    private static Planned item(String subject, String fingerprint) {
        return new Planned("key", subject, "tags", List.of(), fingerprint);
    }

    private static RoleDetail role(String id, String trustPolicy) {
        Role role = new Role(new RoleName("web"), id, "/");
        return new RoleDetail(role, trustPolicy, Tags.NONE, null, Instant.EPOCH);
    }

    /// @param role the only one; null: there is none
    /// @param profile the only one; null: there is none
    private record Account(@Nullable RoleDetail role, @Nullable InstanceProfile profile)
            implements IamReader {
        Account(@Nullable RoleDetail role) {
            this(role, null);
        }

        @Override
        public @Nullable InstanceProfile profile(ProfileName name) {
            return profile;
        }

        @Override
        public @Nullable RoleDetail role(RoleName name) {
            return role;
        }

        @Override
        public List<InstanceProfile> profilesWith(RoleName name) {
            return List.of();
        }

        @Override
        public Quota profileQuota() {
            return new Quota(0, 1_000);
        }
    }
}
