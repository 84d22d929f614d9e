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

/// The notices of one rule about one subject: open findings, and recent occurrences. It prevents
/// sending a notice again.
///
/// An invocation claims a notice before it sends it, and records afterwards that it was sent. If
/// the function is killed in between, the claim stays. It excludes other invocations for
/// [#CLAIM_DURATION], but not the retry of the same invocation. In the same way, an invocation
/// stores its intents before the first write.
///
/// @param entries open findings, and notices that are claimed but not sent
/// @param intents findings of repairs that were started, each with the claim of its invocation; the
///   attribute is `begun`
/// @param occurred when notices about occurrences were sent, by [Notice#key()]
/// @param version counts the writes; 0 if nothing is stored
public record FindingRecord(
        Rule rule,
        String subject,
        List<Entry> entries,
        List<Entry> intents,
        Map<String, Instant> occurred,
        long version) {
    /// How long a claim excludes other invocations: longer than the timeout of the functions.
    public static final Duration CLAIM_DURATION = Duration.ofMinutes(5);

    /// How long occurrences are stored. An event can return from a dead-letter queue for 14 days.
    public static final Duration RETENTION = Duration.ofDays(15);

    /// The maximum number of stored occurrences. Older ones are dropped first.
    public static final int MAX_OCCURRED = 200;

    /// Takes copies.
    public FindingRecord {
        entries = List.copyOf(entries);
        intents = List.copyOf(intents);
        occurred = Map.copyOf(occurred);
    }

    /// A stored notice.
    ///
    /// @param claim the invocation that is about to send it; null if it was sent
    public record Entry(Notice notice, @Nullable Claim claim) {}

    /// An invocation is about to send a notice.
    ///
    /// @param by the ID of the invocation, the same on its retries
    public record Claim(String by, Instant at) {
        boolean excludes(String other, Instant now) {
            return !by.equals(other) && at.plus(CLAIM_DURATION).isAfter(now);
        }
    }

    /// The result of claiming notices after an evaluation.
    ///
    /// @param next the record with the claims
    /// @param notices the notices to send after that record is stored
    public record Claimed(FindingRecord next, List<Notice> notices) {
        /// Takes a copy.
        public Claimed {
            notices = List.copyOf(notices);
        }
    }

    /// An empty record.
    public static FindingRecord none(Rule rule, String subject) {
        return new FindingRecord(rule, subject, List.of(), List.of(), Map.of(), 0);
    }

    /// The key of the item, in lower case, because names in IAM are case-insensitive.
    public static String key(Rule rule, String subject) {
        return rule.text() + " " + subject.toLowerCase(Locale.ROOT);
    }

    /// The key of this record's item.
    public String key() {
        return key(rule, subject);
    }

    /// Whether there is nothing to store.
    public boolean isEmpty() {
        return entries.isEmpty() && intents.isEmpty() && occurred.isEmpty();
    }

    /// Whether a finding is open, or a notice is not sent.
    public boolean isUnsettled() {
        return !entries.isEmpty() || !intents.isEmpty();
    }

    /// When the record may be deleted; null while it has open or claimed notices.
    public @Nullable Instant expires() {
        return entries.isEmpty()
                ? Stream.concat(
                                occurred.values().stream(),
                                intents.stream().map(entry -> entry.notice().since()))
                        .max(Comparator.naturalOrder())
                        .map(newest -> newest.plus(RETENTION))
                        .orElse(null)
                : null;
    }

    /// The intents to store before the first write. They are reported even if the function is
    /// killed before it reports its findings.
    ///
    /// @param by the ID of the invocation, the same on its retries
    public static List<Entry> intentsOf(List<Finding> findings, String by, Instant now) {
        return findings.stream()
                .map(finding -> new Notice(finding.shortened(), Status.OCCURRED, now))
                .map(notice -> new Entry(notice, new Claim(by, now)))
                .toList();
    }

    /// A copy without the intents of this invocation.
    public FindingRecord withoutIntents(String by) {
        List<Entry> others =
                intents.stream()
                        .filter(entry -> entry.claim() != null && !entry.claim().by().equals(by))
                        .toList();
        return with(entries, others, occurred);
    }

    /// Claims the notices to send after an evaluation.
    ///
    /// @param by the ID of the invocation, the same on its retries
    public Claimed claim(Evaluation evaluation, String by, Instant now) {
        NoticePlanner planner = new NoticePlanner(this, new Claim(by, now));
        planner.reportIntents(evaluation);
        evaluation
                .findings()
                .forEach(finding -> planner.report(finding, evaluation.staysOpen(finding)));
        if (evaluation.conclusive()) {
            planner.resolveAllBut(evaluation.unresolved());
        }
        planner.takeOverClaims();
        return planner.claimed();
    }

    /// A copy in which notices that this invocation claimed are recorded as sent.
    public FindingRecord withSent(Collection<Notice> sent, String by, Instant now) {
        Map<String, Instant> nowOccurred = new LinkedHashMap<>(occurred);
        List<Entry> remaining = new ArrayList<>();
        for (Entry entry : entries) {
            Notice notice = entry.notice();
            Claim claim = entry.claim();
            if (claim == null || !claim.by().equals(by) || !sent.contains(notice)) {
                remaining.add(entry);
            } else if (notice.status() == Status.OPEN) {
                remaining.add(new Entry(notice, null));
            } else if (notice.status() == Status.OCCURRED) {
                nowOccurred.put(notice.key(), now);
            }
        }
        return with(remaining, intents, retained(nowOccurred, now));
    }

    /// A copy with the next version.
    public FindingRecord nextVersion() {
        return new FindingRecord(rule, subject, entries, intents, occurred, version + 1);
    }

    FindingRecord with(
            List<Entry> nextEntries, List<Entry> nextIntents, Map<String, Instant> nextOccurred) {
        return new FindingRecord(rule, subject, nextEntries, nextIntents, nextOccurred, version);
    }

    static Map<String, Instant> retained(Map<String, Instant> occurred, Instant now) {
        return occurred.entrySet().stream()
                .filter(each -> each.getValue().plus(RETENTION).isAfter(now))
                .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
                .limit(MAX_OCCURRED)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
