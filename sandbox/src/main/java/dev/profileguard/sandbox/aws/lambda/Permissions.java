package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.PrincipalIds;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.CallGate;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.iam.identity.IdentityPolicies;
import dev.profileguard.sandbox.aws.iam.identity.OrganizationPolicies;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.iam.model.IamException;

/// Enforces the template's policies on its functions, and on all other callers their identity
/// policies, where that is switched on. The policies of the organization hold for all.
///
/// @param others decides on the calls of other callers
/// @param othersMay what other callers may do in services other than IAM
/// @param organization what limits all of them; null: nothing
public record Permissions(
        List<FunctionDefinition> functions,
        CallGate others,
        Function<Caller, Authorizer> othersMay,
        @Nullable OrganizationPolicies organization)
        implements CallGate {
    /// Other callers may do everything.
    public Permissions(List<FunctionDefinition> functions) {
        this(functions, call -> {}, caller -> Authorizer.ALLOW_ALL, null);
    }

    /// Other callers are held to their identity policies, once that is switched on.
    public Permissions(
            List<FunctionDefinition> functions,
            IdentityPolicies identities,
            OrganizationPolicies organization) {
        this(functions, identities, identities::of, organization);
    }

    /// The sessions of the functions' roles. Lambda names a session after its function.
    public List<Caller.RoleSession> sessions() {
        return functions.stream().map(Permissions::session).toList();
    }

    /// The session of a function's role.
    public static Caller.RoleSession session(FunctionDefinition function) {
        String account = function.account();
        String id = PrincipalIds.role(account, function.roleName());
        return new Caller.RoleSession(
                account,
                function.rolePath(),
                function.roleName(),
                id,
                function.name(),
                "ASIA" + id.substring(4, 20));
    }

    /// Throws AccessDenied where the policies do not allow the call.
    @Override
    public void admit(IamCall call) {
        if (organization != null) {
            organization.admit(call);
        }
        FunctionDefinition function = functionOf(call.caller());
        if (function == null) {
            others.admit(call);
            return;
        }
        require(function, call, "iam:" + call.operation(), resource(call));
        if (call.operation().equals("AddRoleToInstanceProfile")) {
            String role = account(call).iamArn("role/" + field(call, "RoleName"));
            require(function, call, "iam:PassRole", new Resource(role, role));
        }
        if (call.operation().startsWith("Create") && hasTags(call)) {
            String tag = call.operation().replaceFirst("Create", "Tag");
            require(function, call, "iam:" + tag, resource(call));
        }
    }

    /// What this caller may do: a function what its policies allow, everybody else everything, or
    /// what their identity policies allow; none of them what the organization denies.
    public Authorizer of(Caller caller) {
        FunctionDefinition function = functionOf(caller);
        Authorizer own = function == null ? othersMay.apply(caller) : of(function, caller);
        return organization == null ? own : organization.held(caller, own);
    }

    /// What a function may do.
    ///
    /// @param caller a session of its role
    public static Authorizer of(FunctionDefinition function, Caller caller) {
        return (action, resource) ->
                function.may(action, resource) ? null : refusal(caller.arn(), action, resource);
    }

    /// The function whose role the caller uses; null: it is no function.
    public @Nullable FunctionDefinition functionOf(Caller caller) {
        if (caller instanceof Caller.RoleSession session) {
            for (FunctionDefinition function : functions) {
                if (function.roleArn().equals(session.roleArn())) {
                    return function;
                }
            }
        }
        return null;
    }

    /// AWS's message for a caller without permission.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    private static String refusal(String caller, String action, String resource) {
        return ("User: %s is not authorized to perform: %s on resource: %s because no"
                        + " identity-based policy allows the %s action")
                .formatted(caller, action, resource, action);
    }

    private static void require(
            FunctionDefinition function, IamCall call, String action, Resource resource) {
        if (!function.may(action, resource.arn())) {
            String message = refusal(call.caller().arn(), action, resource.shown());
            throw IamErrors.of(IamException.builder(), "AccessDenied", 403, message);
        }
    }

    /// The ARN has no path: calls do not contain it.
    private static Resource resource(IamCall call) {
        boolean create = call.operation().startsWith("Create");
        String profile = field(call, "InstanceProfileName");
        if (!profile.isEmpty()) {
            return Resource.of(
                    account(call).iamArn("instance-profile/" + profile),
                    "instance profile " + profile,
                    create);
        }
        String role = field(call, "RoleName");
        if (!role.isEmpty()) {
            return Resource.of(account(call).iamArn("role/" + role), "role " + role, create);
        }
        String policy = field(call, "PolicyArn");
        return policy.isEmpty()
                ? new Resource("*", "*")
                : new Resource(policy, "policy " + policy.substring(policy.lastIndexOf('/') + 1));
    }

    private static Stack account(IamCall call) {
        return new Stack(call.caller().accountId());
    }

    private static boolean hasTags(IamCall call) {
        return call.request()
                .getValueForField("Tags", List.class)
                .map(tags -> !tags.isEmpty())
                .orElse(false);
    }

    private static String field(IamCall call, String name) {
        for (SdkField<?> field : call.request().sdkFields()) {
            if (field.memberName().equals(name)) {
                Object value = field.getValueOrDefault(call.request());
                return value == null ? "" : value.toString();
            }
        }
        return "";
    }

    /// @param shown the resource as the error message names it
    private record Resource(String arn, String shown) {
        /// IAM's messages name an existing resource by kind and name, and a resource to be created
        /// by its ARN.
        static Resource of(String arn, String named, boolean create) {
            return new Resource(arn, create ? arn : named);
        }
    }
}
