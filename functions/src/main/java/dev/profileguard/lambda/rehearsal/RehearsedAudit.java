package dev.profileguard.lambda.rehearsal;

import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.FunctionCalls;
import dev.profileguard.aws.Health;
import dev.profileguard.aws.ReportStore;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.compute.Compute;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.resource.ResourcePolicies;
import java.util.List;
import java.util.function.Function;

/// What the handling of an event may ask other services: EC2 about instances, and CloudTrail, which
/// knows of no calls.
///
/// @param ec2 by the regions to ask
record RehearsedAudit(Function<List<String>, ProfileUsers> ec2) implements AuditClients {
    @Override
    public EventHistory history() {
        return (key, since, token) -> new EventHistory.Page(List.of(), null);
    }

    @Override
    public ProfileUsers users(List<String> regions) {
        return ec2.apply(regions);
    }

    @Override
    public ReportStore reports() {
        return NONE.reports();
    }

    @Override
    public Health health() {
        return NONE.health();
    }

    @Override
    public MessageDecoder decoder() {
        return NONE.decoder();
    }

    @Override
    public Clusters clusters(List<String> regions, Clusters.Patience patience) {
        return NONE.clusters(regions, patience);
    }

    @Override
    public Compute compute(List<String> regions) {
        return NONE.compute(regions);
    }

    @Override
    public ResourcePolicies policies(List<String> regions) {
        return NONE.policies(regions);
    }

    @Override
    public FunctionCalls functions() {
        return NONE.functions();
    }
}
