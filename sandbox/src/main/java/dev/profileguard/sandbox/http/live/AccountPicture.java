package dev.profileguard.sandbox.http.live;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;

/// The account as one picture for each instance profile, and for each role in none. Service-linked
/// roles are left out: they have no profiles. An account with more than 20,000 is cut.
///
/// @param users of the profiles, by the profile's name
record AccountPicture(
        AccountState account,
        Map<String, List<ProfileUser>> users,
        Map<String, Picture> bySubject) {
    static final AccountPicture EMPTY =
            new AccountPicture(AccountState.empty(""), Map.of(), Map.of());

    private static final int MOST = 20_000;

    static AccountPicture of(AccountState account, Map<String, List<ProfileUser>> users) {
        Map<String, Picture> all = new LinkedHashMap<>();
        for (ProfileEntry profile : account.profiles().values()) {
            String role = profile.roleName();
            put(
                    all,
                    "instance-profile/" + profile.name(),
                    new Picture(
                            role == null ? null : account.roles().find(role),
                            profile,
                            users.getOrDefault(profile.name(), List.of())));
        }
        for (RoleEntry role : account.roles().values()) {
            if (!role.isServiceLinked() && account.profilesWith(role).findAny().isEmpty()) {
                put(all, "role/" + role.name(), new Picture(role, null, List.of()));
            }
        }
        return new AccountPicture(account, users, all);
    }

    private static void put(Map<String, Picture> all, String subject, Picture picture) {
        if (all.size() < MOST) {
            all.put(subject, picture);
        }
    }

    /// Whether it is of this state. States are immutable, so that a changed one is another object.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(AccountState other, Map<String, List<ProfileUser>> others) {
        return account == other && users.equals(others);
    }

    /// How many there are, those left out included.
    Map<String, Integer> totals() {
        return Map.of(
                "profiles", account.profiles().size(),
                "roles", account.roles().size(),
                "pictures", bySubject.size());
    }

    /// The pictures that are new or changed since an earlier state.
    Map<String, Picture> changedSince(AccountPicture earlier) {
        Map<String, Picture> changed = new LinkedHashMap<>();
        bySubject.forEach((subject, picture) -> {
            Picture before = earlier.bySubject.get(subject);
            if (before == null || !before.isSameAs(picture)) {
                changed.put(subject, picture);
            }
        });
        return changed;
    }

    /// What is no longer there since an earlier state.
    List<String> goneSince(AccountPicture earlier) {
        return earlier.bySubject.keySet().stream()
                .filter(subject -> !bySubject.containsKey(subject))
                .toList();
    }

    /// A role, the profile that it is in, and what uses the profile.
    record Picture(
            @Nullable RoleEntry role, @Nullable ProfileEntry profile, List<ProfileUser> users) {
        /// Entries are immutable, so that a changed one is another object.
        @SuppressWarnings("ReferenceEquality")
        boolean isSameAs(Picture other) {
            return role == other.role && profile == other.profile && users.equals(other.users);
        }

        Map<String, @Nullable Object> json(String subject) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("subject", subject);
            json.put("role", role == null ? null : role.name());
            json.put("profile", profile == null ? null : profile.name());
            json.put("roleTags", role == null ? Map.of() : tags(role.role().tags()));
            json.put("profileTags", profile == null ? Map.of() : tags(profile.profile().tags()));
            json.put("users", users.stream().map(ProfileUser::text).toList());
            return json;
        }

        private static Map<String, String> tags(List<Tag> tags) {
            Map<String, String> map = new LinkedHashMap<>();
            tags.forEach(tag -> map.put(tag.key(), tag.value()));
            return map;
        }
    }
}
