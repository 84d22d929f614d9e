package dev.profileguard.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.ProfileName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageTextTest {
    @ParameterizedTest
    @EnumSource(
            names = {
                "ROLE_REVERTED",
                "PROFILE_RESTORED",
                "PROFILE_RECREATED",
                "ROLE_RECREATED",
                "ROLE_GONE",
                "ROLE_WITHHELD",
                "DRIFT_UNEXPLAINED",
                "BREAKER_OPEN"
            })
    void endsTheCauseOfAFindingAboutAWrongProfile(Kind kind) {
        List<Finding> findings = List.of(finding(kind), finding(Kind.CHANGE_ADOPTED));

        assertThat(UsageText.isNeededIn(findings)).isTrue();
        assertThat(UsageText.in(findings, WEB, USAGE))
                .extracting(Finding::cause)
                .containsExactly(
                        "It stood wrong. Seen by the sweep at 2026-01-05T09:00:00Z: prod-web was"
                                + " used by nothing. To ask now: ./guard usage prod-web",
                        "It stood wrong");
    }

    @ParameterizedTest
    @EnumSource(names = {"BASELINE_RECORDED", "CHANGE_ADOPTED", "GUARD_ENDED", "RELEASED"})
    void isNotReadForOthers(Kind kind) {
        assertThat(UsageText.isNeededIn(List.of(finding(kind)))).isFalse();
    }

    @Test
    void addsNothingThatIsNotKnown() {
        List<Finding> findings = List.of(finding(Kind.ROLE_REVERTED));

        assertThat(UsageText.in(findings, WEB, null)).isEqualTo(findings);
    }

    private static Finding finding(Kind kind) {
        return new Finding(
                kind,
                WEB.subject(),
                "123456789012",
                "mallory",
                "It stood wrong",
                List.of(),
                List.of(),
                "e-1");
    }

    private static final ProfileName WEB = new ProfileName("prod-web");
    private static final KeptUsage USAGE =
            new KeptUsage(Instant.parse("2026-01-05T09:00:00Z"), List.of(), Map.of(), List.of());
}
