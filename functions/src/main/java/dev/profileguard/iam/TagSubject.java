package dev.profileguard.iam;

import java.util.Locale;

/// A role or profile whose tags an event is about.
public sealed interface TagSubject {
    /// Such as `role/web`.
    String subject();

    /// The same for all spellings of the name.
    default String key() {
        return subject().toLowerCase(Locale.ROOT);
    }

    /// What it is.
    TaggedType type();

    /// A role.
    record OfRole(RoleName role) implements TagSubject {
        @Override
        public String subject() {
            return role.subject();
        }

        @Override
        public TaggedType type() {
            return TaggedType.ROLE;
        }
    }

    /// An instance profile.
    record OfProfile(ProfileName profile) implements TagSubject {
        @Override
        public String subject() {
            return profile.subject();
        }

        @Override
        public TaggedType type() {
            return TaggedType.INSTANCE_PROFILE;
        }
    }
}
