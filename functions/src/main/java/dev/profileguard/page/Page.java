package dev.profileguard.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page for a browser: one file of HTML with its style, its script and its data. It loads
/// nothing. Its content security policy permits only this script and this style, by their hashes.
/// Text from outside is in the data only, which the script puts into the page as text.
///
/// See https://www.w3.org/TR/CSP3/
public final class Page {
    /// A page has at most this many bytes. The least serious entries are left out.
    public static final int MOST_BYTES = 5_000_000;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int FRAME_BYTES = 100_000;

    private Page() {}

    /// The page as HTML, to be stored in UTF-8.
    public static String html(PageReport report) {
        return html(report, MOST_BYTES);
    }

    static String html(PageReport report, int mostBytes) {
        String style = resource("page.css");
        String script = resource("shapes.js") + resource("page.js");
        return filled(
                resource("page.html"),
                Map.of(
                        "policy",
                        policy(style, script),
                        "style",
                        style,
                        "script",
                        script,
                        "data",
                        inScript(new PageData(mostBytes - FRAME_BYTES).json(report))));
    }

    private static String policy(String style, String script) {
        return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
                .formatted(hash(style), hash(script));
    }

    /// JSON in which nothing ends or starts an element or a comment of HTML.
    ///
    /// See
    /// https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    private static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    /// The number of bytes that JSON has in a page.
    static int bytes(String json) {
        return inScript(json).getBytes(StandardCharsets.UTF_8).length;
    }

    /// The template with its placeholders replaced. A value is not searched for placeholders.
    private static String filled(String template, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                Objects.requireNonNull(values.get(found.group(1)))));
    }

    private static String hash(String content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = Page.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
