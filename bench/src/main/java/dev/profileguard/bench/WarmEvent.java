package dev.profileguard.bench;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.Json;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.iam.Globs;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.tag.TagEnforcerHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Single events of a process that has handled many: their extraction, and all of it against
/// answers from memory, so that no connection is in the figures.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx410m"})
public class WarmEvent {
    private final String text = Job.REVERT.event(1, "prod-web-1");
    private final Globs globs = Globs.parse("prod-*,gke-*,*-locked");

    /// JSON of an event to the change that it describes.
    @Benchmark
    public Extracted<List<Change>> extraction() {
        return ProfileChangeExtraction.changes(CloudTrailEvent.read(Json.read("an event", text)));
    }

    /// Whether a name is guarded.
    @Benchmark
    public boolean names() {
        return globs.match("dev-web-01");
    }

    /// Ten events of ProfileGuard, of which three are repaired, and what it takes to begin.
    @Benchmark
    public List<String> tenEventsOfProfileGuard() {
        return Rehearsal.play(Map.of(), ProfileGuardHandler::new, 1);
    }

    /// Ten events of TagEnforcer, of which six are corrected, and what it takes to begin.
    @Benchmark
    public List<String> tenEventsOfTagEnforcer() {
        return Rehearsal.play(Map.of(), TagEnforcerHandler::new, 1);
    }
}
