package dev.profileguard.iam;

import java.util.regex.Pattern;

/// The one rule for names that IAM has, apart from their length.
final class IamName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_+=,.@-]+");

    private IamName() {}

    /// Returns the name when IAM allows it.
    ///
    /// @throws IllegalArgumentException naming the kind of name and what is allowed
    static String checked(String kind, String value, int longest) {
        if (value.length() > longest || !ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no %s name: IAM allows 1 to %d of the characters A-Z a-z 0-9 _+=,.@-"
                            .formatted(shortened(value), kind, longest));
        }
        return value;
    }

    private static String shortened(String value) {
        return value.length() <= 140 ? value : value.substring(0, 140) + "...";
    }
}
