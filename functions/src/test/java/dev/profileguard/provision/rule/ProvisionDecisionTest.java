package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.reconcile.Decision;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProvisionDecisionTest {
    @Test
    void isConclusiveWhereTheRoleWasEvaluatedAndNotOnlyWhatBlocksItsDeletion() {
        assertThat(Arrays.stream(ProvisionDecision.values()).filter(each -> !each.isConclusive()))
                .containsExactly(
                        ProvisionDecision.NOT_YET,
                        ProvisionDecision.BLOCKED,
                        ProvisionDecision.NOT_BLOCKED);
    }

    @Test
    void isNeverWorthAReportByItself() {
        assertThat(ProvisionDecision.values()).noneMatch(Decision::isNoteworthy);
    }

    @Test
    void isWrittenInResultsAsAText() {
        assertThat(ProvisionDecision.values())
                .extracting(Decision::text)
                .containsExactly(
                        "not-for-ec2",
                        "role-gone",
                        "has-profile",
                        "opted-out",
                        "left-to-code",
                        "not-yet",
                        "provision",
                        "name-taken",
                        "quota-reached",
                        "in-use",
                        "deletion-expected",
                        "retire",
                        "blocked",
                        "not-blocked");
    }
}
