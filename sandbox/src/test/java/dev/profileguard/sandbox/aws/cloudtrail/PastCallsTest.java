package dev.profileguard.sandbox.aws.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastCallsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");

    private static final int TIMES = 4;

    private final PastCalls calls = new PastCalls(() -> NOW);

    @ParameterizedTest
    @CsvSource({
        "EVENT_ID, e-1, e-1",
        "EVENT_NAME, TagRole, 'e-3,e-1'",
        "READ_ONLY, false, 'e-3,e-2,e-1'",
        "USER_NAME, alice, 'e-3,e-2,e-1'",
        "RESOURCE_TYPE, AWS::IAM::Role, 'e-3,e-2,e-1'",
        "RESOURCE_NAME, web, 'e-2,e-1'",
        "EVENT_SOURCE, iam.amazonaws.com, 'e-3,e-2,e-1'",
        "ACCESS_KEY_ID, AKIAALICE, 'e-3,e-2,e-1'",
        "RESOURCE_NAME, nothing, ''"
    })
    void findsByEachAttribute(Lookup.Attribute attribute, String value, String found) {
        add("e-1", "TagRole", "web", NOW.minusSeconds(30));
        add("e-2", "UntagRole", "web", NOW.minusSeconds(20));
        add("e-3", "TagRole", "batch", NOW.minusSeconds(10));

        assertThat(String.join(",", ids(lookup(attribute, value)))).isEqualTo(found);
    }

    @Test
    void findsAllWithoutAnAttribute() {
        add("e-1", "TagRole", "web", NOW.minusSeconds(30));
        add("e-2", "TagRole", "batch", NOW.minusSeconds(20));

        assertThat(ids(lookup(null, ""))).containsExactly("e-2", "e-1");
    }

    @Test
    void findsACallThatWasRecordedLate() {
        add("e-1", "TagRole", "web", NOW.minusSeconds(30));
        add("late", "TagRole", "web", NOW.minus(Duration.ofHours(2)));
        add("e-2", "TagRole", "web", NOW.minusSeconds(20));

        assertThat(ids(web(Duration.ofHours(1)))).containsExactly("e-2", "e-1");
        assertThat(ids(web(Duration.ofHours(3)))).containsExactly("e-2", "late", "e-1");
    }

    @Test
    void leavesOutWhatIsOlderThanNinetyDays() {
        add("old", "TagRole", "web", NOW.minus(Duration.ofDays(91)));
        add("e-1", "TagRole", "web", NOW.minus(Duration.ofDays(89)));

        assertThat(ids(web(Duration.ofDays(1000)))).containsExactly("e-1");
    }

    @Test
    void continuesAfterEachPage() {
        for (int i = 1; i <= 5; i++) {
            add("e-" + i, "TagRole", "web", NOW.minusSeconds(60 - i));
        }
        Lookup web = web(Duration.ofHours(1));

        PastCalls.Found first = calls.find(web, 2, null);
        add("e-6", "TagRole", "web", NOW);
        PastCalls.Found second = calls.find(web, 2, first.next());
        PastCalls.Found third = calls.find(web, 2, second.next());

        List<PastCall> all = new ArrayList<>(first.calls());
        all.addAll(second.calls());
        all.addAll(third.calls());
        assertThat(all.stream().map(PastCall::id))
                .containsExactly("e-5", "e-4", "e-3", "e-2", "e-1");
        assertThat(third.next()).isNull();
    }

    @Test
    void forgetsAll() {
        add("e-1", "TagRole", "web", NOW);

        calls.forget();

        assertThat(ids(web(Duration.ofHours(1)))).isEmpty();
        assertThat(ids(lookup(null, ""))).isEmpty();
    }

    /// Counted by what lookups allocate, a few objects for each call that they look at.
    @Test
    void looksOnlyAtTheCallsOfTheResource() {
        new PastCallsTest().allocated(100); // loads classes

        long small = new PastCallsTest().allocated(500);
        long large = new PastCallsTest().allocated(TIMES * 500);

        assertThat(large).isLessThan(small * TIMES * 3 / 2);
    }

    /// By a lookup of each of so many roles after its call.
    private long allocated(int size) {
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            add("e-" + i, "TagRole", "web-" + i, NOW);
            Lookup role = lookup(Lookup.Attribute.RESOURCE_NAME, "web-" + i);
            long before = allocatedByThread();
            int found = calls.find(role, 50, null).calls().size();
            bytes += allocatedByThread() - before;
            assertThat(found).isEqualTo(1);
        }
        return bytes;
    }

    private static long allocatedByThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private void add(String id, String call, String role, Instant time) {
        Map<String, @Nullable Object> json =
                Map.of(
                        "eventID",
                        id,
                        "eventName",
                        call,
                        "eventSource",
                        "iam.amazonaws.com",
                        "eventTime",
                        time.toString(),
                        "userIdentity",
                        Map.of(
                                "type", "IAMUser",
                                "userName", "alice",
                                "accessKeyId", "AKIAALICE"),
                        "requestParameters",
                        Map.of("roleName", role));
        calls.add(new CallRecord(id, false, json));
    }

    private List<String> ids(Lookup lookup) {
        return calls.find(lookup, 50, null).calls().stream().map(PastCall::id).toList();
    }

    private static Lookup lookup(Lookup.@Nullable Attribute attribute, String value) {
        return new Lookup(attribute, value, NOW.minus(Duration.ofDays(1)), NOW);
    }

    private static Lookup web(Duration back) {
        return new Lookup(Lookup.Attribute.RESOURCE_NAME, "web", NOW.minus(back), NOW);
    }
}
