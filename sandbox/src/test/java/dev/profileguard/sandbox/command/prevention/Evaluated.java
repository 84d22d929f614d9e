package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.event.Json;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.policy.Access;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.iam.policy.ControlPolicies;
import dev.profileguard.iam.policy.Permissions;
import dev.profileguard.iam.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Policies evaluated by the project's evaluator.
record Evaluated(List<PolicyFile> files, Access.PolicyKind kind) {
    private static final Map<String, Object> EVERYTHING =
            Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    Map.of("Effect", "Allow", "Action", "*", "Resource", "*"));

    static Evaluated serviceControl(Prevention prevention) {
        return new Evaluated(prevention.serviceControl(), Access.PolicyKind.SERVICE_CONTROL);
    }

    static Evaluated resourceControl(Prevention prevention) {
        return new Evaluated(prevention.resourceControl(), Access.PolicyKind.RESOURCE_CONTROL);
    }

    static Evaluated boundary(Prevention prevention) {
        return new Evaluated(List.of(prevention.boundary()), Access.PolicyKind.BOUNDARY);
    }

    /// Whether a request is denied.
    boolean denies(AccessRequest request) {
        return switch (kind) {
            case SERVICE_CONTROL, RESOURCE_CONTROL ->
                    new ControlPolicies(kind, withEverything()).refusal(request).isPresent();
            case BOUNDARY ->
                    !(new Permissions(
                                            List.of(PolicyDocument.of("all", EVERYTHING)),
                                            documents().getFirst())
                                    .access(request)
                            instanceof Access.Allowed);
            case IDENTITY -> throw new IllegalArgumentException("Not made by the command");
        };
    }

    private List<PolicyDocument> withEverything() {
        List<PolicyDocument> all = new ArrayList<>(documents());
        all.add(PolicyDocument.of("FullAWSAccess", EVERYTHING));
        return all;
    }

    private List<PolicyDocument> documents() {
        return files.stream()
                .map(each -> PolicyDocument.of(each.name(), Json.read(each.name(), each.text())))
                .toList();
    }

    /// A request of one principal.
    ///
    /// @param principal `service`: an AWS service in its own name
    /// @param via the service that makes the call for it; null: the principal itself
    static AccessRequest request(
            String principal,
            @Nullable String via,
            String action,
            String resource,
            Map<String, List<String>> more) {
        Map<String, List<String>> context = new LinkedHashMap<>(more);
        boolean isService = principal.equals("service");
        context.put("aws:PrincipalIsAWSService", List.of(String.valueOf(isService)));
        context.put("aws:ResourceAccount", List.of("123456789012"));
        if (!isService) {
            context.put("aws:PrincipalArn", List.of(principal));
            context.put("aws:PrincipalAccount", List.of(Arn.account(principal)));
        }
        if (via != null) {
            context.put("aws:CalledVia", List.of(via));
            context.put("aws:CalledViaLast", List.of(via));
        }
        return new AccessRequest(action, resource, context);
    }
}
