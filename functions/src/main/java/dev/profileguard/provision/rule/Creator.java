package dev.profileguard.provision.rule;

import dev.profileguard.event.Actor;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The principal that created a role or last set its trust policy, if known.
public sealed interface Creator {
    /// The infrastructure as code that manages the role, such as `Terraform`; null: none, or
    /// unknown.
    @Nullable String tool();

    /// Unknown: a sweep or a person named the role, and no event.
    record Unattributed() implements Creator {
        @Override
        public @Nullable String tool() {
            return null;
        }
    }

    /// Known from the call.
    ///
    /// The caller can send any user agent. A false one can only prevent a write.
    ///
    /// @param userAgent null: the record contains none
    record Known(Actor actor, @Nullable String userAgent) implements Creator {
        /// Matches the tool's name in front of its version.
        ///
        /// - Terraform: `APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io)
        ///   terraform-provider-aws/6.14.1 ...`; OpenTofu runs the same provider:
        ///   https://github.com/hashicorp/terraform-provider-awscc/pull/247
        /// - Pulumi: `APN/1.0 Pulumi/1.0 Pulumi-Aws/4.17.0 ...` and `APN/1.0 Pulumi/1.0
        ///   PulumiAwsNative/1.12 ...`: https://github.com/pulumi/pulumi-aws/issues/2190,
        ///   https://github.com/pulumi/pulumi-aws-native/pull/128
        /// - CDK: `aws-cdk/2.100.0`: https://github.com/aws/aws-cdk/issues/11
        /// - AWS Controllers for Kubernetes: `aws-controllers-k8s/iam.services.k8s.aws-v1.3.1
        ///   (GitCommit/...; BuildDate/...; CRDKind/Role; CRDVersion/v1alpha1)`, some versions
        ///   `aws-controller-k8s`:
        ///   https://github.com/aws-controllers-k8s/runtime/blob/main/pkg/runtime/session.go
        /// - Crossplane: `crossplane-provider-aws/v0.50.0`, and `upbound-provider-aws/v1.17.0`:
        ///   https://github.com/crossplane-contrib/provider-upjet-aws/blob/main/internal/clients/provider_config.go
        /// - Cluster API: `aws.cluster.x-k8s.io/v2.7.1`:
        ///   https://github.com/kubernetes-sigs/cluster-api-provider-aws/blob/main/pkg/cloud/scope/clients.go
        /// - kops: `kops/1.30.1`, if at all: most versions send only the user agent of the AWS SDK,
        ///   so that [Provisioning] also goes by a tag
        private static final Pattern TOOLS =
                Pattern.compile(
                        "(?:^|[\\s\\[(])(?:(?<terraform>terraform|terraform-provider-[\\w-]+)"
                                + "|(?<opentofu>opentofu)|(?<pulumi>pulumi[\\w-]*)"
                                + "|(?<cdk>aws-cdk)|(?<ack>aws-controllers?-k8s)"
                                + "|(?<crossplane>crossplane-provider-aws|upbound-provider-aws)"
                                + "|(?<capi>aws\\.cluster\\.x-k8s\\.io)|(?<kops>kops))/",
                        Pattern.CASE_INSENSITIVE);

        /// The names of the tools, by the group in the pattern.
        private static final Map<String, String> NAMES =
                Map.of(
                        "terraform", "Terraform",
                        "opentofu", "OpenTofu",
                        "pulumi", "Pulumi",
                        "cdk", "CDK",
                        "ack", "ACK",
                        "crossplane", "Crossplane",
                        "capi", "Cluster API",
                        "kops", "kops");

        @Override
        public @Nullable String tool() {
            String service = service(actor);
            return service == null && userAgent != null ? named(userAgent) : service;
        }

        /// CDK and SAM deploy through CloudFormation.
        private static @Nullable String service(Actor actor) {
            return switch (actor) {
                case Actor.Service(String host, Actor behalf) ->
                        host.startsWith("cloudformation.")
                                ? "CloudFormation"
                                : host.startsWith("cloudcontrolapi.") ? "Cloud Control API" : null;
                case Actor.RoleSession session -> null;
                case Actor.User user -> null;
                case Actor.Unknown unknown -> null;
                case Actor.Unattributed unattributed -> null;
            };
        }

        private static @Nullable String named(String userAgent) {
            if (userAgent.contains("cloudformation.amazonaws.com")) {
                return "CloudFormation";
            }
            Matcher matcher = TOOLS.matcher(userAgent);
            return matcher.find() ? name(matcher) : null;
        }

        private static String name(Matcher found) {
            return NAMES.entrySet().stream()
                    .filter(each -> found.group(each.getKey()) != null)
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
