package dev.profileguard.noderole;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.EventNames;
import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.noderole.rule.RoleCall;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the calls that changed a role among those that CloudTrail recorded.
final class RecordedRoleCalls {
    private static final Map<String, RoleCall.Type> TYPES =
            Map.of(
                    "CreateRole", RoleCall.Type.CREATED,
                    "UpdateAssumeRolePolicy", RoleCall.Type.TRUST_SET,
                    "AttachRolePolicy", RoleCall.Type.ATTACHED,
                    "DetachRolePolicy", RoleCall.Type.DETACHED);

    private RecordedRoleCalls() {}

    /// The calls about one role that succeeded, in the order of the events. Skips records that
    /// cannot be read.
    static List<RoleCall> of(RoleDetail role, List<CloudTrailEvent> events) {
        return events.stream()
                .filter(each -> each.errorCode() == null)
                .filter(each -> each.source().equals("iam.amazonaws.com"))
                .flatMap(each -> Stream.ofNullable(in(role, each)))
                .toList();
    }

    private static @Nullable RoleCall in(RoleDetail role, CloudTrailEvent event) {
        RoleCall.Type type = TYPES.get(event.name());
        try {
            return type != null && EventNames.role(event.request()).equals(role.name())
                    ? new RoleCall(
                            type, policy(event), setsTrust(event, role.trustPolicy()), event.call())
                    : null;
        } catch (UnreadableEventException e) {
            return null;
        }
    }

    /// Whether the call set this trust policy, in any spelling of the same JSON.
    private static boolean setsTrust(CloudTrailEvent event, String trustPolicy) {
        for (String field : List.of("policyDocument", "assumeRolePolicyDocument")) {
            String set = event.request().optionalText(field);
            if (set != null) {
                return set.equals(trustPolicy)
                        || Json.read(field, set).equals(Json.read("The policy", trustPolicy));
            }
        }
        return false;
    }

    private static String policy(CloudTrailEvent event) {
        String arn = event.request().optionalText("policyArn");
        return arn == null ? "" : arn;
    }
}
