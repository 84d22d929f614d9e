package dev.profileguard.sandbox.everything;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One sweep by Backfill over the whole account, with what the functions did because of its events.
///
/// @param findings the findings of this sweep
/// @param writes the calls of the functions that changed IAM
/// @param notices the subjects of the messages to people
record FullSweep(
        List<Map<String, @Nullable Object>> findings, List<String> writes, List<String> notices) {
    static FullSweep of(Sandbox sandbox) {
        int findingsBefore = sandbox.findings().size();
        int entriesBefore = sandbox.timeline().entries().size();
        int noticesBefore = sandbox.notifications().messages().size();
        run(sandbox);
        sandbox.advance(Duration.ofMinutes(5));
        return new FullSweep(
                tail(sandbox.findings(), findingsBefore),
                writes(tail(sandbox.timeline().entries(), entriesBefore)),
                tail(sandbox.notifications().messages(), noticesBefore).stream()
                        .map(each -> String.valueOf(each.subject()))
                        .toList());
    }

    /// Sweeps, part after part.
    static void run(Sandbox sandbox) {
        String request = "{\"mode\": \"sweep\"}";
        while (!request.isEmpty()) {
            InvocationResponse response = sandbox.lambda().invoke("Backfill", request);
            if (!(response instanceof InvocationResponse.Returned)) {
                return; // an error that a fault or a kill caused: the next sweep repeats it
            }
            Object cursor = json(response.payload()).get("cursor");
            request = cursor == null ? "" : "{\"cursor\": \"%s\"}".formatted(cursor);
        }
    }

    static Map<String, Object> json(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> tail(List<T> all, int from) {
        return List.copyOf(all.subList(from, all.size()));
    }

    /// Whether a finding of this sweep concerns it.
    boolean tellsOf(String subject) {
        return findings.stream()
                .anyMatch(finding ->
                        String.valueOf(finding.get("subject")).equalsIgnoreCase(subject));
    }

    /// The kinds of the findings of this sweep about a subject.
    List<String> kindsAbout(String subject) {
        return findings.stream()
                .filter(finding -> String.valueOf(finding.get("subject")).equalsIgnoreCase(subject))
                .map(finding -> String.valueOf(finding.get("kind")))
                .toList();
    }

    private static List<String> writes(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && entry.function() != null)
                .filter(entry -> "iam".equals(entry.service()))
                .filter(entry -> !Objects.equals(entry.function(), "Canary"))
                .filter(entry -> "ok".equals(entry.outcome()))
                .map(entry ->
                        "%s: %s %s".formatted(entry.function(), entry.operation(), entry.subject()))
                .filter(call -> !call.matches(".*: (Get|List).*"))
                .toList();
    }
}
