package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints what each function would have done about each record, and counts. A record that no
/// function had anything to do with is one line.
final class Transcript {
    /// Decisions of functions that have nothing to do with an event.
    private static final Set<String> NOTHING_TO_DO = Set.of("off", "not-for-us");

    private final PrintWriter out;
    private final Ansi ansi;
    private final UnaryOperator<String> shown;
    private final Map<Integer, Verdict> verdicts = new HashMap<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Set<Integer> begun = new HashSet<>();
    private @Nullable ReplayedCall current;

    /// That a function was handed an event.
    ///
    /// @param at when
    record Told(ReplayedCall played, EventRoutes.Route route, Instant at) {
        private String function() {
            return route.function().logicalId();
        }
    }

    /// @param shown what is printed of a text that a function or a record gave
    Transcript(PrintWriter out, Ansi ansi, UnaryOperator<String> shown) {
        this.out = out;
        this.ansi = ansi;
        this.shown = shown;
    }

    /// Something that holds for the whole of it.
    void remark(String text) {
        out.println(styled(shown.apply(text), Style.faint));
    }

    void notRebuilt(ReplayedCall played, String why) {
        begin(played);
        out.println(
                styled(
                        "   the account could not be brought to where the record was: "
                                + shown.apply(why),
                        Style.faint));
    }

    /// The event waits in a queue.
    void waits(ReplayedCall played, EventRoutes.Route route) {
        if (played.caller() == null) {
            begin(played);
        }
        out.println(
                styled(
                        "   goes to %s after %d s"
                                .formatted(route.function().logicalId(), route.delay().toSeconds()),
                        Style.faint));
    }

    /// No function was handed the record, for this reason.
    void skipped(ReplayedCall played, String why) {
        if (played.caller() == null) {
            reasons.add(shown.apply(why));
            count(played, Verdict.SKIPPED);
        }
    }

    /// A function had nothing to do with the event.
    void skipped(Told told, String why) {
        count(told.played(), Verdict.SKIPPED);
        String line = "%s skips it: %s".formatted(told.function(), shown.apply(why));
        if (isAtOnce(told)) {
            reasons.add(line);
        } else if (told.played().caller() == null) {
            begin(told);
            out.println("   " + line);
        }
    }

    void failed(Told told, String why) {
        count(told.played(), Verdict.FAILED);
        begin(told);
        out.println(
                styled(
                        "   %s fails: %s".formatted(told.function(), shown.apply(why)),
                        Style.fg_red));
    }

    void result(Told told, JsonNode result) {
        String decision = result.path("decision").asText();
        if (NOTHING_TO_DO.contains(decision)) {
            skipped(told, result.path("why").asText());
            return;
        }
        count(told.played(), Verdict.HANDLED);
        begin(told);
        out.println(
                "   %s: %s. %s"
                        .formatted(
                                told.function(),
                                styled(decision, Style.fg_yellow),
                                text(result, "why")));
        for (JsonNode action : result.path("actions")) {
            out.println(
                    "      %s: %s"
                            .formatted(
                                    action.path("outcome").asText(), text(action, "description")));
        }
        for (JsonNode finding : result.path("findings")) {
            out.println(
                    "      finding %s: %s"
                            .formatted(finding.path("kind").asText(), text(finding, "cause")));
        }
    }

    /// All that is told of a record at its own time has been told.
    void end(ReplayedCall played) {
        if (!begun.contains(played.number())) {
            out.println(
                    styled(
                            "%s   %s".formatted(headline(played), String.join("; ", reasons)),
                            Style.faint));
        }
        reasons.clear();
    }

    /// The counts of so many records.
    ///
    /// @return whether no function failed
    boolean end(int records) {
        out.println();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d records: %d handled, %d skipped with a reason, %d failed",
                        records,
                        counted(Verdict.HANDLED),
                        counted(Verdict.SKIPPED),
                        counted(Verdict.FAILED)));
        out.flush();
        return counted(Verdict.FAILED) == 0;
    }

    private void begin(ReplayedCall played) {
        if (!played.equals(current)) {
            current = played;
            begun.add(played.number());
            out.println(styled(headline(played), Style.bold));
            out.println(
                    "   by %s   (%s)"
                            .formatted(
                                    shown.apply(played.record().actor()), played.record().from()));
        }
    }

    private void begin(Told told) {
        ReplayedCall played = told.played();
        if (told.route().queue() != null) {
            current = null;
            out.println(
                    styled(
                            "%s  %d s after %s  %s"
                                    .formatted(
                                            told.at().truncatedTo(ChronoUnit.SECONDS),
                                            told.route().delay().toSeconds(),
                                            played.record().text("eventName"),
                                            played.record().subject()),
                            Style.bold));
        } else if (played.caller() == null) {
            begin(played);
        } else if (!played.equals(current)) {
            current = played;
            out.println(
                    "   to %s's own %s  %s:"
                            .formatted(
                                    played.caller(),
                                    played.record().text("eventName"),
                                    played.record().subject()));
        }
    }

    private boolean isAtOnce(Told told) {
        return told.played().caller() == null && told.route().queue() == null;
    }

    private void count(ReplayedCall played, Verdict verdict) {
        verdicts.merge(
                played.number(),
                verdict,
                (before, now) -> before.compareTo(now) < 0 ? now : before);
    }

    private long counted(Verdict verdict) {
        return verdicts.values().stream().filter(each -> each == verdict).count();
    }

    private static String headline(ReplayedCall played) {
        RawRecord record = played.record();
        return "%s  %s  %s"
                .formatted(
                        orElse(record.text("eventTime"), "no time"),
                        orElse(record.text("eventName"), "no event name"),
                        record.subject())
                .stripTrailing();
    }

    private String text(JsonNode json, String field) {
        return shown.apply(json.path(field).asText());
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    private String styled(String text, Style style) {
        return ansi.enabled() ? Style.on(style) + text + Style.off(style) : text;
    }
}
