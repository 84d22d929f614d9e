package dev.profileguard.sandbox.aws.iam.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.policy.Access;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.iam.policy.ControlPolicies;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.CallGate;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.iam.policy.PolicyDecision;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;

/// The policies that an organization attaches to the account, besides AWS's own, which allow
/// everything. They hold for all callers, the root user and the functions included, but not for
/// service-linked roles.
/// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
public final class OrganizationPolicies implements CallGate {
    private static final int FORBIDDEN = 403;

    /// Those with resources in the sandbox, of the services that resource control policies reach.
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
    private static final Set<String> WITH_RESOURCE_CONTROL =
            Set.of("autoscaling", "dynamodb", "events", "kms", "logs", "s3", "sqs", "sts");

    private static final PolicyDocument FULL_ACCESS =
            PolicyDocument.of(
                    "FullAWSAccess",
                    Map.of(
                            "Version",
                            "2012-10-17",
                            "Statement",
                            Map.of("Effect", "Allow", "Action", "*", "Resource", "*")));

    private final IamAccount account;
    private volatile Map<String, OrganizationPolicy> attached = Map.of();

    /// Only AWS's own are attached.
    public OrganizationPolicies(IamAccount account) {
        this.account = account;
    }

    /// Attaches a policy, or replaces the one of this name.
    ///
    /// @throws IllegalArgumentException when AWS Organizations would refuse it
    public synchronized OrganizationPolicy attach(
            OrganizationPolicy.Type type, String name, String document) {
        OrganizationPolicy policy = OrganizationPolicy.of(type, name, document);
        Map<String, OrganizationPolicy> all = new LinkedHashMap<>(attached);
        all.put(name, policy);
        long count = 1 + all.values().stream().filter(each -> each.type() == type).count();
        if (count > type.mostAttached()) {
            throw new IllegalArgumentException(
                    "At most %d policies of this type may be attached, one of which is AWS's own"
                            .formatted(type.mostAttached()));
        }
        attached = Map.copyOf(all);
        return policy;
    }

    /// Detaches all policies but AWS's own.
    public void detachAll() {
        attached = Map.of();
    }

    /// The attached policies by name, without AWS's own.
    public Map<String, OrganizationPolicy> attached() {
        return attached;
    }

    /// What a caller may do, which others decided, as far as the organization lets it.
    public Authorizer held(Caller caller, Authorizer own) {
        return attached.isEmpty() || isServiceLinked(caller) ? own : new Held(caller, own);
    }

    /// Throws AccessDenied where the organization does not allow the call.
    @Override
    public void admit(IamCall call) {
        if (attached.isEmpty() || isServiceLinked(call.caller())) {
            return;
        }
        Held held = new Held(call.caller(), Authorizer.ALLOW_ALL);
        for (CallPermissions.Needed each : new CallPermissions(account.latest(), call).needed()) {
            String refusal = held.refusal(each.request(), each.shown());
            if (refusal != null) {
                throw IamErrors.of(IamException.builder(), "AccessDenied", FORBIDDEN, refusal);
            }
        }
    }

    private static boolean isServiceLinked(Caller caller) {
        return switch (caller) {
            case Caller.RoleSession session ->
                    session.rolePath().startsWith(RoleEntry.SERVICE_LINKED_PATH);
            case Caller.Service service -> isServiceLinked(service.onBehalfOf());
            case Caller.User _, Caller.Root _ -> false;
        };
    }

    private Optional<Access> refusal(AccessRequest request) {
        String service = request.action().split(":", 2)[0];
        Optional<Access> byService = of(OrganizationPolicy.Type.SERVICE_CONTROL).refusal(request);
        return byService.isEmpty() && WITH_RESOURCE_CONTROL.contains(service)
                ? of(OrganizationPolicy.Type.RESOURCE_CONTROL).refusal(request)
                : byService;
    }

    private ControlPolicies of(OrganizationPolicy.Type type) {
        List<PolicyDocument> documents = new ArrayList<>();
        documents.add(FULL_ACCESS);
        ofType(type).map(OrganizationPolicy::document).forEach(documents::add);
        return new ControlPolicies(type.kind(), documents);
    }

    private Stream<OrganizationPolicy> ofType(OrganizationPolicy.Type type) {
        return attached.values().stream().filter(each -> each.type() == type);
    }

    /// A caller that is held to the policies.
    private final class Held implements Authorizer {
        private final Caller caller;
        private final Authorizer own;

        private Held(Caller caller, Authorizer own) {
            this.caller = caller;
            this.own = own;
        }

        @Override
        public @Nullable String refusal(String action, String resource) {
            String refusal = byOrganization(new AccessRequest(action, resource), resource);
            return refusal == null ? own.refusal(action, resource) : refusal;
        }

        @Override
        public @Nullable String refusal(AccessRequest request, String shown) {
            String refusal = byOrganization(request, shown);
            return refusal == null ? own.refusal(request, shown) : refusal;
        }

        @Override
        public List<JsonNode> denying(AccessRequest request) {
            List<String> texts = attached.values().stream().map(OrganizationPolicy::text).toList();
            List<JsonNode> denying =
                    new ArrayList<>(new PolicyDecision(texts, null).denying(withContext(request)));
            denying.addAll(own.denying(request));
            return denying;
        }

        private @Nullable String byOrganization(AccessRequest request, String shown) {
            return OrganizationPolicies.this
                    .refusal(withContext(request))
                    .map(refusal ->
                            "User: %s is not authorized to perform: %s on resource: %s %s"
                                    .formatted(
                                            caller.arn(),
                                            request.action(),
                                            shown,
                                            reason(refusal, request.action())))
                    .orElse(null);
        }

        private AccessRequest withContext(AccessRequest request) {
            AccountState now = account.latest();
            return request.with(CallerPolicies.context(now, caller))
                    .with(ResourceTags.of(now, request.resource()));
        }
    }

    /// The end of AWS's sentence, which names a policy that denies.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    private static String reason(Access refusal, String action) {
        return switch (refusal) {
            case Access.Denied(Access.PolicyKind kind, String by) ->
                    "with an explicit deny in %s: %s".formatted(kind.withArticle(), by);
            case Access.NotAllowed(Access.PolicyKind kind) ->
                    "because no %s allows the %s action".formatted(kind.text(), action);
            case Access.Allowed _, Access.Depends _ ->
                    throw new IllegalStateException("This refuses nothing: " + refusal);
        };
    }
}
