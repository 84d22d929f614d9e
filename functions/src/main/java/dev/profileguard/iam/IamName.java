package dev.profileguard.iam;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a role or an instance profile. Two names of a kind that differ in case alone are
/// equal, since IAM holds only one of them.
public abstract sealed class IamName permits ProfileName, RoleName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_+=,.@-]+");

    private final TaggedType type;
    private final String value;

    /// @param kind what people call it
    /// @param longest how many characters IAM allows
    /// @throws IllegalArgumentException when IAM does not allow the name, naming the kind and what
    ///   is allowed
    IamName(TaggedType type, String kind, String value, int longest) {
        if (value.length() > longest || !ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no %s name: IAM allows 1 to %d of the characters A-Z a-z 0-9 _+=,.@-"
                            .formatted(shortened(value), kind, longest));
        }
        this.type = type;
        this.value = value;
    }

    private static String shortened(String value) {
        return value.length() <= 140 ? value : value.substring(0, 140) + "...";
    }

    /// As somebody wrote it.
    public final String value() {
        return value;
    }

    /// The same for all spellings of the name.
    public final String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /// What findings and results call it, such as `instance-profile/prod-web`.
    public final String subject() {
        return type.text() + "/" + value;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof IamName name && type == name.type && key().equals(name.key());
    }

    @Override
    public final int hashCode() {
        return key().hashCode();
    }

    @Override
    public final String toString() {
        return value;
    }
}
