package dev.profileguard.sandbox.command.demo.stage;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints the timeline's new entries, one line each.
final class Narrator {
    private static final int MOST_ROWS = 12;
    private static final Pattern READS = Pattern.compile("(Get|List|Lookup|Describe).*");
    private static final Pattern FUNCTION =
            Pattern.compile(".*:assumed-role/profile-guard-([^/]+)Role/.*");

    private final Timeline timeline;
    private final Terminal terminal;
    private final String observerArn;
    private final String function;
    private int printed;
    private int findingsBeforeScene;
    private int findingsPrinted;
    private int scenes;

    /// Prints the entries of one act.
    ///
    /// @param observerArn the ARN of the user who reads the profiles for the output; its calls are
    ///   not printed
    /// @param function the function that the act shows; the others are switched off
    Narrator(Timeline timeline, Terminal terminal, String observerArn, String function) {
        this.timeline = timeline;
        this.terminal = terminal;
        this.observerArn = observerArn;
        this.function = function;
    }

    /// Prints the heading of the act.
    void act(String function, String about, Map<String, String> parameters) {
        terminal.emptyLine();
        terminal.line(styled(function + ": " + about, Style.bold, Style.underline));
        new TreeMap<>(parameters)
                .forEach((name, value) -> terminal.line("   " + name + "=" + value));
    }

    /// Prints the heading of a scene.
    void scene(String title, String explanation) {
        findingsBeforeScene = timeline.findings().size();
        findingsPrinted = findingsBeforeScene;
        terminal.emptyLine();
        terminal.line(styled("%d. %s".formatted(++scenes, title), Style.bold));
        terminal.line("   " + explanation);
    }

    /// Prints something that the timeline does not contain.
    void remark(String text) {
        terminal.line(styled("   ... " + text, Style.faint));
    }

    /// Prints the state of a profile.
    ///
    /// @param when such as `before`
    void state(String when, String text) {
        terminal.line(text("   %-8s ".formatted(when)), styled(text, Style.fg_cyan));
    }

    /// Prints an expectation.
    void verdict(String expectation, boolean met) {
        terminal.line(
                met
                        ? styled("   ok       " + expectation, Style.fg_green)
                        : styled("   FAILED   " + expectation, Style.fg_red, Style.bold));
    }

    /// Prints what a repair took.
    void cost(RepairCost cost) {
        lines(
                List.of(
                        "time     %s by the sandbox's clock, from %s by %s to %s by %s"
                                .formatted(
                                        seconds(cost.time()),
                                        cost.change().operation(),
                                        who(cost.change().actor()),
                                        cost.repair().operation(),
                                        who(cost.repair().actor())),
                        "         (by that clock, events arrive at once and computing takes no"
                                + " time; on AWS an event takes several seconds)",
                        "         %s on this machine for the invocation"
                                .formatted(time(cost.computed())),
                        "calls    IAM: %s; EC2 in all regions: %s; DynamoDB is not counted"
                                .formatted(cost.callsTo("iam"), cost.callsTo("ec2"))));
    }

    /// Prints lines as they are.
    void lines(List<String> lines) {
        lines.forEach(line -> terminal.line("   " + line));
    }

    /// Prints a table of profiles, or its first rows.
    void profiles(List<String> rows) {
        terminal.emptyLine();
        terminal.line("   The instance profiles at the end");
        lines(rows.stream().limit(MOST_ROWS).toList());
        if (rows.size() > MOST_ROWS) {
            lines(List.of("... and %d more".formatted(rows.size() - MOST_ROWS)));
        }
    }

    /// The findings of this scene.
    List<Map<String, @Nullable Object>> findings() {
        List<Map<String, @Nullable Object>> all = timeline.findings();
        return all.subList(findingsBeforeScene, all.size());
    }

    /// Skips the entries that are not printed yet, and their findings.
    void skip() {
        printed = timeline.entries().size();
        findingsPrinted = timeline.findings().size();
    }

