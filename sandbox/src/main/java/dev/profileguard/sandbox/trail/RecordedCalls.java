package dev.profileguard.sandbox.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.input.Progress;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// CloudTrail records, sorted by time. Records without a valid time come last.
public final class RecordedCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<RawRecord> BY_TIME =
            Comparator.comparing(RawRecord::time, Comparator.nullsLast(Comparator.naturalOrder()));

    private final List<RawRecord> records;
    private final Tally tally;

    /// What was read from the files.
    ///
    /// @param read the number of records, with those that the filter dropped
    /// @param start the earliest time of these; null: none has a time
    /// @param complete whether every file could be read
    /// @param hasRecords whether at least one file is a file of records, perhaps an empty one
    /// @param leftOut messages about duplicates and content that is not a record
    private record Tally(
            int read,
            @Nullable Instant start,
            boolean complete,
            boolean hasRecords,
            List<String> leftOut) {}

    private RecordedCalls(List<RawRecord> records, Tally tally) {
        this.records = records;
        this.tally = tally;
    }

    /// Reads the records of files and folders. On a terminal, a bar shows the progress.
    ///
    /// @param onError receives a message for each file that cannot be read: its name, the place and
    ///   the reason
    public static RecordedCalls read(List<Path> files, Consumer<String> onError) {
        return read(files, record -> true, onError);
    }

    /// Reads the records that a rule of the template matches or that may have changed IAM. Other
    /// records are counted, but not kept in memory, so a trail may be of any length.
    ///
    /// @param onError receives a message for each file that cannot be read
    public static RecordedCalls concerning(
            Template template, List<Path> files, Consumer<String> onError) {
        return read(files, new RecordFilter(template)::accepts, onError);
    }

    /// Reads the records of calls that failed. Other records are counted, but not kept in memory.
    ///
    /// @param onError receives a message for each file that cannot be read
    public static RecordedCalls failed(List<Path> files, Consumer<String> onError) {
        return read(files, RawRecord::failed, onError);
    }

    private static RecordedCalls read(
            List<Path> files, Predicate<RawRecord> filter, Consumer<String> onError) {
        TrailReader reader = new TrailReader(filter, onError);
        try (Progress progress = Progress.onTerminal("reading")) {
            reader.read(files, progress);
        }
        return new RecordedCalls(
                reader.kept().stream().sorted(BY_TIME).toList(),
                new Tally(
                        reader.count(),
                        reader.start(),
                        reader.isComplete(),
                        reader.hasRecords(),
                        reader.leftOut()));
    }

    /// Whether at least one file is a file of records, perhaps an empty one.
    ///
    /// @param onError if not, receives messages that say what the files contain instead
    public boolean hasRecords(Consumer<String> onError) {
        if (!tally.hasRecords()) {
            tally.leftOut().forEach(onError);
            if (tally.complete()) {
                onError.accept("the files contain no record of a call");
            }
        }
        return tally.hasRecords();
    }

    /// Messages about duplicates and content that is not a record, one line for each kind.
    public List<String> leftOut() {
        return tally.leftOut();
    }

    /// The number of records of each account, in the order in which the accounts appear. Records
    /// without an account are not counted.
    public Map<String, Integer> accounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        records.stream()
                .map(RawRecord::account)
                .filter(account -> !account.isEmpty())
                .forEach(account -> counts.merge(account, 1, Integer::sum));
        return counts;
    }

    /// The account with the most records; of several, the one that appears first; empty: no record
    /// has an account.
    public Optional<String> largestAccount() {
        String largest = null;
        int most = 0;
        for (Map.Entry<String, Integer> account : accounts().entrySet()) {
            if (account.getValue() > most) {
                largest = account.getKey();
                most = account.getValue();
            }
        }
        return Optional.ofNullable(largest);
    }

    /// All accounts except this one, each with the number of its records: `111122223333 (2), ...`.
    public String accountsExcept(String account) {
        return accounts().entrySet().stream()
                .filter(each -> !each.getKey().equals(account))
                .map(each -> "%s (%d)".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// Whether every file that the user named, and every log in a folder, could be read.
    public boolean isComplete() {
        return tally.complete();
    }

    /// The regions of the calls.
    public Set<String> regions() {
        return records.stream()
                .map(record -> record.text("awsRegion"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The number of records that are here.
    public int count() {
        return records.size();
    }

    /// The number of records that were read from the files, with those of other accounts and those
    /// that no rule matches.
    public int read() {
        return tally.read();
    }

    /// The same records with their texts changed.
    ///
    /// @param change receives and returns the JSON text of a record
    public RecordedCalls mapped(UnaryOperator<String> change) {
        return new RecordedCalls(
                records.stream().map(record -> mapped(record, change)).toList(), tally);
    }

    /// The records of one account, and those without an account.
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

    /// The earliest time of all records that were read from the files; empty: none has a time.
    public Optional<Instant> start() {
        return Optional.ofNullable(tally.start());
    }

    public List<RawRecord> records() {
        return records;
    }

    private static RawRecord mapped(RawRecord record, UnaryOperator<String> change) {
        try {
            String text = change.apply(record.json().toString());
            return new RawRecord(record.origin(), (ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
