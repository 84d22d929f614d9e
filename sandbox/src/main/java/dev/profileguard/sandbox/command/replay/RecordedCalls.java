package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.Progress;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// CloudTrail's records of calls, in the order of their times; those without a time come last.
public final class RecordedCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<RawRecord> BY_TIME =
            Comparator.comparing(RawRecord::time, Comparator.nullsLast(Comparator.naturalOrder()));

    private final List<RawRecord> records;
    private final Tally tally;

    /// What was read.
    ///
    /// @param read how many records
    /// @param first the earliest time; null: none has one
    /// @param complete whether every file could be read
    /// @param hasRecords whether there was a file of records, be it of none
    /// @param leftOut lines about what is no record
    private record Tally(
            int read,
            @Nullable Instant first,
            boolean complete,
            boolean hasRecords,
            List<String> leftOut) {}

    private RecordedCalls(List<RawRecord> records, Tally tally) {
        this.records = records;
        this.tally = tally;
    }

    /// Reads them from files in any of the forms in which people have them, and from folders of
    /// such files, with a bar on a terminal.
    ///
    /// @param complain told of each file that holds none, with its name, what is wrong, and where
    public static RecordedCalls read(List<Path> files, Consumer<String> complain) {
        return read(files, record -> true, complain);
    }

    /// The same without those that neither a rule of the template takes nor can have changed IAM.
    /// They are counted and not kept: a trail may be as long as it likes.
    public static RecordedCalls concerning(
            Template template, List<Path> files, Consumer<String> complain) {
        return read(files, new RecordFilter(template)::has, complain);
    }

    private static RecordedCalls read(
            List<Path> files, Predicate<RawRecord> kept, Consumer<String> complain) {
        Trail trail = new Trail(kept, complain);
        try (Progress progress = Progress.onTerminal("reading")) {
            trail.read(files, progress);
        }
        return new RecordedCalls(
                trail.kept().stream().sorted(BY_TIME).toList(),
                new Tally(
                        trail.count(),
                        trail.first(),
                        trail.isComplete(),
                        trail.hasRecords(),
                        trail.leftOut()));
    }

    /// Tells what was left out when there is nothing else.
    ///
    /// @return whether there is any file of records, be it of none
    public boolean hasRecords(Consumer<String> complain) {
        if (!tally.hasRecords()) {
            tally.leftOut().forEach(complain);
            if (tally.complete()) {
                complain.accept("there is no record of a call in what was given");
            }
        }
        return tally.hasRecords();
    }

    /// What was left out because it is no record of a call, or was there already: a line for each
    /// kind.
    public List<String> leftOut() {
        return tally.leftOut();
    }

    /// How many records each account has, in the order in which the accounts came; those that do
    /// not tell of which they are do not count.
    public Map<String, Integer> accounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        records.stream()
                .map(RawRecord::account)
                .filter(account -> !account.isEmpty())
                .forEach(account -> counts.merge(account, 1, Integer::sum));
        return counts;
    }

    /// The account with most records, and of several such the one that came first; the sandbox's
    /// own when none tells of which it is.
    public String largestAccount() {
        String largest = "";
        int most = 0;
        for (Map.Entry<String, Integer> account : accounts().entrySet()) {
            if (account.getValue() > most) {
                largest = account.getKey();
                most = account.getValue();
            }
        }
        return largest.isEmpty() ? Stack.ACCOUNT : largest;
    }

    /// The accounts but one, with how many records each has: `111122223333 (2), ...`.
    public String accountsBut(String account) {
        return accounts().entrySet().stream()
                .filter(each -> !each.getKey().equals(account))
                .map(each -> "%s (%d)".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// Whether every file that was named, and every log in a folder, could be read.
    public boolean isComplete() {
        return tally.complete();
    }

    /// How many.
    public int count() {
        return records.size();
    }

    /// How many were read, with those that were not kept, and those of all accounts.
    public int read() {
        return tally.read();
    }

    /// The same calls in another account.
    ///
    /// @param localized puts that account into a record's text in the place of the recorded one
    public RecordedCalls in(UnaryOperator<String> localized) {
        return new RecordedCalls(
                records.stream().map(record -> localized(record, localized)).toList(), tally);
    }

    /// Those of an account, and those that do not tell of which they are.
    ///
    /// @param account twelve digits
    public RecordedCalls of(String account) {
        return new RecordedCalls(
                records.stream()
                        .filter(record -> {
                            String own = record.account();
                            return own.isEmpty() || own.equals(account);
                        })
                        .toList(),
                tally);
    }

    /// A minute before the first that was read, be it kept or not.
    public Instant begin() {
        Instant first = tally.first();
        return first == null ? Sandbox.TEST_TIME : first.minusSeconds(60);
    }

    List<RawRecord> records() {
        return records;
    }

    private static RawRecord localized(RawRecord record, UnaryOperator<String> localized) {
        try {
            String text = localized.apply(record.json().toString());
            return new RawRecord(record.from(), (ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
