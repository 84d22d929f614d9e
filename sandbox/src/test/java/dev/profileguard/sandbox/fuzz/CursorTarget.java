package dev.profileguard.sandbox.fuzz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Cursors of sweeps with the right checksum, from somebody who changed their content.
final class CursorTarget implements FuzzTarget {
    private final FuzzedBackfill backfill = new FuzzedBackfill();

    @Override
    public String name() {
        return "cursor";
    }

    @Override
    public List<String> seeds() {
        return List.of(
                """
                {"run": "r-1", "part": 2, "mode": "plan", "rules": [], "names": [], "asked": null,
                 "after": "1-role/db", "again": ["role/web"], "rounds": 1, "plan": "r-1", "counts": {"guard": {"no-drift": 2}}}\
                """,
                """
                {"run": "r-1", "part": 1, "mode": "plan", "rules": ["guard"], "names": ["prod-*"],
                 "asked": null, "after": null, "again": [], "rounds": 2, "plan": null, "counts": {}}\
                """);
    }

    /// The request repeats what the cursor says.
    @Override
    public boolean accepts(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        String rules =
                text.replace(" ", "").contains("\"rules\":[\"guard\"]")
                        ? "\"rules\": [\"guard\"], \"names\": [\"prod-*\"], "
                        : "";
        return backfill.accepts(
                "{\"mode\": \"plan\", %s\"cursor\": \"%s\"}".formatted(rules, cursor(input)));
    }

    @Override
    public void close() {
        backfill.close();
    }

    private static String cursor(byte[] json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return "1.%s.%s"
                    .formatted(
                            Base64.getUrlEncoder().withoutPadding().encodeToString(json),
                            HexFormat.of().formatHex(Arrays.copyOf(digest, 8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
