package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.Progress;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
    /// @param complete whether every file held records
    private record Tally(int read, @Nullable Instant first, boolean complete) {}

    private RecordedCalls(List<RawRecord> records, Tally tally) {
        this.records = records.stream().sorted(BY_TIME).toList();
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
                trail.kept(), new Tally(trail.count(), trail.first(), trail.isComplete()));
    }

    /// Whether every file held records.
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
                            String recipient = record.text("recipientAccountId");
                            return recipient.isEmpty() || recipient.equals(account);
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
