package dev.profileguard.provision;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.EventNames;
import dev.profileguard.event.Extracted;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionTrigger;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the role in an event that can start ProfileProvisioner. One table maps the event's name to
/// the field with the role's name.
public final class ProvisionTriggerExtraction {
    private static final Map<String, Function<CloudTrailEvent, Extracted<ProvisionTrigger>>> IAM =
            Map.of(
                    "CreateRole", event -> roleChanged(event, "assumeRolePolicyDocument"),
                    "UpdateAssumeRolePolicy", event -> roleChanged(event, "policyDocument"),
                    "DeleteRole", ProvisionTriggerExtraction::deletion);

    private static final Map<String, Function<CloudTrailEvent, Extracted<ProvisionTrigger>>> EC2 =
            Map.of(
                    "RunInstances", ProvisionTriggerExtraction::profileMissing,
                    "AssociateIamInstanceProfile", ProvisionTriggerExtraction::profileMissing,
                    "ReplaceIamInstanceProfileAssociation",
                            ProvisionTriggerExtraction::profileMissing);

    /// CloudTrail's error code has the suffix `Exception`, which the API's does not have.
    private static final Set<String> CONFLICT = Set.of("DeleteConflictException", "DeleteConflict");

    private static final String INVALID_PARAMETER = "Client.InvalidParameterValue";

    /// `Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile
    /// name`
    private static final Pattern MISSING =
            Pattern.compile(
                    "Value \\((?<value>[^)]+)\\) for parameter \\S+ is invalid\\. Invalid IAM"
                            + " Instance Profile.*",
                    Pattern.CASE_INSENSITIVE);

    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

    private ProvisionTriggerExtraction() {}

    /// The trigger in an event.
    ///
    /// @throws UnreadableEventException with the field that is missing or not in CloudTrail's
    ///   format
    public static Extracted<ProvisionTrigger> in(CloudTrailEvent event) {
        Map<String, Function<CloudTrailEvent, Extracted<ProvisionTrigger>>> table =
                switch (event.source()) {
                    case "iam.amazonaws.com" -> IAM;
                    case "ec2.amazonaws.com" -> EC2;
                    default -> Map.of();
                };
        Function<CloudTrailEvent, Extracted<ProvisionTrigger>> row = table.get(event.name());
        return row == null
                ? new Extracted.NotForUs<>(
                        "%s of %s does not show a role without a profile"
                                .formatted(event.name(), event.source()))
                : row.apply(event);
    }

    private static Extracted<ProvisionTrigger> roleChanged(
            CloudTrailEvent event, String policyField) {
        if (event.errorCode() != null) {
            return Extracted.failed(event);
        }
        String policy = event.request().optionalText(policyField);
        return wanted(
                event,
                EventNames.role(event.request()),
                policy == null || policy.contains(HIDDEN) ? null : policy);
    }

    private static Extracted<ProvisionTrigger> deletion(CloudTrailEvent event) {
        String error = event.errorCode();
        if (error == null) {
            return new Extracted.Found<>(
                    new ProvisionTrigger.RoleDeleted(
                            EventNames.role(event.request()), event.call()));
        }
        if (!CONFLICT.contains(error)) {
            return new Extracted.NotForUs<>(
                    "DeleteRole failed with %s, which an instance profile cannot cause"
                            .formatted(error));
        }
        String message = event.errorMessage();
        if (message != null && message.contains("policies")) {
            return new Extracted.NotForUs<>("Policies prevent the role's deletion: " + message);
        }
        return new Extracted.Found<>(
                new ProvisionTrigger.DeletionRefused(
                        EventNames.role(event.request()), event.call()));
    }

    private static Extracted<ProvisionTrigger> profileMissing(CloudTrailEvent event) {
        String message = event.errorMessage();
        Matcher matcher = MISSING.matcher(message == null ? "" : message);
        if (!INVALID_PARAMETER.equals(event.errorCode()) || !matcher.matches()) {
            return new Extracted.NotForUs<>(
                    "%s did not fail because of a missing instance profile"
                            .formatted(event.name()));
        }
        RoleName role = roleNamedLike(matcher.group("value"));
        return role == null
                ? new Extracted.NotForUs<>(
                        "%s cannot be the name of a role".formatted(matcher.group("value")))
                : wanted(event, role, null);
    }

    private static @Nullable RoleName roleNamedLike(String value) {
        String name = EventNames.nameIn(value, TaggedType.INSTANCE_PROFILE);
        try {
            return new RoleName(name == null ? value : name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Extracted<ProvisionTrigger> wanted(
            CloudTrailEvent event, RoleName role, @Nullable String policy) {
        return new Extracted.Found<>(
                new ProvisionTrigger.Wanted(
                        role,
                        new Creator.Known(event.actor(), event.userAgent()),
                        event.time(),
                        policy,
                        event.call()));
    }
}
