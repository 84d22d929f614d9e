package dev.profileguard.sandbox.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extraction;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.lambda.Answer;
import dev.profileguard.sandbox.template.FunctionDefinition;
import dev.profileguard.sandbox.trail.BusEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Plays records through the template's rules and functions, in the order of their times.
final class Replay {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final Sandbox sandbox;
    private final RecordedAccount account;
    private final Transcript transcript;

    /// @param sandbox stands at or before the first record's time
    Replay(Sandbox sandbox, Transcript transcript) {
        this.sandbox = sandbox;
        this.transcript = transcript;
        sandbox.account().observer((call, response, error, took) -> {});
        this.account = new RecordedAccount(sandbox.account());
    }

    /// Plays them all.
    void play(List<RawRecord> records) {
        begin(records);
        for (RawRecord record : records) {
            reach(record.time());
            transcript.record(record);
            account.apply(record).ifPresent(transcript::notRebuilt);
            ObjectNode event = event(record);
            sandbox.template().functions().stream()
                    .filter(this::hearsEvents)
                    .forEach(function -> hand(event, function));
        }
    }

    /// Profiles that the records show to have been complete before have their baselines, as if the
    /// stack had been there.
    private void begin(List<RawRecord> records) {
        Set<String> mentioned = new HashSet<>();
        for (RawRecord record : records) {
            String name = record.parameter("instanceProfileName");
            if (!name.isEmpty() && mentioned.add(name)) {
                String complete = account.prepare(record);
                if (complete != null) {
                    adopt(complete);
                }
            }
        }
    }

    private void adopt(String profile) {
        ObjectNode request = JACKSON.createObjectNode();
        request.putObject("adopt").put("profile", profile);
        sandbox.lambda().invoke("ProfileGuard", request.toString());
    }

    private void reach(@org.jspecify.annotations.Nullable Instant time) {
        Instant now = sandbox.clock().instant();
        if (time != null && time.isAfter(now)) {
            sandbox.advance(Duration.between(now, time));
        }
    }

    /// The event of a record, with the ID that the profile has in this account.
    private ObjectNode event(RawRecord record) {
        ObjectNode event = record.event().deepCopy();
        JsonNode created = event.at("/detail/responseElements/instanceProfile");
        String id = account.profileId(record.parameter("instanceProfileName"));
        if (created instanceof ObjectNode profile && id != null) {
            profile.put("instanceProfileId", id);
        }
        return event;
    }

    /// Backfill does not.
    private boolean hearsEvents(FunctionDefinition function) {
        return Stream.concat(
                        sandbox.template().sources().stream().map(source -> source.function()),
                        sandbox.template().rules().stream()
                                .flatMap(rule -> rule.targets().stream())
                                .map(target -> target.arn()))
                .anyMatch(arn -> arn.startsWith(function.arn()));
    }

    private void hand(ObjectNode event, FunctionDefinition function) {
        boolean matches =
                sandbox.bus().matching(BusEvent.of(event.toString())).stream()
                        .flatMap(rule -> rule.targets().stream())
                        .anyMatch(target -> target.arn().startsWith(function.arn()));
        if (!matches) {
            transcript.skipped(function.logicalId(), whyNot(event));
            return;
        }
        switch (sandbox.lambda().invoke(function.logicalId(), event.toString())) {
            case Answer.Returned(String payload) ->
                    transcript.result(function.logicalId(), json(payload));
            case Answer.Failed(Throwable error) when error instanceof UnreadableEventException ->
                    transcript.skipped(function.logicalId(), String.valueOf(error.getMessage()));
            case Answer.Failed failed -> transcript.failed(function.logicalId(), failed.outcome());
        }
    }

    private static String whyNot(ObjectNode event) {
        try {
            CloudTrailEvent read = CloudTrailEvent.read(JSON.std.mapFrom(event.toString()));
            return switch (Extraction.changes(read)) {
                case Extraction.Found.NotForUs(String why) -> why;
                case Extraction.Found.Changes changes ->
                        "its rule leaves out the stack's own calls";
            };
        } catch (UnreadableEventException unreadable) {
            return String.valueOf(unreadable.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String payload) {
        try {
            return JACKSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
