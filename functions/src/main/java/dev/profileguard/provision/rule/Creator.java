package dev.profileguard.provision.rule;

import dev.profileguard.event.Actor;
import java.util.Optional;
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
        private static final Pattern TOOLS =
                Pattern.compile(
                        "(?:^|[\\s\\[(])(?:(?<terraform>terraform|terraform-provider-[\\w-]+)"
                                + "|(?<opentofu>opentofu)|(?<pulumi>pulumi[\\w-]*)"
                                + "|(?<cdk>aws-cdk))/",
                        Pattern.CASE_INSENSITIVE);

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
            return Optional.ofNullable(found.group("terraform"))
                    .map(any -> "Terraform")
                    .or(() -> Optional.ofNullable(found.group("opentofu")).map(any -> "OpenTofu"))
                    .or(() -> Optional.ofNullable(found.group("pulumi")).map(any -> "Pulumi"))
                    .orElse("CDK");
        }
    }
}
