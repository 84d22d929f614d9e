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

/// Works out what an invocation is to say, given what was said before.
final class NoticePlanner {
    private final FindingRecord record;
    private final Claim claim;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Entry> left = new ArrayList<>();
    private final Map<String, Instant> occurred;
    private final Map<String, Notice> notices = new LinkedHashMap<>();

    NoticePlanner(FindingRecord record, Claim claim) {
        this.record = record;
        this.claim = claim;
        record.entries().forEach(entry -> entries.put(entry.notice().key(), entry));
        occurred = new LinkedHashMap<>(record.occurred());
    }

    void found(Finding full, boolean lasts) {
        Finding finding = full.shortened();
        if (lasts) {
            if (!isOpen(finding.kind())) {
                send(new Notice(finding, Status.OPEN, claim.at()));
            }
        } else if (!isKnown(finding)) {
            if (isOpen(finding.kind())) {
                occurred.put(Notice.occurrence(finding), claim.at());
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

    private boolean isKnown(Finding finding) {
        String key = Notice.occurrence(finding);
        return occurred.containsKey(key) || entries.containsKey(key);
    }

    /// What was begun and not told: by an earlier attempt of this invocation, or long ago. Call it
    /// first: what the look found comes on top.
    void finish(Evaluation look) {
        for (Entry entry : record.begun()) {
            Finding finding = entry.notice().finding();
            if (isLeft(entry, look)) {
                left.add(entry);
            } else if (!look.tells(finding) && !(isOwn(entry) && look.saysAll())) {
                found(finding, false);
            }
        }
    }

    /// Whether it is not this look's to tell: somebody else is about to, or a later look can say
    /// more.
    private boolean isLeft(Entry entry, Evaluation look) {
        if (isOwn(entry)) {
            return !look.saysAll() && !look.conclusive();
        }
        Claim other = Objects.requireNonNull(entry.claim());
        return other.binds(claim.by(), claim.at())
                || (!look.conclusive() && isOpen(entry.notice().finding().kind()));
    }

    private boolean isOwn(Entry entry) {
        return Objects.requireNonNull(entry.claim()).by().equals(claim.by());
    }

    /// What was found earlier and not now is over.
    void resolveAllBut(Set<Kind> found) {
        for (Entry entry : List.copyOf(entries.values())) {
            Finding finding = entry.notice().finding();
            if (entry.notice().status() == Status.OPEN && !found.contains(finding.kind())) {
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

    /// What was claimed and not told: by an earlier attempt of this invocation, or long ago.
    void takeOver() {
        for (Entry entry : List.copyOf(entries.values())) {
            Claim other = entry.claim();
            boolean own = notices.containsKey(entry.notice().key());
            if (other != null && !own && !other.binds(claim.by(), claim.at())) {
                send(entry.notice());
            }
        }
    }

    private void send(Notice notice) {
        entries.put(notice.key(), new Entry(notice, claim));
        notices.put(notice.key(), notice);
    }

    Claimed claimed() {
        if (notices.isEmpty() && left.equals(record.begun())) {
            return new Claimed(record, List.of());
        }
        return new Claimed(
                record.with(
                        new ArrayList<>(entries.values()),
                        left,
                        FindingRecord.remembered(occurred, claim.at())),
                new ArrayList<>(notices.values()));
    }
}
