package dev.profileguard.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdviceDecisionTest {
    @Test
    void hasTheTextsOfResultsAndMetrics() {
        assertThat(AdviceDecision.values())
                .extracting(AdviceDecision::text)
                .containsExactly(
                        "explained", "counted", "not-yet", "succeeded-later", "other-reason");
    }

    /// An explanation proves nothing about the state of a role or profile.
    @Test
    void resolvesNoFindingAndIsInNoSummary() {
        assertThat(AdviceDecision.values()).noneMatch(AdviceDecision::isConclusive);
        assertThat(AdviceDecision.values()).noneMatch(AdviceDecision::isNoteworthy);
    }
}
