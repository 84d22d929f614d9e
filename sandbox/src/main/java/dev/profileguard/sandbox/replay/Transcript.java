package dev.profileguard.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints what each function would have done about each record, and counts.
final class Transcript {
    private final PrintWriter out;
    private final Ansi ansi;
    private int records;
    private int acted;
    private int skipped;
    private int failed;

    Transcript(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    void record(RawRecord record) {
        records++;
        out.println(
                styled(
                        "%s  %s  %s"
                                .formatted(
                                        orElse(record.text("eventTime"), "no time"),
                                        orElse(record.text("eventName"), "no event name"),
                                        subject(record)),
                        Style.bold));
        out.println("   by %s   (%s)".formatted(record.actor(), record.file()));
    }

    void notRebuilt(String why) {
        out.println(
                styled(
                        "   the account could not be brought to where the record was: " + why,
                        Style.faint));
    }

    void skipped(String function, String why) {
        skipped++;
        out.println("   %s skips it: %s".formatted(function, why));
    }

    void failed(String function, String why) {
        failed++;
        out.println(styled("   %s fails: %s".formatted(function, why), Style.fg_red));
    }

    void result(String function, JsonNode result) {
        acted++;
        out.println(
                "   %s: %s. %s"
                        .formatted(
                                function,
                                styled(result.path("decision").asText(), Style.fg_yellow),
                                result.path("why").asText()));
        for (JsonNode action : result.path("actions")) {
            out.println(
                    "      %s: %s"
                            .formatted(
                                    action.path("outcome").asText(),
                                    action.path("description").asText()));
        }
        for (JsonNode finding : result.path("findings")) {
            out.println(
                    "      finding %s: %s"
                            .formatted(
                                    finding.path("kind").asText(), finding.path("cause").asText()));
        }
    }

    /// The counts.
    ///
    /// @return whether no function failed
    boolean end() {
        out.println();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d records: %d handled, %d skipped with a reason, %d failed",
                        records,
                        acted,
                        skipped,
                        failed));
        out.flush();
        return failed == 0;
    }

    private static String subject(RawRecord record) {
        String profile = record.parameter("instanceProfileName");
        String role = record.parameter("roleName");
        return (profile.isEmpty() ? "" : "instance-profile/" + profile + " ")
                + (role.isEmpty() ? "" : "role/" + role);
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    private String styled(String text, Style style) {
        return ansi.enabled() ? Style.on(style) + text + Style.off(style) : text;
    }
}
