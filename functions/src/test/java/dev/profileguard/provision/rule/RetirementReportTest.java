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
import dev.profileguard.reconcile.gate.RemovalGate;
import dev.profileguard.reconcile.gate.UseRefusal;
import java.util.List;
import java.util.Objects;
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
        List<PerformedAction> removal = BOTH.subList(0, 1);
        Finding finding = only(new Done(removal, removal, null, IN_USE));

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_UNFINISHED);
        assertThat(finding.cause())
                .contains("role web was removed from profile web", "is kept out of it")
                .endsWith("instances use web: i-1 in eu-west-1 (stopped)");
        assertThat(finding.done()).isEqualTo(new Done(removal, removal, null).described());
        assertThat(String.join("\n", finding.todo()))
                .contains(
                        "aws ec2 disassociate-iam-instance-profile --region eu-west-1",
                        "may have the role: aws iam add-role-to-instance-profile",
                        "aws iam delete-role --role-name web");
    }

    private static final UseRefusal IN_USE =
            Objects.requireNonNull(new RemovalGate(NAME, ProvisionDecision.BLOCKED).refusal(USED));
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
