package dev.profileguard.sandbox.command.explain.reader;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The operations that concern roles and instance profiles, and their services.
public final class Operations {
    private static final Map<String, String> SERVICES =
            Map.ofEntries(
                    Map.entry("iam", "iam.amazonaws.com"),
                    Map.entry("identitymanagement", "iam.amazonaws.com"),
                    Map.entry("ec2", "ec2.amazonaws.com"),
                    Map.entry("sts", "sts.amazonaws.com"),
                    Map.entry("securitytoken", "sts.amazonaws.com"),
                    Map.entry("securitytokenservice", "sts.amazonaws.com"),
                    Map.entry("autoscaling", "autoscaling.amazonaws.com"),
                    Map.entry("eks", "eks.amazonaws.com"));

    private static final Map<String, String> EC2 =
            of(
                    "ec2.amazonaws.com",
                    "RunInstances RequestSpotInstances RequestSpotFleet CreateFleet"
                            + " CreateLaunchTemplate AssociateIamInstanceProfile"
                            + " ReplaceIamInstanceProfileAssociation"
                            + " DisassociateIamInstanceProfile");

    private static final Map<String, String> OTHERS =
            of(
                    "autoscaling.amazonaws.com",
                    "CreateAutoScalingGroup UpdateAutoScalingGroup CreateLaunchConfiguration");

    private Operations() {}

    /// The service of an operation; empty: the operation is not one of these.
    public static Optional<String> serviceOf(String operation) {
        if (operation.startsWith("AssumeRole")) {
            return Optional.of("sts.amazonaws.com");
        }
        if (operation.contains("Nodegroup")) {
            return Optional.of("eks.amazonaws.com");
        }
        String service = EC2.getOrDefault(operation, OTHERS.getOrDefault(operation, ""));
        if (service.isEmpty() && isOfIam(operation)) {
            return Optional.of("iam.amazonaws.com");
        }
        return Optional.of(service).filter(each -> !each.isEmpty());
    }

    /// The event source of a service that a tool names: `IAM`, `AmazonIdentityManagement`,
    /// `iam.amazonaws.com`, `ec2.eu-west-1.amazonaws.com`; empty: another service, or none.
    static Optional<String> serviceNamed(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT)
                        .replaceFirst("\\.amazonaws\\.com(?:\\.cn)?$", "")
                        .replaceFirst("\\..*", "")
                        .replaceAll("[^a-z0-9]", "")
                        .replaceFirst("^(?:amazon|aws)", "");
        return Optional.ofNullable(SERVICES.get(plain));
    }

    /// The event source of any service that a tool names; empty: it names none.
    static String eventSource(String name) {
        String first = name.replaceFirst("\\..*", "").toLowerCase(Locale.ROOT);
        String plain = first.replaceFirst("^(?:amazon|aws)", "");
        return serviceNamed(name)
                .orElse(plain.isEmpty() || plain.equals("runtime") ? "" : plain + ".amazonaws.com");
    }

    /// The operation of a command of the AWS CLI: `DeleteRole` for `delete-role`.
    static String ofCommand(String command) {
        return Arrays.stream(command.split("-"))
                .filter(each -> !each.isEmpty())
                .map(each -> each.substring(0, 1).toUpperCase(Locale.ROOT) + each.substring(1))
                .collect(Collectors.joining());
    }

    private static boolean isOfIam(String operation) {
        return operation.endsWith("InstanceProfile")
                || operation.endsWith("Role")
                || operation.endsWith("RolePolicy")
                || operation.endsWith("AssumeRolePolicy")
                || operation.endsWith("RolePermissionsBoundary");
    }

    private static Map<String, String> of(String service, String operations) {
        return Arrays.stream(operations.split(" "))
                .collect(Collectors.toMap(each -> each, each -> service));
    }
}
