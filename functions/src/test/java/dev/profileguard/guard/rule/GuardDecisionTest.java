package dev.profileguard.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Reaction;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GuardDecisionTest {
    @Test
    void isConclusiveUnlessItLeavesTheQuestionOpen() {
        assertThat(Arrays.stream(GuardDecision.values()).filter(each -> !each.isConclusive()))
                .containsExactly(
                        GuardDecision.INCOMPLETE, GuardDecision.SUPERSEDED, GuardDecision.RELEASED);
    }

    @Test
    void isWorthAReportByItselfWhereTheBaselineChangesOrNobodyIsKnown() {
        assertThat(Arrays.stream(GuardDecision.values()).filter(Decision::isNoteworthy))
                .containsExactly(
                        GuardDecision.RECORDED,
                        GuardDecision.ADOPTED,
                        GuardDecision.GUARD_ENDED,
                        GuardDecision.UNEXPLAINED,
                        GuardDecision.WITHHELD,
                        GuardDecision.ASSOCIATING);
    }

    @Test
    void isNoReactionOnlyWhereTheCanarysTagIsSetAgain() {
        assertThat(Arrays.stream(GuardDecision.values()).filter(isReaction(Reaction.NONE)))
                .containsExactly(GuardDecision.CANARY);
        assertThat(Arrays.stream(GuardDecision.values()).filter(isReaction(Reaction.UNCHANGED)))
                .hasSize(GuardDecision.values().length - 1);
    }

    private static Predicate<GuardDecision> isReaction(Reaction reaction) {
        return decision -> decision.reaction() == reaction;
    }

    @Test
    void isWrittenInResultsAsAText() {
        assertThat(GuardDecision.values())
                .extracting(Decision::text)
                .containsExactly(
                        "not-guarded",
                        "never-touched",
                        "incomplete",
                        "nothing-recorded",
                        "recorded",
                        "no-drift",
                        "revert",
                        "cannot-repair",
                        "adopted",
                        "superseded",
                        "guard-ended",
                        "released",
                        "unexplained",
                        "withheld",
                        "associating",
                        "canary");
    }
}
