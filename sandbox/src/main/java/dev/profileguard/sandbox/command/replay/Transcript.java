package dev.profileguard.sandbox.command.replay;

import static dev.profileguard.sandbox.terminal.Terminal.styled;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.trail.RawRecord;
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
import picocli.CommandLine.Help.Ansi.Style;

/// Prints what each function would have done about each record, and counts the records by
/// [Verdict]. A record that every function skipped takes one line.
final class Transcript {
    /// The decisions of a function that skips an event.
    private static final Set<String> NOTHING_TO_DO = Set.of("off", "not-for-us");

    private final Terminal terminal;
    private final UnaryOperator<String> display;
    private final Map<Integer, Verdict> verdicts = new HashMap<>();
    private final Set<String> reasons = new LinkedHashSet<>();

    /// The indexes of the records with a headline.
    private final Set<Integer> withHeadline = new HashSet<>();

    /// The call of the last headline; null: there is none, or it is of a delayed event.
    private @Nullable ReplayedCall current;

    /// An invocation of a function with an event.
    ///
    /// @param at the sandbox's time of the invocation
    record Invocation(ReplayedCall call, EventRoutes.Route route, Instant at) {
        private String function() {
            return route.function().logicalId();
        }
    }

    /// @param display changes each text of a function or a record before it is printed
    Transcript(Terminal terminal, UnaryOperator<String> display) {
        this.terminal = terminal;
        this.display = display;
    }

    /// Prints a remark about the replay as a whole.
    void remark(String text) {
        terminal.line(styled(display.apply(text), Style.faint));
    }

    /// Prints that the account could not be rebuilt.
    void notRebuilt(ReplayedCall call, String why) {
        printHeadline(call);
        terminal.line(
                styled(
                        "   cannot rebuild the account as it was at this record: "
                                + display.apply(why),
                        Style.faint));
    }

    /// Prints that the event waits in a queue.
    void queued(ReplayedCall call, EventRoutes.Route route) {
        if (call.caller() == null) {
            printHeadline(call);
        }
        terminal.line(
                styled(
                        "   goes to %s after %d s"
                                .formatted(route.function().logicalId(), route.delay().toSeconds()),
                        Style.faint));
    }

    /// Keeps the reason why no function received the record, for [#end].
    void skipped(ReplayedCall call, String why) {
        if (call.caller() == null) {
            reasons.add(display.apply(why));
            count(call, Verdict.SKIPPED);
        }
    }

    /// Prints, now or with [#end], that a function skipped the event.
    void skipped(Invocation invocation, String why) {
        count(invocation.call(), Verdict.SKIPPED);
        String line = "%s skips it: %s".formatted(invocation.function(), display.apply(why));
        if (isImmediate(invocation)) {
            reasons.add(line);
        } else if (invocation.call().caller() == null) {
            printHeadline(invocation);
            terminal.line("   " + line);
        }
    }

    /// Prints that a function failed.
    void failed(Invocation invocation, String why) {
        count(invocation.call(), Verdict.FAILED);
        printHeadline(invocation);
        terminal.line(
                styled(
                        "   %s fails: %s".formatted(invocation.function(), display.apply(why)),
                        Style.fg_red));
    }

    /// Prints the decision, the actions and the findings of a function.
    void result(Invocation invocation, JsonNode result) {
        String decision = result.path("decision").asText();
        if (NOTHING_TO_DO.contains(decision)) {
            skipped(invocation, result.path("why").asText());
            return;
        }
        count(invocation.call(), Verdict.HANDLED);
        printHeadline(invocation);
        terminal.line(
                Terminal.text("   " + invocation.function() + ": "),
                styled(decision, Style.fg_yellow),
                Terminal.text(". " + text(result, "why")));
        for (JsonNode action : result.path("actions")) {
            terminal.line(
                    "      %s: %s"
                            .formatted(
                                    action.path("outcome").asText(), text(action, "description")));
        }
        for (JsonNode finding : result.path("findings")) {
            terminal.line(
                    "      finding %s: %s"
                            .formatted(finding.path("kind").asText(), text(finding, "cause")));
        }
    }

    /// Completes the output about a record, except for delayed events. If nothing was printed yet,
    /// this prints one line with the reasons.
    void end(ReplayedCall call) {
        if (!withHeadline.contains(call.index())) {
            terminal.line(
                    styled(
                            "%s   %s".formatted(headline(call), String.join("; ", reasons)),
                            Style.faint));
        }
        reasons.clear();
    }

    /// Prints the counts.
    ///
    /// @param records the number of replayed records
    /// @return whether no function failed
    boolean end(int records) {
        terminal.emptyLine();
        terminal.line(
                String.format(
                        Locale.ROOT,
                        "%d records: %d handled, %d skipped with a reason, %d failed",
                        records,
                        counted(Verdict.HANDLED),
                        counted(Verdict.SKIPPED),
                        counted(Verdict.FAILED)));
        terminal.flush();
        return counted(Verdict.FAILED) == 0;
    }

    private void printHeadline(ReplayedCall call) {
        if (!call.equals(current)) {
            current = call;
            withHeadline.add(call.index());
            terminal.line(styled(headline(call), Style.bold));
            terminal.line(
                    "   by %s   (%s)"
                            .formatted(
                                    display.apply(call.record().actor()), call.record().origin()));
        }
    }

    private void printHeadline(Invocation invocation) {
        ReplayedCall call = invocation.call();
        if (invocation.route().queue() != null) {
            current = null;
            terminal.line(
                    styled(
                            "%s  %d s after %s  %s"
                                    .formatted(
                                            invocation.at().truncatedTo(ChronoUnit.SECONDS),
                                            invocation.route().delay().toSeconds(),
                                            call.record().text("eventName"),
                                            call.record().subject()),
                            Style.bold));
        } else if (call.caller() == null) {
            printHeadline(call);
        } else if (!call.equals(current)) {
            current = call;
            terminal.line(
                    "   to %s's own %s  %s:"
                            .formatted(
                                    call.caller(),
                                    call.record().text("eventName"),
                                    call.record().subject()));
        }
    }

    private boolean isImmediate(Invocation invocation) {
        return invocation.call().caller() == null && invocation.route().queue() == null;
    }

    private void count(ReplayedCall call, Verdict verdict) {
        verdicts.merge(
                call.index(), verdict, (before, now) -> before.compareTo(now) < 0 ? now : before);
    }

    private long counted(Verdict verdict) {
        return verdicts.values().stream().filter(each -> each == verdict).count();
    }

    private static String headline(ReplayedCall call) {
        RawRecord record = call.record();
        return "%s  %s  %s"
                .formatted(
                        orElse(record.text("eventTime"), "no time"),
                        orElse(record.text("eventName"), "no event name"),
                        record.subject())
                .stripTrailing();
    }

    private String text(JsonNode json, String field) {
        return display.apply(json.path(field).asText());
    }

    private static String orElse(String text, String fallback) {
        return text.isEmpty() ? fallback : text;
    }
}
