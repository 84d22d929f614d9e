package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.RetirementTest.NAME;
import static dev.profileguard.provision.rule.RetirementTest.NOW;
import static dev.profileguard.provision.rule.RetirementTest.REFUSED;
import static dev.profileguard.provision.rule.RetirementTest.USED;
import static dev.profileguard.provision.rule.RetirementTest.WEB;
import static dev.profileguard.provision.rule.RetirementTest.profile;
import static dev.profileguard.provision.rule.RetirementTest.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Remediation.Done;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetirementReportTest {
    @Test
    void saysWhatWasDone() {
        Finding finding = only(new Done(BOTH, BOTH, null));

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_RETIRED);
        assertThat(finding.done())
                .hasSize(2)
                .containsExactlyElementsOf(BOTH.stream().map(PerformedAction::described).toList());
    }

    @Test
    void saysThatNothingIsDoneYet() {
        Finding finding = only(Done.NOTHING);

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_RETIRED);
        assertThat(finding.done()).isEmpty();
    }

    @Test
    void saysWhichInstancesStoppedTheDeletion() {
        Finding afterAll = only(new Done(BOTH, BOTH, null, IN_USE));
        Finding before = only(new Done(List.of(), List.of(), null, IN_USE));

        assertThat(afterAll.kind()).isEqualTo(Kind.ROLE_BLOCKED_BY_PROFILES);
        assertThat(afterAll.cause()).endsWith("instances use web: i-1 in eu-west-1 (stopped)");
        assertThat(afterAll.done()).isEqualTo(new Done(BOTH, BOTH, null).described());
        assertThat(before.kind()).isEqualTo(Kind.ROLE_BLOCKED_BY_PROFILES);
        assertThat(before.done())
                .containsExactly("nothing: a profile that an instance may use is not deleted");
    }

    private static final UseRefusal IN_USE = new UseRefusal(NAME, WEB, USED);
    private static final List<PerformedAction> BOTH =
            List.of(
                    new PerformedAction(new Action.RemoveRole(NAME, WEB), Effect.DONE),
                    new PerformedAction(new Action.DeleteProfile(NAME), Effect.DONE));

    private static Finding only(Done done) {
        List<Finding> findings =
                new RetirementReport(
                                new RetirementFindings(REFUSED, WEB),
                                profile("web", Tags.NONE),
                                role(null),
                                NOW)
                        .of(done);
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }
}
