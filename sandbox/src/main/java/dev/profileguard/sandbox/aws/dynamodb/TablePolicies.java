package dev.profileguard.sandbox.aws.dynamodb;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.policy.PolicyDecision;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The resource-based policies of tables. What they deny, nobody may do, the root user included.
/// What they allow is not evaluated.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
final class TablePolicies {
    /// On AWS, a revision ID is a number of 13 digits.
    private static final long FIRST_REVISION = 1_700_000_000_000L;

    private final Map<String, Attached> attached = new ConcurrentHashMap<>();
    private final AtomicLong revisions = new AtomicLong();

    void add(TableDefinition table) {
        String policy = table.policy();
        if (policy != null) {
            put(table.arn(), policy);
        }
    }

    /// The policy of a table; null: it has none.
    @Nullable Attached of(String arn) {
        return attached.get(arn);
    }

    /// Attaches a policy. The same document keeps its revision.
    Attached put(String arn, String document) {
        Attached next =
                new Attached(document, Long.toString(FIRST_REVISION + revisions.getAndIncrement()));
        return attached.merge(arn, next, (old, put) -> old.document().equals(document) ? old : put);
    }

    /// Takes the policy off; null: there was none.
    @Nullable Attached remove(String arn) {
        return attached.remove(arn);
    }

    /// What a caller may do if these policies are added to what it may do anyway.
    Authorizer held(Caller caller, Authorizer authorizer) {
        return (action, resource) -> {
            String refusal = refusal(caller, action, resource);
            return refusal == null ? authorizer.refusal(action, resource) : refusal;
        };
    }

    private @Nullable String refusal(Caller caller, String action, String resource) {
        Attached policy = attached.get(resource);
        String reason =
                policy == null
                        ? null
                        : PolicyDecision.refusalByResource(
                                policy.read(),
                                new AccessRequest(
                                        action,
                                        resource,
                                        Map.of("aws:PrincipalArn", List.of(principal(caller)))));
        return reason == null
                ? null
                : "User: %s is not authorized to perform: %s on resource: %s %s"
                        .formatted(caller.arn(), action, resource, reason);
    }

    /// A policy. It is read once, by the first request to its table.
    static final class Attached {
        private final String document;
        private final String revision;
        private volatile @Nullable PolicyDocument read;

        /// @param document JSON
        /// @param revision changes with the document
        Attached(String document, String revision) {
            this.document = document;
            this.revision = revision;
        }

        String document() {
            return document;
        }

        String revision() {
            return revision;
        }

        private PolicyDocument read() {
            PolicyDocument known = read;
            if (known == null) {
                known = PolicyDecision.read(document);
                read = known;
            }
            return known;
        }
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
