package dev.profileguard.sandbox.aws.iam.policy;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.util.List;

/// A resource of a policy: `*` or an ARN. For some services, IAM checks more of the ARN.
final class PolicyResource {
    private static final List<String> PARTITIONS =
            List.of(
                    "*",
                    "aws",
                    "aws-cn",
                    "aws-us-gov",
                    "aws-iso",
                    "aws-iso-b",
                    "aws-iso-e",
                    "aws-iso-f",
                    "aws-eusc");
    private static final List<String> IAM_PATHS =
            List.of(
                    "user/",
                    "federated-user/",
                    "role/",
                    "group/",
                    "instance-profile/",
                    "mfa/",
                    "server-certificate/",
                    "policy/",
                    "sms-mfa/",
                    "saml-provider/",
                    "oidc-provider/",
                    "report/",
                    "access-report/");
    private static final int ARN_PARTS = 6;

    private PolicyResource() {}

    /// @throws software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException if IAM
    ///   would not accept it
    static void check(String resource) {
        if (resource.equals("*")) {
            return;
        }
        refuseIf(
                !resource.contains(":"),
                "Resource %s must be in ARN format or \"*\".".formatted(resource));
        String[] parts = resource.split(":", ARN_PARTS);
        partition(parts);
        refuseIf(
                parts.length < 3,
                "Resource vendor must be fully qualified and cannot contain regexes.");
        service(resource, parts);
        refuseIf(
                parts[2].isEmpty() || (parts.length < ARN_PARTS && resource.contains("::")),
                IdentityPolicy.LEGACY);
    }

    private static void partition(String[] parts) {
        String partition = parts[1];
        String rest =
                String.join(":", part(parts, 2), part(parts, 3), part(parts, 4), part(parts, 5));
        refuseIf(
                !PARTITIONS.contains(partition),
                "Partition \"%s\" is not valid for resource \"arn:%s:%s\"."
                        .formatted(partition, partition, rest));
    }

    private static void service(String resource, String[] parts) {
        String id = part(parts, 5);
        boolean hasRegion = parts.length < 5 || !parts[3].isEmpty();
        if (parts[2].equals("s3")) {
            refuseIf(
                    hasRegion && !id.startsWith("accesspoint/"),
                    "Resource %s can not contain region information.".formatted(resource));
        }
        if (parts[2].equals("iam")) {
            refuseIf(
                    hasRegion,
                    "IAM resource %s cannot contain region information.".formatted(resource));
            boolean isAny = parts.length == ARN_PARTS && id.equals("*");
            refuseIf(
                    !isAny && IAM_PATHS.stream().noneMatch(id::startsWith),
                    "IAM resource path must either be \"*\" or start with %s."
                            .formatted(String.join(", ", IAM_PATHS)));
        }
    }

    /// A missing part counts as `*`.
    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "*";
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw IamErrors.malformedPolicy(message);
        }
    }
}
