package dev.profileguard.finding;

import dev.profileguard.resource.PolicyResource;
import dev.profileguard.text.ShellCommand;

/// The commands about the policies of keys and buckets that findings recommend.
public final class PolicyCommands {
    private PolicyCommands() {}

    /// Shows the policy of a resource, as JSON.
    ///
    /// See https://docs.aws.amazon.com/cli/latest/reference/kms/get-key-policy.html and
    /// https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-policy.html
    public static String show(PolicyResource resource) {
        return command("get", resource)
                .option("--query", "Policy")
                .option("--output", "text")
                .text();
    }

    /// Replaces the policy of a resource.
    ///
    /// See https://docs.aws.amazon.com/cli/latest/reference/kms/put-key-policy.html and
    /// https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-policy.html
    ///
    /// @param document its JSON text
    public static String save(PolicyResource resource, String document) {
        return command("put", resource).option("--policy", document).text();
    }

    private static ShellCommand command(String verb, PolicyResource resource) {
        return switch (resource) {
            case PolicyResource.Key(String region, String id) ->
                    ShellCommand.of("aws kms %s-key-policy".formatted(verb))
                            .option("--region", region)
                            .option("--key-id", id)
                            .option("--policy-name", "default");
            case PolicyResource.Bucket(String region, String name) ->
                    ShellCommand.of("aws s3api %s-bucket-policy".formatted(verb))
                            .option("--region", region)
                            .option("--bucket", name);
        };
    }
}
