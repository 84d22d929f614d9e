package dev.profileguard.lambda.rehearsal;

import static dev.profileguard.lambda.rehearsal.MemoryAws.Answer.xml;

import dev.profileguard.lambda.rehearsal.MemoryAws.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answers of IAM, and of EC2 about instances: there are none. Every role exists and trusts
/// EC2. A profile exists from its creation on.
final class MemoryIam {
    private static final String ID = "AAAAAAAAAAAAAAAAA";
    private static final String CREATED = "2026-01-01T00:00:00Z";
    private static final String TRUST =
            URLEncoder.encode(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
                    StandardCharsets.UTF_8);

    /// The role in each profile; an empty text: none.
    private final Map<String, String> profiles = new HashMap<>();

    /// Lets a profile exist.
    ///
    /// @param role null: it contains none
    void put(String profile, @Nullable String role) {
        profiles.put(profile, role == null ? "" : role);
    }

    /// Lets no profile of the name exist.
    void remove(String profile) {
        profiles.remove(profile);
    }

    /// The role in a profile; null: none, or no such profile.
    @Nullable String role(String profile) {
        String role = profiles.get(profile);
        return role == null || role.isEmpty() ? null : role;
    }

    Answer answer(Map<String, String> request) {
        String action = request.getOrDefault("Action", "");
        String name = request.getOrDefault("InstanceProfileName", "");
        String role = request.getOrDefault("RoleName", "");
        return switch (action) {
            case "GetInstanceProfile" ->
                    profiles.containsKey(name)
                            ? result(
                                    action,
                                    "<InstanceProfile>" + profile(name) + "</InstanceProfile>")
                            : missing(name);
            case "CreateInstanceProfile" -> {
                put(name, null);
                yield result(action, "<InstanceProfile>" + profile(name) + "</InstanceProfile>");
            }
            case "DeleteInstanceProfile" -> {
                remove(name);
                yield done(action);
            }
            case "AddRoleToInstanceProfile" -> {
                put(name, role);
                yield done(action);
            }
            case "RemoveRoleFromInstanceProfile" -> {
                put(name, null);
                yield done(action);
            }
            case "GetRole" -> result(action, "<Role>" + role(role, TRUST) + "</Role>");
            case "ListInstanceProfilesForRole" -> result(action, holders(role));
            case "DescribeRegions" ->
                    xml(
                            200,
                            "<DescribeRegionsResponse><regionInfo><item><regionName>us-east-1</regionName>"
                                + "</item></regionInfo></DescribeRegionsResponse>");
            default -> action.startsWith("List") ? result(action, EMPTY_LISTS) : done(action);
        };
    }

    private static final String EMPTY_LISTS =
            "<AttachedPolicies/><PolicyNames/><IsTruncated>false</IsTruncated>";

    private String holders(String role) {
        StringBuilder members = new StringBuilder();
        profiles.forEach((name, held) -> {
            if (held.equals(role)) {
                members.append("<member>").append(profile(name)).append("</member>");
            }
        });
        return "<InstanceProfiles>"
                + members
                + "</InstanceProfiles><IsTruncated>false</IsTruncated>";
    }

    private String profile(String name) {
        String role = role(name);
        return "<Path>/</Path><InstanceProfileName>%s</InstanceProfileName><InstanceProfileId>AIPA%s</InstanceProfileId><Arn>arn:aws:iam::%s:instance-profile/%s</Arn><CreateDate>%s</CreateDate><Roles>%s</Roles><Tags/>"
                .formatted(
                        name,
                        ID,
                        RehearsedEvents.ACCOUNT,
                        name,
                        CREATED,
                        role == null ? "" : "<member>" + role(role, TRUST) + "</member>");
    }

    private static String role(String name, String trust) {
        return "<Path>/</Path><RoleName>%s</RoleName><RoleId>AROA%s</RoleId><Arn>arn:aws:iam::%s:role/%s</Arn><CreateDate>%s</CreateDate><AssumeRolePolicyDocument>%s</AssumeRolePolicyDocument><MaxSessionDuration>3600</MaxSessionDuration>"
                .formatted(name, ID, RehearsedEvents.ACCOUNT, name, CREATED, trust);
    }

    private static Answer result(String action, String content) {
        return xml(
                200,
                "<%1$sResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></%1$sResponse>"
                        .formatted(action, content));
    }

    private static Answer done(String action) {
        return xml(
                200,
                "<%1$sResponse><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></%1$sResponse>"
                        .formatted(action));
    }

    private static Answer missing(String name) {
        return xml(
                404,
                "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>Instance Profile %s cannot be found.</Message></Error><RequestId>rehearsal</RequestId></ErrorResponse>"
                        .formatted(name));
    }
}
