package dev.profileguard.sandbox.aws.iam.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.CallGate;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;

/// Holds users and roles to their identity policies and permissions boundaries, once that is
/// switched on; until then everybody may do everything. The root user always may, and so does a
/// service in its service-linked role, whose policies are AWS's own. Policies of groups, sessions,
/// resources and organizations are not evaluated.
public final class IdentityPolicies implements CallGate {
    private static final int FORBIDDEN = 403;

    private final IamAccount account;
    private volatile boolean enforced;

    /// Not switched on.
    public IdentityPolicies(IamAccount account) {
        this.account = account;
    }

    /// Switches it on or off.
    public void enforce(boolean on) {
        enforced = on;
    }

    /// Whether it is switched on.
    public boolean enforced() {
        return enforced;
    }

    /// What a caller may do.
    public Authorizer of(Caller caller) {
        return holds(caller) ? new Held(caller) : Authorizer.ALLOW_ALL;
    }

    private boolean holds(Caller caller) {
        return enforced && !(caller instanceof Caller.Root) && !isServiceItself(caller);
    }

    /// Whether a service acts in its own role, which nobody else can assume.
    private static boolean isServiceItself(Caller caller) {
        return caller instanceof Caller.Service service
                && service.onBehalfOf() instanceof Caller.RoleSession session
                && session.rolePath().equals(RoleEntry.SERVICE_LINKED_PATH + service.host() + "/");
    }

    /// Throws AccessDenied where the caller's policies do not allow the call.
    @Override
    public void admit(IamCall call) {
        if (!holds(call.caller())) {
            return;
        }
        Authorizer authorizer = of(call.caller());
        for (CallPermissions.Needed each : new CallPermissions(account.latest(), call).needed()) {
            String refusal = authorizer.refusal(each.request(), each.shown());
            if (refusal != null) {
                throw IamErrors.of(IamException.builder(), "AccessDenied", FORBIDDEN, refusal);
            }
        }
    }

    /// A caller that is held to its policies.
    private final class Held implements Authorizer {
        private final Caller caller;

        private Held(Caller caller) {
            this.caller = caller;
        }

        @Override
        public @Nullable String refusal(String action, String resource) {
            return refusal(new AccessRequest(action, resource));
        }

        @Override
        public @Nullable String refusal(AccessRequest request, String shown) {
            AccountState now = account.latest();
            String reason = CallerPolicies.of(now, caller).refusal(withContext(now, request));
            return reason == null
                    ? null
                    : "User: %s is not authorized to perform: %s on resource: %s %s"
                            .formatted(caller.arn(), request.action(), shown, reason);
        }

        @Override
        public List<JsonNode> denying(AccessRequest request) {
            AccountState now = account.latest();
            return CallerPolicies.of(now, caller).denying(withContext(now, request));
        }

        private AccessRequest withContext(AccountState now, AccessRequest request) {
            return request.with(CallerPolicies.context(now, caller))
                    .with(ResourceTags.of(now, request.resource()));
        }
    }
}
