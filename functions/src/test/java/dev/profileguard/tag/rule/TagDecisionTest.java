package dev.profileguard.tag.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.reconcile.Decision;
import org.junit.jupiter.api.Test;

class TagDecisionTest {
    @Test
    void everyOneResolvesFindingsThatNoLongerHoldAndNoneIsWorthAReportByItself() {
        assertThat(TagDecision.values()).allMatch(Decision::isConclusive);
        assertThat(TagDecision.values()).noneMatch(Decision::isNoteworthy);
    }

    @Test
    void isWrittenInResultsAsAText() {
        assertThat(TagDecision.values())
                .extracting(Decision::text)
                .containsExactly("compliant", "tagged", "cannot-tag", "gone");
    }
}