    /// Prints the entries since the last call.
    void printEntries() {
        List<Entry> entries = timeline.entries();
        List<Entry> newEntries = entries.subList(printed, entries.size());
        printed = entries.size();
        Entry before = null;
        for (Entry entry : newEntries) {
            if (entry.kind() == Entry.Kind.FINDING) {
                findingsPrinted++;
            }
            boolean isPrinted =
                    !observerArn.equals(entry.actor())
                            && (entry.function() == null || entry.function().equals(function));
            if (isPrinted && !isSameInAnotherRegion(entry, before)) {
                print(entry);
                before = entry;
            }
        }
        terminal.flush();
    }

    /// Functions ask EC2 in all regions with the same call.
    private static boolean isSameInAnotherRegion(Entry entry, @Nullable Entry before) {
        return before != null
                && entry.function() != null
                && Objects.equals(entry.operation(), before.operation())
                && String.valueOf(entry.operation()).startsWith("Describe");
    }

    private void print(Entry entry) {
        switch (entry.kind()) {
            case CALL -> call(entry);
            case EVENT -> event(entry);
            case EXECUTION -> line(entry, "workflow", String.valueOf(entry.outcome()));
            case INVOCATION -> invocation(entry);
            case ACTION -> {}
            case FINDING -> finding();
            case DEAD_LETTER -> line(entry, "queue", "dead letter: " + entry.outcome());
        }
    }

    private void call(Entry entry) {
        String verb = !isFunction(entry.actor()) ? "calls" : reads(entry) ? "reads" : "writes";
        String about =
                Stream.of(entry.subject(), entry.detail())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(", "));
        String on = about.isEmpty() ? "" : " (%s)".formatted(about);
        String failed = "ok".equals(entry.outcome()) ? "" : ": " + entry.outcome();
        line(entry, who(entry.actor()), "%s %s%s%s".formatted(verb, entry.operation(), on, failed));
    }

    private void event(Entry entry) {
        if (entry.operation() == null) {
            line(entry, "SQS", "a message: %s to %s".formatted(entry.outcome(), entry.function()));
            return;
        }
        String to =
                entry.function() == null
                        ? String.valueOf(entry.outcome())
                        : "delivered".equals(entry.outcome())
                                ? "goes to " + entry.function()
                                : entry.outcome() + " to " + entry.function();
        line(
                entry,
                "EventBridge",
                "%s by %s: %s".formatted(entry.operation(), who(entry.actor()), to));
    }

    private void invocation(Entry entry) {
        String ended = entry.detail() == null ? entry.outcome() : entry.detail();
        line(
                entry,
                String.valueOf(entry.function()),
                "%s [%s from event to end]".formatted(ended, time(entry.took())));
    }

    private void finding() {
        Map<String, @Nullable Object> finding = timeline.findings().get(findingsPrinted - 1);
        terminal.line(
                text("   %-8s ".formatted("finding")),
                styled(String.valueOf(finding.get("kind")), Style.fg_yellow, Style.bold),
                text(" " + finding.get("cause")));
        for (Object done : (List<?>) java.util.Objects.requireNonNull(finding.get("done"))) {
            terminal.line("              did:  " + done);
        }
        for (Object todo : (List<?>) java.util.Objects.requireNonNull(finding.get("todo"))) {
            terminal.line("              todo: " + todo);
        }
    }

    private void line(Entry entry, String who, String what) {
        terminal.line("   %s %-18s %s".formatted(clock(entry.time()), who, what));
    }

    static boolean reads(Entry entry) {
        return entry.operation() != null && READS.matcher(entry.operation()).matches();
    }

    private static boolean isFunction(@Nullable String actor) {
        return actor != null && FUNCTION.matcher(actor).matches();
    }

    static String who(@Nullable String arn) {
        if (arn == null) {
            return "somebody";
        }
        Matcher function = FUNCTION.matcher(arn);
        return function.matches()
                ? function.group(1)
                : arn.replaceFirst(".*(user|assumed-role)/", "").replaceFirst("/.*", "");
    }

    private static String clock(Instant time) {
        return time.toString().substring(11, 19);
    }

    private static String seconds(Duration time) {
        String rest =
                String.format(
                        Locale.ROOT,
                        "%.1f s",
                        time.minusMinutes(time.toMinutes()).toMillis() / 1e3);
        return time.toMinutes() == 0 ? rest : "%d min %s".formatted(time.toMinutes(), rest);
    }

    private static String time(@Nullable Duration took) {
        return took == null
                ? "?"
                : String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1_000_000.0);
    }
}
