package dev.profileguard.provision.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.gate.UseRefusal;
import java.time.Instant;
import java.util.List;

/// The report about a profile that is deleted for the deletion of its role.
record RetirementReport(
        RetirementFindings findings, InstanceProfile profile, RoleDetail role, Instant now)
        implements Remediation.Report {
    @Override
    public List<Finding> of(Remediation.Done done) {
        Finding finding =
                done.refusal() instanceof UseRefusal refusal
                        ? findings.emptied(profile, refusal)
                        : findings.retired(profile, role.lastUsed(), now);
        return done.all().isEmpty()
                ? List.of(finding)
                : List.of(finding.withDone(done.described()));
    }
}
