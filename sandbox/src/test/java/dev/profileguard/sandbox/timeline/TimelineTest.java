package dev.profileguard.sandbox.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a reader of the timeline gets.
class TimelineTest {
    private final Timeline timeline = new Timeline();

    @Test
    void returnsWhatWasAddedAfterANumber() {
        IntStream.rangeClosed(1, 5).forEach(this::add);

        Part<Entry> part = timeline.entriesAfter(3, 100);

        assertThat(operations(part)).containsExactly("call 4", "call 5");
        assertThat(part.first()).isEqualTo(4);
        assertThat(part.last()).isEqualTo(5);
    }

    @Test
    void returnsTheLatestIfThereAreMoreThanWanted() {
        IntStream.rangeClosed(1, 5).forEach(this::add);

        Part<Entry> part = timeline.entriesAfter(0, 2);

        assertThat(operations(part)).containsExactly("call 4", "call 5");
        assertThat(part.first()).isEqualTo(4);
    }

    @Test
    void returnsNothingAfterTheLast() {
        add(1);

        assertThat(timeline.entriesAfter(1, 100).values()).isEmpty();
        assertThat(timeline.entriesAfter(7, 100)).isEqualTo(new Part<>(List.of(), 1));
    }

    @Test
    void numbersEntriesAfterOldOnesAreForgotten() {
        IntStream.rangeClosed(1, 100_002).forEach(this::add);

        assertThat(timeline.entriesAfter(0, Integer.MAX_VALUE).first()).isEqualTo(3);
        assertThat(operations(timeline.entriesAfter(100_001, 10))).containsExactly("call 100002");
    }

    @Test
    void numbersFindingsOnTheirOwn() {
        add(1);
        timeline.addFinding(Map.of("kind", "role-reverted"));

        assertThat(timeline.findingsAfter(0, 10).last()).isEqualTo(1);
    }

    @Test
    void wakesAReaderThatWaits() throws InterruptedException {
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                timeline.await(0, Duration.ofMinutes(5));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        add(1);

        assertThat(reader.join(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void givesWhatAFunctionDoesTheIdOfItsInvocation() {
        Timeline.during(
                "request-1",
                () -> {
                    timeline.add(call("GetRole").in("TagEnforcer", "event-1"));
                    timeline.add(call("CreateRole"));
                    timeline.add(
                            Entry.of(Instant.EPOCH, Entry.Kind.EVENT).in("TagEnforcer", "event-1"));
                    return "";
                });
        timeline.add(call("GetRole").in("TagEnforcer", "event-2"));

        assertThat(timeline.entries())
                .extracting(Entry::requestId)
                .containsExactly("request-1", null, null, null);
        assertThat(timeline.entries().getFirst().json()).containsEntry("requestId", "request-1");
    }

    private void add(int number) {
        timeline.add(call("call " + number));
    }

    private static Entry call(String operation) {
        return Entry.of(Instant.EPOCH, Entry.Kind.CALL).about(operation, null);
    }

    private static List<String> operations(Part<Entry> part) {
        return part.values().stream().map(each -> "" + each.operation()).toList();
    }
}
