package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.PIPELINE;
import static dev.profileguard.guard.rule.GuardRun.added;
import static dev.profileguard.guard.rule.GuardRun.changeOf;
import static dev.profileguard.guard.rule.GuardRun.role;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.GUARD;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static dev.profileguard.guard.rule.GuardTest.restoredWeb;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.guard.rule.Explanation.Evidence;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Withheld;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What explains the drift that is left after the valid changes were adopted.
class AdoptionsTest {
    @Test
    void anAdoptionThatCloudTrailKnowsIsProven() {
        Adoptions adoptions = adoptions(recorded(), holding(V2));

        assertThat(adoptions.adopt(List.of(TRUSTED), List.of(TRUSTED))).isNull();

        assertThat(record(adoptions).unproven()).isNull();
    }

    @Test
    void anAdoptionThatRestsOnAnEventIsNotProven() {
        Adoptions adoptions = adoptions(recorded(), holding(V2));

        assertThat(adoptions.adopt(List.of(), List.of(TRUSTED))).isNull();

        assertThat(record(adoptions).unproven())
                .isEqualTo(
                        new Adopted(
                                TRUSTED.eventId(), TRUSTED.actor().described(), TRUSTED.time()));
    }

    @Test
    void aMissingRoleThatIsWithheldIsMissingBecauseOfThat() {
        assertThat(cause(recorded().withWithheld(WITHHELD), null))
                .isEqualTo(new Cause.Remembered(WITHHELD));
        assertThat(cause(recorded(), null)).isNull();
    }

    @Test
    void anotherRoleIsNotExplainedByTheOneThatIsWithheld() {
        assertThat(cause(recorded().withWithheld(WITHHELD), EVIL)).isNull();
    }

    @Test
    void aRoleThatWeHadPutBackByMistakeIsOurOwnRepair() {
        Baseline valid = baseline().withRole(new Baseline.RecordedRole(V2.name(), null), TRUSTED);
        GuardRecord undone = recorded().with(valid).with(restoredWeb(NOW.plusSeconds(10)));

        assertThat(cause(undone, WEB)).isEqualTo(new Cause.OwnRepair(valid));
        assertThat(cause(undone.withWithheld(WITHHELD), WEB)).isEqualTo(new Cause.OwnRepair(valid));
        assertThat(cause(recorded().with(valid), WEB)).isNull();
    }

    private static final Role V2 = role("web-v2");
    private static final Change TRUSTED = changeOf(added(0, PIPELINE, "web-v2"));
    private static final Withheld WITHHELD = new Withheld(NOW, "mallory", "event-5", "removed it");

    /// Why the profile holds this role; null: nobody knows.
    private static @Nullable Cause cause(GuardRecord record, @Nullable Role held) {
        Explanation explained =
                new Adoptions(GUARD, new ObservedProfile(record, holding(held)), LATER)
                        .explain(List.of(), Evidence.HISTORY);
        assertThat(explained.drifts()).hasSize(1);
        return explained.known().isEmpty() ? null : explained.known().getFirst().cause();
    }

    private static Adoptions adoptions(GuardRecord record, InstanceProfile found) {
        return new Adoptions(GUARD, new ObservedProfile(record, found), LATER);
    }

    private static GuardRecord record(Adoptions adoptions) {
        return adoptions.explain(List.of(), Evidence.EVENT).seen().record();
    }
}
