package dev.profileguard.sandbox.aws.cloudtrail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A token that names the last call of a page and the lookup that it belongs to.
final class PageToken {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) (.*)", Pattern.DOTALL);

    private PageToken() {}

    static String text(long number, Lookup lookup) {
        byte[] bytes = "%d %s".formatted(number, lookup).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// @throws IllegalArgumentException when the token belongs to another lookup, or is none
    static long number(String token, Lookup lookup) {
        byte[] bytes = Base64.getDecoder().decode(token);
        Matcher form = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
        if (!form.matches() || !form.group(2).equals(lookup.toString())) {
            throw new IllegalArgumentException("The token is of another lookup");
        }
        return Long.parseLong(form.group(1));
    }
}
