package dev.profileguard.sandbox.aws.dynamodb;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.policy.PolicyDecision;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The resource-based policies of tables. What they deny, nobody may do, the root user included.
/// What they allow is not evaluated.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
final class TablePolicies {
    private final Map<String, String> documents = new ConcurrentHashMap<>();

    void add(TableDefinition table) {
        String policy = table.policy();
        if (policy != null) {
            documents.put(table.arn(), policy);
        }
    }

    /// What a caller may do if these policies are added to what it may do anyway.
    Authorizer held(Caller caller, Authorizer authorizer) {
        return (action, resource) -> {
            String refusal = refusal(caller, action, resource);
            return refusal == null ? authorizer.refusal(action, resource) : refusal;
        };
    }

    private @Nullable String refusal(Caller caller, String action, String resource) {
        String document = documents.get(resource);
        String reason =
                document == null
                        ? null
                        : PolicyDecision.refusalByResource(
                                document,
                                new AccessRequest(
                                        action,
                                        resource,
                                        Map.of("aws:PrincipalArn", List.of(principal(caller)))));
        return reason == null
                ? null
                : "User: %s is not authorized to perform: %s on resource: %s %s"
                        .formatted(caller.arn(), action, resource, reason);
    }

    /// The ARN of the role of a session, otherwise of the caller.
    private static String principal(Caller caller) {
        return switch (caller) {
            case Caller.RoleSession session -> session.roleArn();
            case Caller.Service service -> principal(service.onBehalfOf());
            case Caller.User user -> user.arn();
            case Caller.Root root -> root.arn();
        };
    }
}
