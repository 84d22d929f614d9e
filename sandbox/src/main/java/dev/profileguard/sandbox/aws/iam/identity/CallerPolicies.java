package dev.profileguard.sandbox.aws.iam.identity;

import dev.profileguard.sandbox.aws.iam.operation.Users;
import dev.profileguard.sandbox.aws.iam.policy.PolicyDecision;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.UserPolicies;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/// The policies of a caller, and what condition keys say about it.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
final class CallerPolicies {
    private CallerPolicies() {}

    /// The policies that apply to a caller. A user that was not created and a role that was deleted
    /// have none, and may do nothing.
    static PolicyDecision of(AccountState account, Caller caller) {
        return switch (caller) {
            case Caller.User user -> ofUser(account, user.name());
            case Caller.RoleSession session -> ofRole(account, role(account, session));
            case Caller.Service service -> of(account, service.onBehalfOf());
            case Caller.Root root -> new PolicyDecision(List.of(), null);
        };
    }

    private static PolicyDecision ofUser(AccountState account, String name) {
        User user = account.users().find(name);
        UserPolicies policies = account.policiesOfUser(name);
        return new PolicyDecision(
                documents(account, policies.inline().values(), policies.attached()),
                user == null || user.permissionsBoundary() == null
                        ? null
                        : document(account, user.permissionsBoundary().permissionsBoundaryArn()));
    }

    private static PolicyDecision ofRole(AccountState account, @Nullable RoleEntry role) {
        return role == null
                ? new PolicyDecision(List.of(), null)
                : new PolicyDecision(
                        documents(account, role.inlinePolicies().values(), role.attachedPolicies()),
                        role.boundary().isEmpty() ? null : document(account, role.boundary()));
    }

    private static @Nullable RoleEntry role(AccountState account, Caller.RoleSession session) {
        RoleEntry role = account.roles().find(session.roleName());
        return role != null && role.role().roleId().equals(session.roleId()) ? role : null;
    }

    private static List<String> documents(
            AccountState account, Collection<PolicyDocument> inline, List<String> attached) {
        return Stream.concat(
                        inline.stream().map(PolicyDocument::text),
                        attached.stream().map(arn -> document(account, arn)))
                .toList();
    }

    /// The default version of a managed policy.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException NotImplemented when the
    ///   sandbox does not have its document
    private static String document(AccountState account, String arn) {
        PolicyEntry policy = account.findPolicy(arn);
        PolicyVersion version =
                policy == null ? null : policy.version(policy.policy().defaultVersionId());
        PolicyDocument document =
                policy == null || version == null ? null : policy.document(version);
        if (document == null) {
            throw IamErrors.notImplemented(
                    "The sandbox does not have the document of %s, so that it cannot hold anybody to it. Put the document into an inline policy"
                            .formatted(arn));
        }
        return document.text();
    }

    /// The condition keys about a caller.
    static Map<String, List<String>> context(AccountState account, Caller caller) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put("aws:PrincipalAccount", List.of(account.accountId()));
        context.put("aws:PrincipalIsAWSService", List.of("false"));
        context.put("aws:ResourceAccount", List.of(account.accountId()));
        context.put("aws:RequestedRegion", List.of("us-east-1"));
        switch (caller) {
            case Caller.User user -> addUser(account, user, context);
            case Caller.RoleSession session -> addSession(account, session, context);
            case Caller.Service service -> {
                context.putAll(context(account, service.onBehalfOf()));
                context.put("aws:CalledVia", List.of(service.host()));
                context.put("aws:CalledViaFirst", List.of(service.host()));
                context.put("aws:CalledViaLast", List.of(service.host()));
            }
            case Caller.Root root -> context.put("aws:PrincipalType", List.of("Account"));
        }
        context.put("aws:ViaAWSService", List.of(String.valueOf(caller instanceof Caller.Service)));
        return context;
    }

    private static void addUser(
            AccountState account, Caller.User user, Map<String, List<String>> context) {
        User created = account.users().find(user.name());
        context.put("aws:PrincipalType", List.of("User"));
        context.put("aws:PrincipalArn", List.of(created == null ? user.arn() : created.arn()));
        context.put("aws:username", List.of(user.name()));
        context.put("aws:userid", List.of(Users.id(account, user.name())));
        if (created != null) {
            addTags(created.tags(), context);
        }
    }

    private static void addSession(
            AccountState account, Caller.RoleSession session, Map<String, List<String>> context) {
        RoleEntry role = role(account, session);
        context.put("aws:PrincipalType", List.of("AssumedRole"));
        context.put("aws:PrincipalArn", List.of(session.roleArn()));
        context.put("aws:userid", List.of(session.roleId() + ":" + session.session()));
        if (role != null) {
            addTags(role.role().tags(), context);
        }
    }

    /// The tags of a user or role are tags of the principal.
    private static void addTags(List<Tag> tags, Map<String, List<String>> context) {
        tags.forEach(tag -> context.put("aws:PrincipalTag/" + tag.key(), List.of(tag.value())));
    }
}
