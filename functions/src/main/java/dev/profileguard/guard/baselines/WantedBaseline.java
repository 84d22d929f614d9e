package dev.profileguard.guard.baselines;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.Tags;
import dev.profileguard.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A baseline that somebody wants to be recorded, as an entry of an import says it.
///
/// @param path null: as it is
/// @param profileId the ID that the profile must have; null: any
/// @param tags null: as they are
/// @param provisional whether it stays, or becomes, provisional
public record WantedBaseline(
        ProfileName profile,
        @Nullable String path,
        @Nullable String profileId,
        WantedRole role,
        @Nullable Tags tags,
        boolean provisional) {
    private static final Set<String> FIELDS =
            Set.of("profile", "path", "profileId", "role", "roleId", "tags", "provisional");

    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
    private static final Pattern PATH = Pattern.compile("/|/[!-~]{1,510}/");

    private static final Pattern ID = Pattern.compile("\\w{16,128}");
    private static final int MOST_TAGS = 50;

    private static final int LONGEST_KEY = 128;

    /// Reads an entry.
    ///
    /// @param place where it is, for errors, such as `baselines[3]`
    /// @throws IllegalArgumentException with the field that is wrong
    static WantedBaseline read(String place, @Nullable Object json) {
        if (!(json instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException(place + " must be an object");
        }
        Entry entry = new Entry(place, fields);
        entry.checkFields();
        return new WantedBaseline(
                entry.profile(),
                entry.text("path", PATH, "a path of IAM, such as /team/"),
                entry.text("profileId", ID, "the ID of an instance profile"),
                entry.role(),
                entry.tags(),
                entry.isProvisional());
    }

    /// The entry again.
    ///
    /// @throws IllegalArgumentException if it is none
    public static WantedBaseline read(Map<?, ?> json) {
        return read("baseline", json);
    }

    /// The entry as JSON values.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("profile", profile.value());
        json.put("path", path);
        json.put("profileId", profileId);
        switch (role) {
            case WantedRole.AsItIs _ -> {}
            case WantedRole.None _ -> json.put("role", null);
            case WantedRole.Named(RoleName name, String id) -> {
                json.put("role", name.value());
                json.put("roleId", id);
            }
        }
        json.put("tags", tags == null ? null : tags.values());
        json.put("provisional", provisional);
        return json;
    }

    /// The fields of an entry.
    private record Entry(String place, Map<?, ?> fields) {
        void checkFields() {
            for (Object field : fields.keySet()) {
                if (!FIELDS.contains(String.valueOf(field))) {
                    throw new IllegalArgumentException(
                            "%s has the field '%s', which no baseline has"
                                    .formatted(place, VisibleText.excerpt(field)));
                }
            }
        }

        ProfileName profile() {
            if (!(fields.get("profile") instanceof String name)) {
                throw wrong("profile", "the name of an instance profile");
            }
            return named("profile", () -> new ProfileName(name));
        }

        WantedRole role() {
            String id = text("roleId", ID, "the ID of a role");
            if (fields.get("role") instanceof String name) {
                return named("role", () -> new WantedRole.Named(new RoleName(name), id));
            }
            if (fields.get("role") != null || id != null) {
                throw wrong("role", "the name of a role, or null for none; it names roleId's role");
            }
            return fields.containsKey("role") ? new WantedRole.None() : new WantedRole.AsItIs();
        }

        boolean isProvisional() {
            Object value = fields.get("provisional");
            if (value != null && !(value instanceof Boolean)) {
                throw wrong("provisional", "true or false");
            }
            return Boolean.TRUE.equals(value);
        }

        @Nullable Tags tags() {
            Object value = fields.get("tags");
            if (value == null) {
                return null;
            }
            if (!(value instanceof Map<?, ?> given) || given.size() > MOST_TAGS) {
                throw wrong("tags", "an object of at most 50 tags");
            }
            Map<String, String> tags = new LinkedHashMap<>();
            given.forEach((key, text) -> tags.put(key(key), value(text)));
            return new Tags(tags);
        }

        private String key(@Nullable Object key) {
            String text = String.valueOf(key);
            boolean isAllowed = TagKeys.valueError(text) == null;
            if (text.isEmpty() || text.length() > LONGEST_KEY || !isAllowed) {
                throw wrong("tags", "tags with keys of 1 to 128 characters that IAM allows");
            }
            return text;
        }

        private String value(@Nullable Object value) {
            if (!(value instanceof String text) || TagKeys.valueError(text) != null) {
                throw wrong("tags", "tags with values of at most 256 characters that IAM allows");
            }
            return text;
        }

        @Nullable String text(String field, Pattern pattern, String expected) {
            Object value = fields.get(field);
            if (value == null) {
                return null;
            }
            if (!(value instanceof String text) || !pattern.matcher(text).matches()) {
                throw wrong(field, expected);
            }
            return text;
        }

        private <T> T named(String field, Supplier<T> name) {
            try {
                return name.get();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s.%s: %s".formatted(place, field, e.getMessage()), e);
            }
        }

        private IllegalArgumentException wrong(String field, String expected) {
            Object found = fields.get(field);
            return new IllegalArgumentException(
                    found == null
                            ? "%s.%s must be %s".formatted(place, field, expected)
                            : "%s.%s must be %s, not '%s'"
                                    .formatted(place, field, expected, VisibleText.excerpt(found)));
        }
    }
}
