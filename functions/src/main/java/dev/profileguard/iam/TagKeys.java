package dev.profileguard.iam;

import dev.profileguard.text.VisibleText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The limits of IAM for tags.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
public final class TagKeys {
    static final int MAX_KEY_LENGTH = 128;
    public static final int MAX_VALUE_LENGTH = 256;

    /// The number of tags that IAM allows on one role or profile.
    public static final int MAX_TAGS = 50;

    static final String CHARACTERS = "letters, digits, spaces and _.:/=+-@";

    private static final String ALLOWED = "\\p{L}\\p{Z}\\p{N}_.:/=+\\-@";
    private static final Pattern TEXT = Pattern.compile("[" + ALLOWED + "]*");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^" + ALLOWED + "]");

    private TagKeys() {}

    /// Whether one of these keys is this key, ignoring case.
    public static boolean contains(Collection<String> keys, String key) {
        return keys.stream().anyMatch(each -> folded(each).equals(folded(key)));
    }

    /// Parses a comma-separated list of keys. It ignores blanks around an entry and empty entries.
    ///
    /// @throws IllegalArgumentException if IAM does not allow a key, or if a key occurs twice
    public static List<String> parse(String list) {
        List<String> keys =
                Arrays.stream(list.split(",", -1))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .toList();
        for (String key : keys) {
            String error = keyError(key);
            if (error != null) {
                throw new IllegalArgumentException(
                        "has '%s', which %s".formatted(VisibleText.excerpt(key), error));
            }
            if (keys.stream().filter(key::equalsIgnoreCase).count() > 1) {
                throw new IllegalArgumentException("has %s twice".formatted(key));
            }
        }
        return keys;
    }

    /// Why IAM does not allow a key, as part of a sentence; null if IAM allows it.
    public static @Nullable String keyError(String key) {
        if (key.isBlank() || key.length() > MAX_KEY_LENGTH || !TEXT.matcher(key).matches()) {
            return "is not a valid tag key: IAM allows 1 to %d %s"
                    .formatted(MAX_KEY_LENGTH, CHARACTERS);
        }
        return isReserved(key) ? "starts with aws:, which AWS reserves" : null;
    }

    /// Why IAM does not allow a value, as part of a sentence; null if IAM allows it.
    public static @Nullable String valueError(String value) {
        return value.length() > MAX_VALUE_LENGTH || !TEXT.matcher(value).matches()
                ? "is not a valid tag value: IAM allows at most %d %s"
                        .formatted(MAX_VALUE_LENGTH, CHARACTERS)
                : null;
    }

    /// Makes a value that IAM allows: replaces other characters by `_` and cuts the text to 256
    /// characters.
    public static String nearestValue(String text) {
        String allowed = NOT_ALLOWED.matcher(text).replaceAll("_");
        if (allowed.length() <= MAX_VALUE_LENGTH) {
            return allowed;
        }
        boolean inPair = Character.isHighSurrogate(allowed.charAt(MAX_VALUE_LENGTH - 1));
        return allowed.substring(0, inPair ? MAX_VALUE_LENGTH - 1 : MAX_VALUE_LENGTH);
    }

    /// Whether only AWS may set tags with this key.
    static boolean isReserved(String key) {
        return folded(key).startsWith("aws:");
    }

    /// The key in lower case: the same for all spellings of the key.
    public static String folded(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    /// The keys of these tags that equal this key in any case, in the order of the tags.
    public static List<String> spellings(Tags tags, String key) {
        return tags.values().keySet().stream()
                .filter(found -> folded(found).equals(folded(key)))
                .toList();
    }

    /// The value of this key. If there is no tag with exactly this key, the value of the first tag
    /// whose key differs only in case; null if there is none.
    public static @Nullable String anySpelling(Tags tags, String key) {
        String exact = tags.get(key);
        List<String> spellings = spellings(tags, key);
        return exact != null || spellings.isEmpty() ? exact : tags.get(spellings.getFirst());
    }
}
