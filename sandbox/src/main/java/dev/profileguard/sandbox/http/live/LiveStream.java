package dev.profileguard.sandbox.http.live;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.fault.FaultSettings;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Part;
import dev.profileguard.sandbox.timeline.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one open page gets: the account and the last entries and findings, and then what changes.
/// It reads the timeline itself, at its own speed, so nothing is kept for a slow page: that one
/// misses what the timeline no longer has.
final class LiveStream {
    /// A page shows at most this many.
    static final int MOST_ENTRIES = 5_000;

    static final int MOST_FINDINGS = 1_000;

    /// The parameters that decide what is put back.
    private static final Set<String> SHOWN =
            Set.of("GuardMode", "ProvisionMode", "TagMode", "GuardedProfiles", "TrustedPrincipals");

    private static final int CHUNK = 500;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(150);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /// After so many quiet rounds the page gets the time, which also shows whether it is gone.
    private static final int QUIET_ROUNDS = 5;

    private final Sandbox sandbox;
    private final List<String> accounts;
    private Position position;
    private @Nullable AccountPicture shown;
    private @Nullable FaultSettings faults;
    private boolean enforced;
    private int quietRounds;

    /// @param accounts all that can be shown
    LiveStream(Sandbox sandbox, List<String> accounts, Position start) {
        this.sandbox = sandbox;
        this.accounts = accounts;
        position = start;
    }

    /// Writes until the page is gone.
    void run(EventWriter writer) throws IOException, InterruptedException {
        writer.event("hello", hello());
        while (true) {
            boolean happened = sendTimeline(writer);
            boolean changed = sendAccount(writer);
            sendStatus(writer, happened || changed);
            Thread.sleep(BETWEEN_ROUNDS);
            sandbox.timeline().await(position.entries(), LONGEST_WAIT);
        }
    }

    private Map<String, @Nullable Object> hello() {
        Map<String, @Nullable Object> hello = new LinkedHashMap<>();
        hello.put("account", sandbox.account().accountId());
        hello.put("accounts", accounts);
        hello.put("continues", position.entries() > 0);
        Map<String, String> parameters = new TreeMap<>(sandbox.template().parameters());
        parameters.keySet().retainAll(SHOWN);
        hello.put("parameters", parameters);
        return hello;
    }

    private boolean sendTimeline(EventWriter writer) throws IOException {
        Timeline timeline = sandbox.timeline();
        Part<Entry> entries = timeline.entriesAfter(position.entries(), MOST_ENTRIES);
        var findings = timeline.findingsAfter(position.findings(), MOST_FINDINGS);
        Position read = new Position(position.source(), entries.last(), findings.last());
        if (read.equals(position)) {
            return false;
        }
        send(writer, "timeline", "entries", numbered(entries, LiveStream::json));
        send(writer, "findings", "findings", numbered(findings, LinkedHashMap::new));
        position = read;
        writer.position(read);
        return true;
    }

    private static void send(
            EventWriter writer, String type, String key, List<Map<String, @Nullable Object>> all)
            throws IOException {
        for (int from = 0; from < all.size(); from += CHUNK) {
            writer.event(type, Map.of(key, all.subList(from, Math.min(from + CHUNK, all.size()))));
        }
    }

    /// Each value with its number, by which a page knows it again.
    private static <T> List<Map<String, @Nullable Object>> numbered(
            Part<T> part, Function<T, Map<String, @Nullable Object>> json) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        long number = part.first();
        for (T each : part.values()) {
            Map<String, @Nullable Object> values = json.apply(each);
            values.put("number", number++);
            all.add(values);
        }
        return all;
    }

    private static Map<String, @Nullable Object> json(Entry entry) {
        Map<String, @Nullable Object> json = entry.json();
        json.put("detail", entry.detail());
        return json;
    }

    private boolean sendAccount(EventWriter writer) throws IOException {
        AccountState now = sandbox.account().latest();
        Map<String, List<ProfileUser>> users =
                ProfileUser.byProfile(sandbox.instances().overview());
        if (shown != null && shown.isOf(now, users)) {
            return false;
        }
        AccountPicture picture = AccountPicture.of(now, users);
        AccountPicture before = shown == null ? AccountPicture.EMPTY : shown;
        List<Map<String, @Nullable Object>> changed = new ArrayList<>();
        picture.changedSince(before).forEach((subject, each) -> changed.add(each.json(subject)));
        List<String> gone = picture.goneSince(before);
        shown = picture;
        boolean isNew = !changed.isEmpty() || !gone.isEmpty();
        if (isNew) {
            writer.event("gone", Map.of("subjects", gone));
            send(writer, "account", "changed", changed);
            writer.event("totals", picture.totals());
        }
        return isNew;
    }

    private void sendStatus(EventWriter writer, boolean changed) throws IOException {
        FaultSettings now = sandbox.faults().settings();
        boolean enforcedNow = sandbox.identityPolicies().enforced();
        quietRounds++;
        if (changed
                || quietRounds >= QUIET_ROUNDS
                || !now.equals(faults)
                || enforcedNow != enforced) {
            quietRounds = 0;
            faults = now;
            enforced = enforcedNow;
            Map<String, @Nullable Object> status = new LinkedHashMap<>();
            status.put("time", sandbox.clock().instant().toString());
            status.put("faults", now.json());
            status.put("enforced", enforcedNow);
            writer.event("status", status);
        }
    }
}
