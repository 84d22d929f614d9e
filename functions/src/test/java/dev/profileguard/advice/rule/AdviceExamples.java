package dev.profileguard.advice.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refused calls, and what is read after them.
final class AdviceExamples {
    static final String INSTANCE_ID = "i-0123456789abcdef0";
    static final String CURRENT = "iip-assoc-0aaaaaaaaaaaaaaaa";
    static final String ENDED = "iip-assoc-0bbbbbbbbbbbbbbbb";

    private AdviceExamples() {}

    static FailedCall ec2(
            String operation, String code, String message, Map<String, Object> request) {
        return new FailedCall("ec2.amazonaws.com", operation, code, message, "eu-west-1", request);
    }

    static FailedCall iam(
            String operation, String code, String message, Map<String, Object> request) {
        return new FailedCall("iam.amazonaws.com", operation, code, message, "us-east-1", request);
    }

    /// A launch that EC2 refuses for a value in it.
    static FailedCall launch(String message) {
        return ec2("RunInstances", "InvalidParameterValue", message, Map.of());
    }

    /// @param why as the message says which policy decided; empty: it does not
    static String denied(String action, String resource, String why) {
        return "User: arn:aws:sts::123456789012:assumed-role/ci/session is not authorized to perform: %s on resource: %s %s"
                .formatted(action, resource, why)
                .strip();
    }

    static <T> Fact<T> known(T value) {
        return new Fact.Known<>(value);
    }

    static <T> Fact<T> none() {
        return new Fact.None<>();
    }

    /// @param role null: the profile is empty
    static InstanceProfile profile(String name, @Nullable String role) {
        return new InstanceProfile(
                new ProfileName(name),
                "AIPA" + name,
                "/",
                role == null ? null : new Role(new RoleName(role), "AROA" + role, "/"),
                Tags.NONE);
    }

    static RoleDetail role(String name) {
        return new RoleDetail(
                new Role(new RoleName(name), "AROA" + name, "/"),
                "{}",
                Tags.NONE,
                null,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    static InstanceUse use(String profile) {
        return new InstanceUse(
                "eu-west-1",
                INSTANCE_ID,
                "running",
                "arn:aws:iam::123456789012:instance-profile/" + profile,
                "AIPA" + profile,
                null,
                null,
                CURRENT,
                false);
    }
}
