package dev.profileguard.sandbox.http.live;

import dev.profileguard.sandbox.http.control.Controls;
import dev.profileguard.sandbox.http.message.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A file of the page. Its style and its shapes are those of the report of `guard rehearse`. A
/// browser loads nothing but these files, and runs no other script.
///
/// https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/trusted-types/
enum PageFile {
    PAGE("", "live.html", "text/html"),
    ICON("icon.svg", "icon.svg", "image/svg+xml"),
    STYLE("style.css", "/dev/profileguard/page/page.css", "text/css"),
    LIVE_STYLE("live.css", "live.css", "text/css"),
    SHAPES("shapes.js", "/dev/profileguard/page/shapes.js", "text/javascript"),
    FLOWS("flows.js", "flows.js", "text/javascript"),
    CALLS("calls.js", "calls.js", "text/javascript"),
    LIVE("live.js", "live.js", "text/javascript");

    private static final String FOLDER = Controls.PREFIX + "page/";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                    + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final String name;
    private final String resource;
    private final String type;

    PageFile(String name, String resource, String type) {
        this.name = name;
        this.resource = resource;
        this.type = type;
    }

    static boolean isPath(String path) {
        return path.startsWith(FOLDER);
    }

    /// The file at a path; the page itself is at `/`.
    static Reply reply(String path) {
        String name = path.equals("/") ? "" : path.substring(FOLDER.length());
        for (PageFile each : values()) {
            if (each.name.equals(name) && (path.equals("/") || !name.isEmpty())) {
                return each.reply();
            }
        }
        return Reply.message(404, "The page has no such file");
    }

    private Reply reply() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type + "; charset=utf-8");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", "no-cache");
        return new Reply(200, headers, content());
    }

    private String content() {
        try (InputStream file = PageFile.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(file, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
