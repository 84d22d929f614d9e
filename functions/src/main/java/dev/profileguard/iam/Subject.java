package dev.profileguard.iam;

import dev.profileguard.text.VisibleText;
import java.util.Arrays;
import java.util.Locale;

/// A role or an instance profile of the account.
public sealed interface Subject {
    /// The name, as IAM or the caller spells it.
    IamName name();

    /// Whether it is a role or an instance profile.
    TaggedType type();

    /// The subject in findings and results, such as `role/web`.
    default String subject() {
        return type().text() + "/" + name().value();
    }

    /// [#subject()] in lower case: the same for all spellings of the name.
    default String key() {
        return subject().toLowerCase(Locale.ROOT);
    }

    /// The key by which a sweep sorts subjects. Roles come first, because a sweep may create a
    /// profile for a role. Roles and profiles are each sorted by name, ignoring case.
    default String sortKey() {
        int order =
                switch (type()) {
                    case ROLE -> 1;
                    case INSTANCE_PROFILE -> 2;
                };
        return "%d-%s".formatted(order, key());
    }

    /// A role.
    record OfRole(RoleName name) implements Subject {
        @Override
        public TaggedType type() {
            return TaggedType.ROLE;
        }
    }

    /// An instance profile.
    record OfProfile(ProfileName name) implements Subject {
        @Override
        public TaggedType type() {
            return TaggedType.INSTANCE_PROFILE;
        }
    }

    /// Parses a subject.
    ///
    /// @param text such as `role/web`
    /// @throws IllegalArgumentException if the text is neither a role nor an instance profile
    static Subject parse(String text) {
        for (TaggedType type : TaggedType.values()) {
            String prefix = type.text() + "/";
            if (text.startsWith(prefix)) {
                return of(type, text.substring(prefix.length()));
            }
        }
        throw new IllegalArgumentException(
                "'%s' is neither role/NAME nor instance-profile/NAME"
                        .formatted(VisibleText.excerpt(text)));
    }

    /// Whether the text is a role or an instance profile, such as `role/web`.
    static boolean isSubject(String text) {
        return Arrays.stream(TaggedType.values()).anyMatch(t -> text.startsWith(t.text() + "/"));
    }

    private static Subject of(TaggedType type, String name) {
        return switch (type) {
            case ROLE -> new OfRole(new RoleName(name));
            case INSTANCE_PROFILE -> new OfProfile(new ProfileName(name));
        };
    }
}
