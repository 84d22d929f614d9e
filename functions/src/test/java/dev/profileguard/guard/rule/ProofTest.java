package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.ALICE;
import static dev.profileguard.guard.rule.GuardRun.OWN;
import static dev.profileguard.guard.rule.GuardRun.PIPELINE;
import static dev.profileguard.guard.rule.GuardRun.RECORDED;
import static dev.profileguard.guard.rule.GuardRun.added;
import static dev.profileguard.guard.rule.GuardRun.changeOf;
import static dev.profileguard.guard.rule.GuardRun.created;
import static dev.profileguard.guard.rule.GuardRun.removed;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.state.Adopted;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the calls in CloudTrail's records prove.
class ProofTest {
    @Test
    void anAdoptionIsProvenByTheSameEventOfTheSameActor() {
        String by = CHANGE.actor().described();

        assertThat(Proof.of(new Adopted(CHANGE.eventId(), by, CHANGE.time()), KNOWN)).isTrue();
        assertThat(Proof.of(new Adopted("other", by, CHANGE.time()), KNOWN)).isFalse();
        assertThat(Proof.of(new Adopted(CHANGE.eventId(), "alice", CHANGE.time()), KNOWN))
                .isFalse();
        assertThat(Proof.of(new Adopted(CHANGE.eventId(), by, CHANGE.time()), List.of())).isFalse();
    }

    @Test
    void nothingProvesAnAdoptionThatIsNotThere() {
        Adopted none = null;

        assertThat(Proof.of(none, KNOWN)).isFalse();
    }

    @Test
    void aChangeIsProvenByTheSameCall() {
        assertThat(Proof.of(CHANGE, KNOWN)).isTrue();
        assertThat(Proof.of(changeOf(added(0, ALICE, "web")), KNOWN)).isFalse();
        assertThat(Proof.of(changeOf(added(0, PIPELINE, "evil")), KNOWN)).isFalse();
        assertThat(Proof.of(CHANGE, List.of())).isFalse();
    }

    @Test
    void aProfileIsOursIfThisStackCreatedIt() {
        assertThat(RECORDED.isCreatedByUs(holding(null), List.of(created(0, OWN, "AIPA1"))))
                .isTrue();
        assertThat(RECORDED.isCreatedByUs(holding(null), List.of(created(0, ALICE, "AIPA1"))))
                .isFalse();
        assertThat(RECORDED.isCreatedByUs(holding(null), List.of(created(0, PIPELINE, "AIPA1"))))
                .isFalse();
        assertThat(RECORDED.isCreatedByUs(holding(null), List.of(created(0, OWN, "AIPA2"))))
                .isFalse();
        assertThat(RECORDED.isCreatedByUs(holding(null), List.of(added(0, OWN, "web")))).isFalse();
        assertThat(RECORDED.isCreatedByUs(holding(null), List.of())).isFalse();
    }

    @Test
    void theChangesOfAProfileAreThoseOfOthersInTheOrderOfTheCalls() {
        assertThat(
                        RECORDED.of(
                                NAME,
                                List.of(
                                        removed(0, ALICE, "web"),
                                        added(1, OWN, "web"),
                                        added(2, PIPELINE, "web"))))
                .containsExactly(
                        changeOf(removed(0, ALICE, "web")), changeOf(added(2, PIPELINE, "web")));
    }

    private static final Change CHANGE = changeOf(added(0, PIPELINE, "web"));
    private static final List<Change> KNOWN = List.of(CHANGE);
}
