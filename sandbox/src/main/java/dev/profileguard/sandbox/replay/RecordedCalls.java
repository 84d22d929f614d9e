package dev.profileguard.sandbox.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.Sandbox;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// CloudTrail's records of calls, in the order of their times; those without a time come last.
public final class RecordedCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<RawRecord> BY_TIME =
            Comparator.comparing(RawRecord::time, Comparator.nullsLast(Comparator.naturalOrder()));

    private final List<RawRecord> records;
    private final boolean complete;

    private RecordedCalls(List<RawRecord> records, boolean complete) {
        this.records = records.stream().sorted(BY_TIME).toList();
        this.complete = complete;
    }

    /// Reads them from files in any of the forms in which people have them.
    ///
    /// @param complain told of each file that holds none, with its name, what is wrong, and where
    public static RecordedCalls read(List<Path> files, Consumer<String> complain) {
        List<RawRecord> records = new ArrayList<>();
        boolean complete = true;
        for (Path file : files) {
            try {
                records.addAll(RecordFile.read(file));
            } catch (UnreadableFileException e) {
                complain.accept(String.valueOf(e.getMessage()));
                complete = false;
            }
        }
        return new RecordedCalls(records, complete);
    }

    /// Whether every file held records.
    public boolean isComplete() {
        return complete;
    }

    /// How many.
    public int count() {
        return records.size();
    }

    /// The same calls in another account.
    ///
    /// @param localized puts that account into a record's text in the place of the recorded one
    public RecordedCalls in(UnaryOperator<String> localized) {
        return new RecordedCalls(
                records.stream().map(record -> localized(record, localized)).toList(), complete);
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
                complete);
    }

    /// A minute before the first.
    public Instant begin() {
        return records.stream()
                .map(RawRecord::time)
                .filter(Objects::nonNull)
                .findFirst()
                .map(first -> first.minusSeconds(60))
                .orElse(Sandbox.TEST_TIME);
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
