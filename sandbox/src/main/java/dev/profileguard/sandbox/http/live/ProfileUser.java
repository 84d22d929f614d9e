package dev.profileguard.sandbox.http.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance that has an instance profile.
///
/// @param state such as `running`
/// @param role the ARN of the role whose credentials it gets now; null: it gets none
record ProfileUser(String instance, String region, String state, @Nullable String role) {
    private static final int MOST_SHOWN = 50;

    /// The instances by the name of their profile, at most 50 of each.
    ///
    /// @param instances as the control endpoint lists them
    static Map<String, List<ProfileUser>> byProfile(List<Map<String, @Nullable Object>> instances) {
        Map<String, List<ProfileUser>> users = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> each : instances) {
            if (each.get("profile") instanceof String arn) {
                List<ProfileUser> found =
                        users.computeIfAbsent(
                                arn.substring(arn.lastIndexOf('/') + 1),
                                absent -> new ArrayList<>());
                if (found.size() < MOST_SHOWN) {
                    found.add(
                            new ProfileUser(
                                    "" + each.get("instance"),
                                    "" + each.get("region"),
                                    "" + each.get("state"),
                                    (String) each.get("role")));
                }
            }
        }
        return users;
    }

    /// For people, such as `i-0123 (running, us-east-1) gets role web`.
    String text() {
        return "%s (%s, %s) gets %s"
                .formatted(
                        instance,
                        state,
                        region,
                        role == null
                                ? "no credentials"
                                : "role " + role.substring(role.lastIndexOf('/') + 1));
    }
}
