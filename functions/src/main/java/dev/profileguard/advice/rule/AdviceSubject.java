package dev.profileguard.advice.rule;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;

/// What a refused call is about.
public final class AdviceSubject {
    private AdviceSubject() {}

    /// Such as `instance-profile/web`, `role/web`, `instance/i-0123456789abcdef0` or, for a call
    /// that names none of them, `call/RunInstances`.
    public static String of(FailedCall call) {
        Named named = Named.in(call);
        ProfileName profile = named.profile();
        RoleName role = named.role();
        boolean aboutRole =
                call.operation().contains("Role") && !call.operation().contains("Profile");
        if (profile != null && !(aboutRole && role != null)) {
            return profile.subject();
        }
        if (role != null) {
            return role.subject();
        }
        if (!named.instance().isEmpty()) {
            return "instance/" + named.instance();
        }
        return named.association().isEmpty()
                ? "call/" + call.operation()
                : "association/" + named.association();
    }
}
