package dev.profileguard.sandbox.aws.iam.request;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The constraint of a parameter, as [the API
/// reference](https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html) states it.
sealed interface Constraint {
    /// A tag's key, as IAM's messages print the pattern.
    String TAG_KEY = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+";

    /// A tag's value.
    String TAG_VALUE = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";

    /// The text after "failed to satisfy constraint: " in IAM's error; null: the value satisfies
    /// it.
    @Nullable String violation(Object value);

    /// A text of a limited length that matches a pattern.
    record Text(int min, int max, String pattern) implements Constraint {
        @Override
        public @Nullable String violation(Object value) {
            String text = (String) value;
            if (text.length() < min) {
                return "Member must have length greater than or equal to " + min;
            }
            if (text.length() > max) {
                return "Member must have length less than or equal to " + max;
            }
            return Pattern.matches(pattern, text)
                    ? null
                    : "Member must satisfy regular expression pattern: " + pattern;
        }

        static Text ofLength(int min, int max) {
            return new Text(min, max, "(?s).*");
        }
    }

    /// A whole number between two others.
    record Count(int min, int max) implements Constraint {
        @Override
        public @Nullable String violation(Object value) {
            int number = (Integer) value;
            if (number < min) {
                return "Member must have value greater than or equal to " + min;
            }
            return number > max ? "Member must have value less than or equal to " + max : null;
        }
    }

    /// One of some words.
    record Word(List<String> words) implements Constraint {
        static Word of(String... words) {
            return new Word(Arrays.asList(words));
        }

        @Override
        public @Nullable String violation(Object value) {
            return words.contains(value) ? null : "Member must satisfy enum value set: " + words;
        }
    }

    /// A list of a limited length whose members all satisfy the same constraint. IAM reports one
    /// error for all members.
    record ListOf(int max, Constraint each, String message) implements Constraint {
        @Override
        public @Nullable String violation(Object value) {
            List<?> list = (List<?>) value;
            if (list.size() > max) {
                return "Member must have length less than or equal to " + max;
            }
            boolean valid = list.stream().allMatch(each::isSatisfiedBy);
            return valid ? null : "Member must satisfy constraint: [" + message + "]";
        }
    }

    /// The number of tags. [RequestCheck] checks each tag.
    record Tags(int max) implements Constraint {
        static final Text KEY = new Text(1, 128, TAG_KEY);
        static final Text VALUE = new Text(0, 256, TAG_VALUE);

        @Override
        public @Nullable String violation(Object value) {
            List<?> tags = (List<?>) value;
            return tags.size() > max
                    ? "Member must have length less than or equal to " + max
                    : null;
        }
    }

    private boolean isSatisfiedBy(@Nullable Object value) {
        return value != null && violation(value) == null;
    }
}
