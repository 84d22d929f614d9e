package dev.profileguard.resource;

import java.util.regex.Pattern;

/// Where policies are searched. As a text, it is `keys` for the keys of all regions, `keys:REGION`
/// for those of one, `keys:REGION:MARKER` for the rest of them, `buckets` for all buckets and
/// `buckets:TOKEN` for the rest of them.
///
/// @param region of keys; empty: all regions, and for buckets
/// @param after where AWS goes on with the list; empty: at its start
public record SearchPlace(Type type, String region, String after) {
    /// All keys in all regions.
    public static final SearchPlace KEYS = new SearchPlace(Type.KEYS, "", "");

    /// All buckets.
    public static final SearchPlace BUCKETS = new SearchPlace(Type.BUCKETS, "", "");

    /// What a place may be, for error messages.
    public static final String VALID =
            "keys, keys:REGION or buckets, or what an earlier answer names to go on with";

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-\\d{1,2}");

    /// AWS's tokens have at most 1024 characters.
    ///
    /// See https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html and
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
    private static final int LONGEST_TOKEN = 1024;

    /// What is searched.
    public enum Type {
        /// KMS keys.
        KEYS("keys"),
        /// S3 buckets.
        BUCKETS("buckets");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /// The place of a text.
    ///
    /// @throws IllegalArgumentException if it is none
    public static SearchPlace of(String text) {
        String[] parts = text.split(":", 3);
        if (text.equals(Type.BUCKETS.text)) {
            return BUCKETS;
        }
        if (parts[0].equals(Type.BUCKETS.text)) {
            return new SearchPlace(
                    Type.BUCKETS, "", token(text.substring(Type.BUCKETS.text.length() + 1)));
        }
        if (!parts[0].equals(Type.KEYS.text)) {
            throw new IllegalArgumentException("It is not " + VALID);
        }
        if (parts.length == 1) {
            return KEYS;
        }
        if (!REGION.matcher(parts[1]).matches()) {
            throw new IllegalArgumentException("After keys: comes a region, such as eu-west-1");
        }
        return new SearchPlace(Type.KEYS, parts[1], parts.length == 2 ? "" : token(parts[2]));
    }

    private static String token(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TOKEN) {
            throw new IllegalArgumentException(
                    "A place to go on at has 1 to %d characters".formatted(LONGEST_TOKEN));
        }
        return text;
    }

    /// The keys of a region.
    public static SearchPlace keysIn(String region) {
        return new SearchPlace(Type.KEYS, region, "");
    }

    /// The rest of this place.
    ///
    /// @param token with which AWS goes on
    public SearchPlace from(String token) {
        return new SearchPlace(type, region, token);
    }

    /// As requests and answers contain it.
    public String text() {
        return type.text
                + (region.isEmpty() ? "" : ":" + region)
                + (after.isEmpty() ? "" : ":" + after);
    }

    /// A phrase for people, such as `keys in eu-west-1`.
    public String described() {
        return region.isEmpty() ? type.text : "%s in %s".formatted(type.text, region);
    }
}
