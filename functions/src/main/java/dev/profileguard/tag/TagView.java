package dev.profileguard.tag;

import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.tag.rule.TagComparison;
import dev.profileguard.tag.rule.TagRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows the tags of profiles and roles side by side.
record TagView(TagRules rules, IamReader reader, String requestId) {
    /// @throws IllegalArgumentException when there is no such role or profile
    Outcome of(Subject subject) {
        return switch (subject) {
            case Subject.OfProfile(ProfileName profile) -> profile(profile);
            case Subject.OfRole(RoleName role) -> role(role);
        };
    }

    private Outcome profile(ProfileName name) {
        InstanceProfile found = reader.profile(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no instance profile " + name);
        }
        Role held = found.role();
        RoleDetail role = held == null ? null : reader.role(held.name());
        String why =
                "The tags of %s and of %s"
                        .formatted(
                                found.name().subject(),
                                held == null ? "no role" : held.name().subject());
        return shown(found.name().subject(), why, beside(found, role));
    }

    private Outcome role(RoleName name) {
        RoleDetail role = reader.role(name);
        if (role == null) {
            throw new IllegalArgumentException("There is no role " + name);
        }
        List<Map<String, @Nullable Object>> profiles = new ArrayList<>();
        for (InstanceProfile holder : reader.profilesWith(name)) {
            InstanceProfile found = reader.profile(holder.name());
            if (found != null) {
                profiles.add(beside(found, role));
            }
        }
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("role", role.name().value());
        details.put("tags", new TagComparison(rules, null, role).json());
        details.put("profiles", profiles);
        String why =
                "The tags of %s and of the %d profiles that it is in"
                        .formatted(role.name().subject(), profiles.size());
        return shown(role.name().subject(), why, details);
    }

    private Map<String, @Nullable Object> beside(InstanceProfile found, @Nullable RoleDetail role) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("profile", found.name().value());
        details.put("role", role == null ? null : role.name().value());
        details.put("tags", new TagComparison(rules, found, role).json());
        return details;
    }

    private Outcome shown(String subject, String why, Map<String, @Nullable Object> details) {
        return new Outcome.Answered(
                subject, Decision.Common.SHOWN, why, List.of(), List.of(), details, requestId);
    }
}
