package dev.profileguard.sandbox.aws.iam.identity;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/// The permissions that a call to IAM needs.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
record CallPermissions(AccountState account, IamCall call) {
    private static final String ANY = "*";

    /// One permission.
    ///
    /// @param shown the resource as error messages name it
    record Needed(AccessRequest request, String shown) {}

    List<Needed> needed() {
        List<Needed> needed = new ArrayList<>();
        Map<String, List<String>> context = context();
        needed.add(onResource(call.operation(), context));
        if (call.operation().startsWith("Create") && !tags().isEmpty()) {
            needed.add(onResource(call.operation().replaceFirst("Create", "Tag"), context));
        }
        if (call.operation().equals("AddRoleToInstanceProfile")) {
            needed.add(passRole());
        }
        return needed;
    }

    /// The role can get to any instance from there.
    private Needed passRole() {
        String role = roleArn(field("RoleName"));
        return new Needed(
                AccessRequest.toPass(
                        role, "arn:aws:ec2:*:%s:instance/*".formatted(account.accountId())),
                role);
    }

    private Needed onResource(String operation, Map<String, List<String>> context) {
        String arn = resource();
        return new Needed(new AccessRequest("iam:" + operation, arn, context), shown(arn));
    }

    /// IAM's messages name an existing resource by kind and name, and a resource to be created by
    /// its ARN.
    private String shown(String arn) {
        if (call.operation().startsWith("Create") || arn.equals(ANY)) {
            return arn;
        }
        String resource = arn.split(":", 6)[5];
        String kind = resource.substring(0, resource.indexOf('/')).replace('-', ' ');
        return kind + " " + resource.substring(resource.lastIndexOf('/') + 1);
    }

    private String resource() {
        if (!field("InstanceProfileName").isEmpty()) {
            return profileArn(field("InstanceProfileName"));
        }
        if (!field("RoleName").isEmpty()) {
            return roleArn(field("RoleName"));
        }
        if (!field("UserName").isEmpty()) {
            return userArn(field("UserName"));
        }
        if (!field("PolicyArn").isEmpty()) {
            return field("PolicyArn");
        }
        return field("PolicyName").isEmpty() ? ANY : arn("policy", path(), field("PolicyName"));
    }

    private String profileArn(String name) {
        ProfileEntry profile = account.profiles().find(name);
        return profile == null ? arn("instance-profile", path(), name) : profile.profile().arn();
    }

    private String roleArn(String name) {
        RoleEntry role = account.roles().find(name);
        return role == null ? arn("role", path(), name) : role.role().arn();
    }

    private String userArn(String name) {
        User user = account.users().find(name);
        return user == null ? arn("user", path(), name) : user.arn();
    }

    /// The path of a resource to be created.
    private String path() {
        return field("Path").isEmpty() ? "/" : field("Path");
    }

    private String arn(String kind, String path, String name) {
        return "arn:aws:iam::%s:%s%s%s".formatted(account.accountId(), kind, path, name);
    }

    private Map<String, List<String>> context() {
        Map<String, List<String>> context = new LinkedHashMap<>();
        tags().forEach(tag -> context.put("aws:RequestTag/" + tag.key(), List.of(tag.value())));
        List<String> keys = new ArrayList<>(tags().stream().map(Tag::key).toList());
        list("TagKeys").forEach(key -> keys.add(String.valueOf(key)));
        if (!keys.isEmpty()) {
            context.put("aws:TagKeys", List.copyOf(keys));
        }
        if (!field("PermissionsBoundary").isEmpty()) {
            context.put("iam:PermissionsBoundary", List.of(field("PermissionsBoundary")));
        }
        if (call.operation().startsWith("Attach") || call.operation().startsWith("Detach")) {
            context.put("iam:PolicyARN", List.of(field("PolicyArn")));
        }
        return context;
    }

    private List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        list("Tags").forEach(tag -> tags.add((Tag) tag));
        return tags;
    }

    private List<?> list(String name) {
        for (SdkField<?> field : call.request().sdkFields()) {
            if (field.memberName().equals(name)
                    && field.getValueOrDefault(call.request()) instanceof List<?> list) {
                return list;
            }
        }
        return List.of();
    }

    private String field(String name) {
        for (SdkField<?> field : call.request().sdkFields()) {
            if (field.memberName().equals(name)) {
                Object value = field.getValueOrDefault(call.request());
                return value == null ? "" : value.toString();
            }
        }
        return "";
    }
}
