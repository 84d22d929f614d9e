package dev.profileguard.sandbox.aws.iam.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /// What is wrong with its format, in IAM's words; null: nothing.
    static @Nullable String complaint(String resource) {
        if (resource.equals("*")) {
            return null;
        }
        if (!resource.contains(":")) {
            return "Resource %s must be in ARN format or \"*\".".formatted(resource);
        }
        String[] parts = resource.split(":", ARN_PARTS);
        if (!PARTITIONS.contains(parts[1])) {
            return partition(parts);
        }
        return parts.length < 3
                ? "Resource vendor must be fully qualified and cannot contain regexes."
                : service(resource, parts);
    }

    /// Whether IAM's older grammar, too, accepts a resource whose format is right.
    static boolean isLegacy(String resource) {
        String[] parts = resource.split(":", ARN_PARTS);
        return resource.equals("*")
                || !(parts[2].isEmpty() || (parts.length < ARN_PARTS && resource.contains("::")));
    }

    private static String partition(String[] parts) {
        String rest =
                String.join(":", part(parts, 2), part(parts, 3), part(parts, 4), part(parts, 5));
        return "Partition \"%s\" is not valid for resource \"arn:%s:%s\"."
                .formatted(parts[1], parts[1], rest);
    }

    private static @Nullable String service(String resource, String[] parts) {
        String id = part(parts, 5);
        boolean hasRegion = parts.length < 5 || !parts[3].isEmpty();
        if (parts[2].equals("s3") && hasRegion && !id.startsWith("accesspoint/")) {
            return "Resource %s can not contain region information.".formatted(resource);
        }
        if (!parts[2].equals("iam")) {
            return null;
        }
        if (hasRegion) {
            return "IAM resource %s cannot contain region information.".formatted(resource);
        }
        return isIamPath(parts.length == ARN_PARTS ? id : "")
                ? null
                : "IAM resource path must either be \"*\", root, or start with %s."
                        .formatted(String.join(", ", IAM_PATHS));
    }

    private static boolean isIamPath(String id) {
        return id.equals("*") || id.equals("root") || IAM_PATHS.stream().anyMatch(id::startsWith);
    }

    /// A missing part counts as `*`.
    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "*";
    }
}
