package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.policy.DeletedPrincipal;
import dev.profileguard.sandbox.aws.iam.policy.ServicePrincipals;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.TextResource;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Role;

/// IAM's operations on roles that belong to a service, which defines their names and policies. See
/// [service-linked
/// roles](https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html).
public final class ServiceLinkedRoles {
    /// @param policy the name of its policy under `aws-service-role/`
    private record Template(String host, String roleName, boolean takesSuffix, String policy) {}

    private static final Map<String, Template> TEMPLATES =
            TextResource.lines(ServiceLinkedRoles.class, "service-linked-roles.tsv").stream()
                    .map(line -> line.split("\t", -1))
                    .map(row -> new Template(row[0], row[1], Boolean.parseBoolean(row[2]), row[3]))
                    .collect(Collectors.toUnmodifiableMap(Template::host, Function.identity()));

    private ServiceLinkedRoles() {}

    /// CreateServiceLinkedRole.
    public static CreateServiceLinkedRoleResponse create(
            Transaction transaction, CreateServiceLinkedRoleRequest request) {
        String host = request.awsServiceName();
        Template template = TEMPLATES.get(host);
        if (template == null) {
            throw noTemplate(host);
        }
        String name = name(template, request.customSuffix());
        if (transaction.state().roles().has(name)) {
            throw IamErrors.invalidInput(
                    ("Service role name %s has been taken in this account, please try a different"
                                    + " suffix.")
                            .formatted(name));
        }
        RoleEntry role =
                RoleEntry.of(role(transaction, host, name, request.description()))
                        .withAttached(
                                "arn:aws:iam::aws:policy/aws-service-role/" + template.policy());
        transaction.put(role);
        RoleEntry shown =
                role.changed(change -> change.assumeRolePolicyDocument(createdTrust(host)));
        return CreateServiceLinkedRoleResponse.builder()
                .role(RoleProjection.CREATED.of(shown))
                .build();
    }

    /// Deletes the role at once: nothing in the sandbox uses it. AWS does it in the background.
    public static DeleteServiceLinkedRoleResponse delete(
            Transaction transaction, DeleteServiceLinkedRoleRequest request) {
        RoleEntry role = transaction.state().role(request.roleName());
        if (!role.isServiceLinked()) {
            throw IamErrors.noSuchEntity(
                    "%s exists but is not a service role.".formatted(role.name()));
        }
        String task = "task" + role.role().path() + role.name() + "/" + UUID.randomUUID();
        Set<String> deletions = new TreeSet<>(transaction.state().deletions());
        deletions.add(task);
        transaction.change(state ->
                new DeletedPrincipal(role.role().arn(), role.role().roleId())
                        .in(state.withRoles(state.roles().without(role.name())))
                        .withDeletions(deletions));
        return DeleteServiceLinkedRoleResponse.builder().deletionTaskId(task).build();
    }

    /// GetServiceLinkedRoleDeletionStatus.
    public static GetServiceLinkedRoleDeletionStatusResponse deletion(
            AccountState account, GetServiceLinkedRoleDeletionStatusRequest request) {
        String task = request.deletionTaskId();
        if (!task.matches("task/aws-service-role/[^/]+/[^/]+/[^/]+")) {
            throw IamErrors.invalidInput("Invalid task id");
        }
        if (!account.deletions().contains(task)) {
            throw IamErrors.noSuchEntity("Cannot find deletion status for given id.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status(DeletionTaskStatusType.SUCCEEDED)
                .build();
    }

    /// AWS has more service-linked roles than the sandbox: only about a name that is no service at
    /// all can it answer as IAM does.
    private static IamException noTemplate(String host) {
        return ServicePrincipals.has(host)
                ? IamErrors.notImplemented(
                        "The sandbox does not know the service-linked role of %s. Create a role with"
                                        .formatted(host)
                                + " CreateRole instead.")
                : IamErrors.invalidInput(
                        "Service principal %s does not have a service-linked role."
                                .formatted(host));
    }

    private static String name(Template template, @Nullable String suffix) {
        if (suffix == null) {
            return template.roleName();
        }
        if (!template.takesSuffix()) {
            throw IamErrors.invalidInput(
                    "Custom suffix is not allowed for %s".formatted(template.host()));
        }
        return template.roleName() + "_" + suffix;
    }

    private static Role role(
            Transaction transaction, String host, String name, @Nullable String description) {
        String path = RoleEntry.SERVICE_LINKED_PATH + host + "/";
        return Role.builder()
                .path(path)
                .roleName(name)
                .roleId(transaction.ids().role())
                .arn(transaction.arn("role", path, name))
                .createDate(transaction.now())
                .assumeRolePolicyDocument(trust(host))
                .description(description)
                .maxSessionDuration(3600)
                .build();
    }

    /// The trust policy as only the response to the creation spells it.
    private static String createdTrust(String host) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Action": ["sts:AssumeRole"], \
        "Effect": "Allow", "Principal": {"Service": ["%s"]}}]}\
        """
                .formatted(host);
    }

    private static String trust(String host) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}\
        """
                .formatted(host);
    }
}
