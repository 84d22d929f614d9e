package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;

/// Finds the refused calls in a text.
///
/// It looks for the forms in which tools print errors, and for the sentences that AWS says, in the
/// text without spaces, and puts together what belongs to one failure.
public final class FailureReader {
    /// The number of failures after which the search ends.
    public static final int MOST = 2_000;

    private static final List<Sentence> SENTENCES = Sentences.all();

    private final LogText log;
    private final CompactText compact;

    private FailureReader(String text) {
        log = LogText.of(text);
        compact = new CompactText(log.text());
    }

    /// The refused calls in a text, in their order: the first [#MOST].
    public static List<RecognisedFailure> read(String text) {
        return new FailureReader(text).failures();
    }

    private List<RecognisedFailure> failures() {
        List<Printed> printed = printed();
        List<RecognisedFailure> failures = new ArrayList<>();
        Region region = new Region(log.text());
        int floor = 0;
        for (int i = 0; i < printed.size(); i++) {
            int next =
                    i + 1 < printed.size() ? printed.get(i + 1).start() : compact.text().length();
            floor = Math.min(floor, printed.get(i).start());
            failures.add(new Assembly(log, compact, region, printed.get(i), floor, next).failure());
            floor = printed.get(i).end();
        }
        return failures;
    }

    private List<Printed> printed() {
        List<Part> parts = new ArrayList<>(marks());
        parts.addAll(spoken());
        parts.sort(Comparator.comparingInt(Part::start));
        List<Printed> all = new ArrayList<>();
        for (Part part : parts) {
            boolean taken = !all.isEmpty() && all.getLast().takes(part);
            if (!taken && all.size() == MOST) {
                break;
            }
            if (!taken) {
                all.add(new Printed(part));
            }
        }
        return all;
    }

    /// All marks that are not a part of a longer one.
    private List<Mark> marks() {
        List<Mark> all = new ArrayList<>();
        for (Form form : Form.values()) {
            all.addAll(form.in(compact, MOST));
        }
        all.sort(
                Comparator.comparingInt(Mark::start)
                        .thenComparing(Mark::end, Comparator.reverseOrder()));
        List<Mark> outermost = new ArrayList<>();
        int end = -1;
        for (Mark mark : all) {
            if (mark.start() >= end) {
                outermost.add(mark);
                end = mark.end();
            }
        }
        return outermost;
    }

    /// All sentences. Where two overlap, it is the one that is looked for first.
    private List<Spoken> spoken() {
        String lower = compact.text().toLowerCase(Locale.ROOT);
        NavigableMap<Integer, Spoken> found = new TreeMap<>();
        for (Sentence sentence : SENTENCES) {
            if (lower.contains(sentence.literal())) {
                find(sentence, found);
            }
        }
        for (Spoken existing : Existing.in(log.text(), compact)) {
            add(existing, found);
        }
        return List.copyOf(found.values());
    }

    private void find(Sentence sentence, NavigableMap<Integer, Spoken> found) {
        Matcher match = sentence.pattern().matcher(compact.text());
        int from = 0;
        int count = 0;
        while (count < MOST && match.find(from)) {
            boolean whole = compact.startsWord(match.start()) && sentence.hasWords(compact, match);
            if (whole) {
                Map<String, String> values = sentence.values(compact, match);
                add(new Spoken(match.start(), match.end(), sentence, values), found);
                count++;
            }
            from = whole ? match.end() : match.start() + 1;
        }
    }

    private static void add(Spoken spoken, NavigableMap<Integer, Spoken> found) {
        Map.Entry<Integer, Spoken> before = found.floorEntry(spoken.end() - 1);
        if (before == null || before.getValue().end() <= spoken.start()) {
            found.put(spoken.start(), spoken);
        }
    }
}
