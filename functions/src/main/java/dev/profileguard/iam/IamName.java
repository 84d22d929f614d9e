package dev.profileguard.iam;

import dev.profileguard.text.VisibleText;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a role or an instance profile. Two names of the same type that differ only in case
/// are equal, because IAM does not allow both.
public abstract sealed class IamName permits ProfileName, RoleName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_+=,.@-]+");

    private final TaggedType type;
    private final String value;
    private final String key;

    /// @param kind the type in words, for errors, such as `role`
    /// @param maxLength the number of characters that IAM allows
    /// @throws IllegalArgumentException if IAM does not allow the name
    IamName(TaggedType type, String kind, String value, int maxLength) {
        if (!isValid(value, maxLength)) {
            throw new IllegalArgumentException(
                    "'%s' is not a valid %s name: IAM allows 1 to %d of the characters A-Z a-z 0-9 _+=,.@-"
                            .formatted(VisibleText.excerpt(value), kind, maxLength));
        }
        this.type = type;
        this.value = value;
        this.key = value.toLowerCase(Locale.ROOT);
    }

    static boolean isValid(String value, int maxLength) {
        return value.length() <= maxLength && ALLOWED.matcher(value).matches();
    }

    /// The name as it was written.
    public final String value() {
        return value;
    }

    /// The name in lower case: the same for all spellings of the name.
    public final String key() {
        return key;
    }

    /// The name in findings and results, such as `instance-profile/prod-web`.
    public final String subject() {
        return type.text() + "/" + value;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof IamName name && type == name.type && key.equals(name.key);
    }

    @Override
    public final int hashCode() {
        return key.hashCode();
    }

    @Override
    public final String toString() {
        return value;
    }
}
