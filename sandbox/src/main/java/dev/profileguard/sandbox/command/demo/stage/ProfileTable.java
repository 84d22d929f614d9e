package dev.profileguard.sandbox.command.demo.stage;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

/// Formats instance profiles for people.
final class ProfileTable {
    private static final String ROW = "%-19s  %-21s  %-10s  %-21s  %s";

    private ProfileTable() {}

    /// One profile on one line.
    static String line(InstanceProfile profile) {
        return "%s (%s) has %s%s"
                .formatted(
                        profile.instanceProfileName(),
                        profile.instanceProfileId(),
                        profile.hasRoles() && !profile.roles().isEmpty()
                                ? "%s (%s)"
                                        .formatted(
                                                profile.roles().getFirst().roleName(),
                                                profile.roles().getFirst().roleId())
                                : "no role",
                        profile.tags().isEmpty() ? "" : ", tagged " + tags(profile));
    }

    /// All profiles, one on each line, under a heading.
    static List<String> rows(List<InstanceProfile> profiles) {
        List<String> rows = new java.util.ArrayList<>();
        rows.add(ROW.formatted("PROFILE", "PROFILE ID", "ROLE", "ROLE ID", "TAGS"));
        profiles.forEach(profile -> rows.add(row(profile).stripTrailing()));
        return rows;
    }

    private static String row(InstanceProfile profile) {
        boolean empty = profile.roles().isEmpty();
        return ROW.formatted(
                profile.instanceProfileName(),
                profile.instanceProfileId(),
                empty ? "-" : profile.roles().getFirst().roleName(),
                empty ? "-" : profile.roles().getFirst().roleId(),
                tags(profile));
    }

    private static String tags(InstanceProfile profile) {
        return profile.tags().stream().map(ProfileTable::tag).collect(Collectors.joining(","));
    }

    private static String tag(Tag tag) {
        return tag.key() + "=" + tag.value();
    }
}
