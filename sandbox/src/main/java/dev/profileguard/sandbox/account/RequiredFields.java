package dev.profileguard.sandbox.account;

import dev.profileguard.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// Checks the fields that IAM always returns and the sandbox needs.
final class RequiredFields {
    private static final Map<Class<?>, List<String>> FIELDS =
            Map.of(
                    UserDetail.class,
                    List.of("UserName", "UserId", "Arn", "Path", "CreateDate"),
                    RoleDetail.class,
                    List.of(
                            "RoleName",
                            "RoleId",
                            "Arn",
                            "Path",
                            "CreateDate",
                            "AssumeRolePolicyDocument"),
                    Role.class,
                    List.of("RoleName", "RoleId"),
                    InstanceProfile.class,
                    List.of(
                            "InstanceProfileName",
                            "InstanceProfileId",
                            "Arn",
                            "Path",
                            "CreateDate"),
                    ManagedPolicyDetail.class,
                    List.of(
                            "PolicyName",
                            "PolicyId",
                            "Arn",
                            "Path",
                            "DefaultVersionId",
                            "CreateDate",
                            "PolicyVersionList"),
                    PolicyVersion.class,
                    List.of("VersionId", "Document", "CreateDate"),
                    PolicyDetail.class,
                    List.of("PolicyName", "PolicyDocument"),
                    AttachedPolicy.class,
                    List.of("PolicyArn"),
                    Tag.class,
                    List.of("Key", "Value"));

    private RequiredFields() {}

    /// Checks one entry.
    ///
    /// @throws AccountFileException when a field is missing; the message names it
    static void check(SdkPojo shape, SourceLocation place) {
        for (String field : FIELDS.getOrDefault(shape.getClass(), List.of())) {
            Object value = value(shape, field);
            if (value == null || value instanceof SdkAutoConstructList) {
                throw AccountFileException.at(place, field + " is missing" + name(shape));
            }
        }
    }

    private static @Nullable Object value(SdkPojo shape, String name) {
        SdkField<?> field = shape.sdkFieldNameToField().get(name);
        return field == null ? null : field.getValueOrDefault(shape);
    }

    /// The name of the entry in parentheses; empty: it has none.
    private static String name(SdkPojo shape) {
        return FIELDS.getOrDefault(shape.getClass(), List.of()).stream()
                .filter(field -> field.endsWith("Name"))
                .map(field -> value(shape, field))
                .filter(Objects::nonNull)
                .findFirst()
                .map(name -> " (%s)".formatted(VisibleText.excerpt(name)))
                .orElse("");
    }
}
