package dev.profileguard.aws;

import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.compute.Compute;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.resource.ResourcePolicies;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// The AWS services that only sweeps and lookups use: CloudTrail, S3, EventBridge, SQS, EC2, STS,
/// EKS, Auto Scaling, KMS and Lambda. Each client is created at its first use, so that other
/// invocations do not pay for it.
public interface AuditClients {
    /// For functions that use none of these services.
    AuditClients NONE =
            new AuditClients() {
                @Override
                public EventHistory history() {
                    throw none("CloudTrail");
                }

                @Override
                public ReportStore reports() {
                    throw none("S3");
                }

                @Override
                public Health health() {
                    throw none("EventBridge and SQS");
                }

                @Override
                public ProfileUsers users(List<String> regions) {
                    throw none("EC2");
                }

                @Override
                public MessageDecoder decoder() {
                    throw none("STS");
                }

                @Override
                public Clusters clusters(List<String> regions, Clusters.Patience patience) {
                    throw none("EKS");
                }

                @Override
                public Compute compute(List<String> regions) {
                    throw none("EC2 and Auto Scaling");
                }

                @Override
                public ResourcePolicies policies(List<String> regions) {
                    throw none("KMS");
                }

                @Override
                public FunctionCalls functions() {
                    throw none("Lambda");
                }

                private static UnsupportedOperationException none(String service) {
                    return new UnsupportedOperationException(
                            "This function does not use " + service);
                }
            };

    /// The calls that CloudTrail recorded.
    EventHistory history();

    /// Where reports are stored.
    ReportStore reports();

    /// Whether events can reach the functions.
    Health health();

    /// The EC2 instances that use a profile.
    ///
    /// @param regions the regions to ask; empty: all that are enabled in the account
    ProfileUsers users(List<String> regions);

    /// Decodes encoded authorization messages.
    MessageDecoder decoder();

    /// The clusters of EKS.
    ///
    /// @param regions the regions to ask; empty: all that are enabled in the account
    Clusters clusters(List<String> regions, Clusters.Patience patience);

    /// What starts or runs instances.
    ///
    /// @param regions the regions to ask; empty: all that are enabled in the account
    Compute compute(List<String> regions);

    /// The policies of KMS keys and S3 buckets.
    ///
    /// @param regions those whose keys are searched; empty: all that are enabled in the account
    ResourcePolicies policies(List<String> regions);

    /// Other functions, which only the canary calls.
    FunctionCalls functions();

    /// Makes calls before their answers are needed.
    ///
    /// @param most how many at the same time
    default CallsAhead callsAhead(int most) {
        return CallsAhead.NONE;
    }

    /// Services that exist already, without EKS, Auto Scaling, KMS and Lambda.
    static AuditClients of(
            EventHistory history,
            ReportStore reports,
            Health health,
            Function<List<String>, ProfileUsers> users,
            MessageDecoder decoder) {
        return of(
                history,
                reports,
                health,
                users,
                decoder,
                (regions, patience) -> Clusters.NOT_ASKED,
                NONE::compute,
                NONE::policies,
                NONE::functions,
                NONE::callsAhead);
    }

    /// Services that exist already.
    static AuditClients of(
            EventHistory history,
            ReportStore reports,
            Health health,
            Function<List<String>, ProfileUsers> users,
            MessageDecoder decoder,
            BiFunction<List<String>, Clusters.Patience, Clusters> clusters,
            Function<List<String>, Compute> compute,
            Function<List<String>, ResourcePolicies> policies,
            Supplier<FunctionCalls> functions,
            IntFunction<CallsAhead> ahead) {
        return new Existing(
                history, reports, health, users, decoder, clusters, compute, policies, functions,
                ahead);
    }

    /// Services that exist already.
    record Existing(
            EventHistory history,
            ReportStore reports,
            Health health,
            Function<List<String>, ProfileUsers> inRegions,
            MessageDecoder decoder,
            BiFunction<List<String>, Clusters.Patience, Clusters> eks,
            Function<List<String>, Compute> starting,
            Function<List<String>, ResourcePolicies> searched,
            Supplier<FunctionCalls> called,
            IntFunction<CallsAhead> ahead)
            implements AuditClients {
        @Override
        public ProfileUsers users(List<String> regions) {
            return inRegions.apply(regions);
        }

        @Override
        public Clusters clusters(List<String> regions, Clusters.Patience patience) {
            return eks.apply(regions, patience);
        }

        @Override
        public Compute compute(List<String> regions) {
            return starting.apply(regions);
        }

        @Override
        public ResourcePolicies policies(List<String> regions) {
            return searched.apply(regions);
        }

        @Override
        public FunctionCalls functions() {
            return called.get();
        }

        @Override
        public CallsAhead callsAhead(int most) {
            return ahead.apply(most);
        }
    }
}
