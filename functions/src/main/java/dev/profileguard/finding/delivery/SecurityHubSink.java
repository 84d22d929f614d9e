package dev.profileguard.finding.delivery;

import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Notice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Imports findings into Security Hub. A subject has one finding there for each kind: what is found
/// again or resolved updates it, and a resolved one is archived.
///
/// See
/// https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
public final class SecurityHubSink implements FindingSink {
    /// The service takes at most 100 findings. It does not publish how large a request may be: 3 MB
    /// are more than ten findings of the largest size, 240 KB.
    private static final Batches BATCHES = new Batches(100, 3_000_000);

    private final Supplier<FindingImport> hub;
    private final Place place;
    private final InstantSource clock;

    /// @param hub created when there is something to send
    /// @param place of the stack
    public SecurityHubSink(Supplier<FindingImport> hub, Place place, InstantSource clock) {
        this.hub = hub;
        this.place = place;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "SecurityHub";
    }

    /// Of several notices about one finding, only the last is sent: the others were its state
    /// before.
    @Override
    public List<Undelivered> send(List<Notice> notices) {
        Instant now = clock.instant();
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Notice notice : notices) {
            AsffFinding finding = new AsffFinding(notice, place, now);
            entries.computeIfAbsent(finding.id(), Entry::new).add(notice, finding.json());
        }
        List<Undelivered> failed = new ArrayList<>();
        BATCHES.of(List.copyOf(entries.values()), Entry::size)
                .forEach(batch -> failed.addAll(put(batch)));
        return failed;
    }

    private List<Undelivered> put(List<Entry> batch) {
        try {
            Map<String, String> errors = hub.get().send(batch.stream().map(Entry::json).toList());
            return batch.stream()
                    .filter(entry -> errors.containsKey(entry.id))
                    .flatMap(entry ->
                            entry.notices.stream()
                                    .map(notice ->
                                            new Undelivered(
                                                    name(),
                                                    String.valueOf(errors.get(entry.id)),
                                                    notice)))
                    .toList();
        } catch (RuntimeException e) { // other batches may still succeed
            return batch.stream()
                    .flatMap(entry -> entry.notices.stream())
                    .map(notice -> new Undelivered(this, e, notice))
                    .toList();
        }
    }

    /// A finding in Security Hub, with the notices about it.
    private static final class Entry {
        private final String id;
        private final List<Notice> notices = new ArrayList<>();
        private Map<String, Object> json = Map.of();

        Entry(String id) {
            this.id = id;
        }

        void add(Notice notice, Map<String, Object> finding) {
            notices.add(notice);
            json = finding;
        }

        Map<String, Object> json() {
            return json;
        }

        int size() {
            return Json.text(json).getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
