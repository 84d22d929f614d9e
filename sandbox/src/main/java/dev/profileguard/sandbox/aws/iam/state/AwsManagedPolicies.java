package dev.profileguard.sandbox.aws.iam.state;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/// The [policies that AWS
/// manages](https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html): all
/// of their names, and the documents and descriptions of those that instances and clusters use. The
/// sandbox has only the default version of each. Where it does not know AWS's ID of a policy, it
/// gives it one that is always the same. docs/decisions/aws-managed-policies.md has the sources.
public final class AwsManagedPolicies {
    private static final Map<String, String> DOCUMENTS = texts("aws-managed-policy-documents.tsv");
    private static final Map<String, String> DESCRIPTIONS =
            texts("aws-managed-policy-descriptions.tsv");
    private static final Map<String, PolicyEntry> BY_ARN =
            TextResource.lines(AwsManagedPolicies.class, "aws-managed-policies.tsv").stream()
                    .map(AwsManagedPolicies::entry)
                    .collect(Collectors.toUnmodifiableMap(PolicyEntry::arn, Function.identity()));

    private AwsManagedPolicies() {}

    /// The policy with this ARN; null: AWS has no such policy.
    ///
    /// @param arn such as `arn:aws:iam::aws:policy/AdministratorAccess`
    public static @Nullable PolicyEntry find(String arn) {
        return BY_ARN.get(arn);
    }

    /// Whether an ARN is one of AWS's managed policies.
    public static boolean owns(String arn) {
        return arn.startsWith("arn:aws:iam::aws:policy/");
    }

    /// All policies that AWS manages.
    public static Stream<PolicyEntry> all() {
        return BY_ARN.values().stream();
    }

    private static Map<String, String> texts(String file) {
        return TextResource.lines(AwsManagedPolicies.class, file).stream()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> row[1]));
    }

    private static PolicyEntry entry(String line) {
        String[] row = line.split("\t", -1);
        String name = row[1];
        Policy policy =
                Policy.builder()
                        .policyName(name)
                        .policyId(row[5].equals("-") ? EntityIds.fixed("ANPA", name) : row[5])
                        .arn("arn:aws:iam::aws:policy" + row[0] + name)
                        .path(row[0])
                        .defaultVersionId(row[2])
                        .isAttachable(true)
                        .description(DESCRIPTIONS.get(name))
                        .createDate(Instant.parse(row[3]))
                        .updateDate(Instant.parse(row[4]))
                        .build();
        PolicyVersion version =
                PolicyVersion.builder()
                        .versionId(row[2])
                        .document(DOCUMENTS.get(name))
                        .createDate(Instant.parse(row[4]))
                        .build();
        return PolicyEntry.of(policy, version);
    }
}
