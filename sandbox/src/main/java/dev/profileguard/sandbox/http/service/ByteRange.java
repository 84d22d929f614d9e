package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.http.message.Refusal;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bytes that a `Range` header requests, both ends included.
/// https://www.rfc-editor.org/rfc/rfc9110#name-range
record ByteRange(int first, int last) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,9})-(\\d{0,9})");

    /// The range of a header; null: the whole content, also for a header that cannot be parsed.
    ///
    /// @throws Refusal when there are no such bytes
    static @Nullable ByteRange of(String header, int length) {
        Matcher form = FORM.matcher(header);
        if (!form.matches() || header.equals("bytes=-")) {
            return null;
        }
        String first = form.group(1);
        String last = form.group(2);
        ByteRange range =
                first.isEmpty()
                        ? new ByteRange(Math.max(0, length - Integer.parseInt(last)), length - 1)
                        : new ByteRange(
                                Integer.parseInt(first),
                                last.isEmpty()
                                        ? length - 1
                                        : Math.min(length - 1, Integer.parseInt(last)));
        if (range.first > range.last) {
            throw new Refusal(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return range;
    }

    /// The range as `Content-Range` states it.
    String of(int length) {
        return "bytes %d-%d/%d".formatted(first, last, length);
    }

    byte[] cut(byte[] content) {
        return Arrays.copyOfRange(content, first, last + 1);
    }
}
