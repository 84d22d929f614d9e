package dev.profileguard.iam;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What IAM allows in tags.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
public final class TagKeys {
    static final int LONGEST_KEY = 128;
    public static final int LONGEST_VALUE = 256;

    /// As many as IAM allows on one role or profile.
    public static final int MOST_TAGS = 50;

    static final String CHARACTERS = "letters, digits, spaces and _.:/=+-@";

    private static final String ALLOWED = "\\p{L}\\p{Z}\\p{N}_.:/=+\\-@";
    private static final Pattern TEXT = Pattern.compile("[" + ALLOWED + "]*");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^" + ALLOWED + "]");

    private TagKeys() {}

    /// Reads a comma-separated list of keys; blanks around an entry and empty entries do not count.
    ///
    /// @throws IllegalArgumentException saying which key is wrong, or there twice
    public static List<String> parse(String list) {
        List<String> keys =
                Arrays.stream(list.split(",", -1))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .toList();
        for (String key : keys) {
            String wrong = wrongKey(key);
            if (wrong != null) {
                throw new IllegalArgumentException("has '%s', which %s".formatted(key, wrong));
            }
            if (keys.stream().filter(key::equalsIgnoreCase).count() > 1) {
                throw new IllegalArgumentException("has %s twice".formatted(key));
            }
        }
        return keys;
    }

    /// What is wrong with a key; null: nothing.
    public static @Nullable String wrongKey(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY || !TEXT.matcher(key).matches()) {
            return "is no tag key: IAM allows 1 to %d %s".formatted(LONGEST_KEY, CHARACTERS);
        }
        return isReserved(key) ? "starts with aws:, which AWS reserves" : null;
    }

    /// What is wrong with a value; null: nothing.
    public static @Nullable String wrongValue(String value) {
        return value.length() > LONGEST_VALUE || !TEXT.matcher(value).matches()
                ? "is no tag value: IAM allows at most %d %s".formatted(LONGEST_VALUE, CHARACTERS)
                : null;
    }

    /// The nearest value that IAM allows: other characters become `_`, and what is too long is cut.
    public static String nearestValue(String text) {
        String allowed = NOT_ALLOWED.matcher(text).replaceAll("_");
        return allowed.length() <= LONGEST_VALUE ? allowed : allowed.substring(0, LONGEST_VALUE);
    }

    /// Whether AWS alone may set the tag.
    static boolean isReserved(String key) {
        return folded(key).startsWith("aws:");
    }

    /// The same for all spellings of a key.
    public static String folded(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    /// Every spelling of this key among the tags, in their order.
    public static List<String> spellings(Tags tags, String key) {
        return tags.values().keySet().stream()
                .filter(found -> folded(found).equals(folded(key)))
                .toList();
    }

    /// The value of this key in its own spelling, or else in another; null: there is none.
    public static @Nullable String anySpelling(Tags tags, String key) {
        String exact = tags.get(key);
        List<String> spellings = spellings(tags, key);
        return exact != null || spellings.isEmpty() ? exact : tags.get(spellings.getFirst());
    }
}
