package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What people were told about one subject by one rule, so that they are not told again: what is
/// still so, and for some time what has happened.
///
/// A notice is claimed before it is sent and told afterwards. Whoever is killed between leaves a
/// claim that counts for [#CLAIM] against others, and not at all against its own retry. In the same
/// way, what is about to be repaired is begun before the first write.
///
/// @param entries what is still so, or was claimed and not told yet
/// @param begun what somebody is about to repair and to tell, each with who that is
/// @param occurred when what has happened was told, by [Notice#key()]
/// @param version how often it was written; 0: never
public record FindingRecord(
        Rule rule,
        String subject,
        List<Entry> entries,
        List<Entry> begun,
        Map<String, Instant> occurred,
        long version) {
    /// How long a claim keeps others from sending: longer than a function runs.
    public static final Duration CLAIM = Duration.ofMinutes(5);

    /// How long an occurrence is remembered: an event can come back from a dead-letter queue for 14
    /// days.
    public static final Duration MEMORY = Duration.ofDays(15);

    /// Newest first, so many occurrences are remembered.
    public static final int MOST_OCCURRED = 200;

    /// Takes copies.
    public FindingRecord {
        entries = List.copyOf(entries);
        begun = List.copyOf(begun);
        occurred = Map.copyOf(occurred);
    }

    /// One notice.
    ///
    /// @param claim who is about to send it; null: it was sent
    public record Entry(Notice notice, @Nullable Claim claim) {}

    /// Somebody is about to send a notice.
    ///
    /// @param by the invocation: the same on its retries
    public record Claim(String by, Instant at) {
        boolean binds(String other, Instant now) {
            return !by.equals(other) && at.plus(CLAIM).isAfter(now);
        }
    }

    /// What a look leads to.
    ///
    /// @param next the record with what was claimed
    /// @param notices to be sent once that record is stored
    public record Claimed(FindingRecord next, List<Notice> notices) {
        /// Takes a copy.
        public Claimed {
            notices = List.copyOf(notices);
        }
    }

    /// Nothing was told.
    public static FindingRecord none(Rule rule, String subject) {
        return new FindingRecord(rule, subject, List.of(), List.of(), Map.of(), 0);
    }

    /// The same for every spelling of the subject's name, since IAM's names ignore case.
    public static String key(Rule rule, String subject) {
        return rule.text() + " " + subject.toLowerCase(Locale.ROOT);
    }

    /// As above, for this one.
    public String key() {
        return key(rule, subject);
    }

    /// Whether there is nothing to remember.
    public boolean isEmpty() {
        return entries.isEmpty() && begun.isEmpty() && occurred.isEmpty();
    }

    /// When all of it may be forgotten; null: something is still so.
    public @Nullable Instant expires() {
        return entries.isEmpty()
                ? Stream.concat(
                                occurred.values().stream(),
                                begun.stream().map(entry -> entry.notice().since()))
                        .max(Comparator.naturalOrder())
                        .map(newest -> newest.plus(MEMORY))
                        .orElse(null)
                : null;
    }

    /// What is to be kept of findings before the first write that they lead to, so that they are
    /// told even if whoever writes is killed before it has told them.
    ///
    /// @param by the invocation: the same on its retries
    public static List<Entry> begin(List<Finding> findings, String by, Instant now) {
        return findings.stream()
                .map(finding -> new Notice(finding.shortened(), Status.OCCURRED, now))
                .map(notice -> new Entry(notice, new Claim(by, now)))
                .toList();
    }

    /// The same without what this invocation had begun.
    public FindingRecord withdrawn(String by) {
        List<Entry> others =
                begun.stream()
                        .filter(entry -> entry.claim() != null && !entry.claim().by().equals(by))
                        .toList();
        return with(entries, others, occurred);
    }

    /// What is to be said after a look.
    ///
    /// @param by the invocation: the same on its retries
    public Claimed claim(Evaluation look, String by, Instant now) {
        NoticePlanner planner = new NoticePlanner(this, new Claim(by, now));
        planner.finish(look);
        look.findings().forEach(finding -> planner.found(finding, look.lasts(finding)));
        if (look.conclusive()) {
            planner.resolveAllBut(look.kinds());
        }
        planner.takeOver();
        return planner.claimed();
    }

    /// Once notices that were claimed by this invocation were sent.
    public FindingRecord told(Collection<Notice> sent, String by, Instant now) {
        Map<String, Instant> happened = new LinkedHashMap<>(occurred);
        List<Entry> left = new ArrayList<>();
        for (Entry entry : entries) {
            Notice notice = entry.notice();
            Claim claim = entry.claim();
            if (claim == null || !claim.by().equals(by) || !sent.contains(notice)) {
                left.add(entry);
            } else if (notice.status() == Status.OPEN) {
                left.add(new Entry(notice, null));
            } else if (notice.status() == Status.OCCURRED) {
                happened.put(notice.key(), now);
            }
        }
        return with(left, begun, remembered(happened, now));
    }

    /// The same, written once more.
    public FindingRecord written() {
        return new FindingRecord(rule, subject, entries, begun, occurred, version + 1);
    }

    FindingRecord with(
            List<Entry> nextEntries, List<Entry> nextBegun, Map<String, Instant> nextOccurred) {
        return new FindingRecord(rule, subject, nextEntries, nextBegun, nextOccurred, version);
    }

    static Map<String, Instant> remembered(Map<String, Instant> occurred, Instant now) {
        return occurred.entrySet().stream()
                .filter(each -> each.getValue().plus(MEMORY).isAfter(now))
                .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
                .limit(MOST_OCCURRED)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
