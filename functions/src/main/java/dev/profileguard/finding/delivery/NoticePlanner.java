package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.delivery.FindingRecord.Claim;
import dev.profileguard.finding.delivery.FindingRecord.Claimed;
import dev.profileguard.finding.delivery.FindingRecord.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Decides which notices an invocation sends, from its findings and the stored record.
final class NoticePlanner {
    private final FindingRecord record;
    private final Claim claim;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Entry> remaining = new ArrayList<>();
    private final Map<String, Instant> occurred;
    private final Map<String, Notice> notices = new LinkedHashMap<>();

    NoticePlanner(FindingRecord record, Claim claim) {
        this.record = record;
        this.claim = claim;
        record.entries().forEach(entry -> entries.put(entry.notice().key(), entry));
        occurred = new LinkedHashMap<>(record.occurred());
    }

    /// Reports a finding.
    ///
    /// @param staysOpen whether its problem persists
    void report(Finding full, boolean staysOpen) {
        Finding finding = full.shortened();
        if (staysOpen) {
            if (!isOpen(finding.kind())) {
                send(new Notice(finding, Status.OPEN, claim.at()));
            }
        } else if (!wasReported(finding)) {
            if (isOpen(finding.kind())) {
                occurred.put(Notice.occurrenceKey(finding), claim.at());
                resolve(finding);
            } else {
                send(new Notice(finding, Status.OCCURRED, claim.at()));
            }
        }
    }

    private boolean isOpen(Kind kind) {
        Entry entry = entries.get(kind.text());
        return entry != null && entry.notice().status() == Status.OPEN;
    }

    private boolean wasReported(Finding finding) {
        String key = Notice.occurrenceKey(finding);
        return occurred.containsKey(key) || entries.containsKey(key);
    }

    /// Reports intents that were stored but not reported: by an earlier attempt of this invocation,
    /// or by an invocation whose claim has expired. Must be called before [#report].
    void reportIntents(Evaluation evaluation) {
        for (Entry entry : record.intents()) {
            Finding finding = entry.notice().finding();
            if (staysStored(entry, evaluation)) {
                remaining.add(entry);
            } else if (!evaluation.includes(finding)
                    && !(isOwn(entry) && evaluation.replacesIntents())) {
                report(finding, false);
            }
        }
    }

    /// Whether an intent stays stored: another invocation is about to report it, or a later
    /// evaluation knows more.
    private boolean staysStored(Entry entry, Evaluation evaluation) {
        if (isOwn(entry)) {
            return !evaluation.replacesIntents() && !evaluation.conclusive();
        }
        Claim other = Objects.requireNonNull(entry.claim());
        return other.excludes(claim.by(), claim.at())
                || (!evaluation.conclusive() && isOpen(entry.notice().finding().kind()));
    }

    private boolean isOwn(Entry entry) {
        return Objects.requireNonNull(entry.claim()).by().equals(claim.by());
    }

    /// Resolves open findings of other kinds than these.
    void resolveAllBut(Set<Kind> kinds) {
        for (Entry entry : List.copyOf(entries.values())) {
            Finding finding = entry.notice().finding();
            if (entry.notice().status() == Status.OPEN && !kinds.contains(finding.kind())) {
                resolve(finding);
            }
        }
    }

    private void resolve(Finding finding) {
        Entry open = entries.get(finding.kind().text());
        if (open != null) {
            send(new Notice(finding, Status.RESOLVED, open.notice().since()));
        }
    }

    /// Sends notices that were claimed but not sent: by an earlier attempt of this invocation, or
    /// by an invocation whose claim has expired.
    void takeOverClaims() {
        for (Entry entry : List.copyOf(entries.values())) {
            Claim other = entry.claim();
            boolean own = notices.containsKey(entry.notice().key());
            if (other != null && !own && !other.excludes(claim.by(), claim.at())) {
                send(entry.notice());
            }
        }
    }

    private void send(Notice notice) {
        entries.put(notice.key(), new Entry(notice, claim));
        notices.put(notice.key(), notice);
    }

    Claimed claimed() {
        if (notices.isEmpty() && remaining.equals(record.intents())) {
            return new Claimed(record, List.of());
        }
        return new Claimed(
                record.with(
                        new ArrayList<>(entries.values()),
                        remaining,
                        FindingRecord.retained(occurred, claim.at())),
                new ArrayList<>(notices.values()));
    }
}
