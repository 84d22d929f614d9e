package dev.profileguard.sandbox.command.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.sandbox.command.stack.Answer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// A finding that could not be sent, as the functions store it: with the name of its destination,
/// the error and the whole notice.
///
/// @param letter a JSON object
record StoredNotice(JsonNode letter) {
    Fate fate() {
        JsonNode notice = letter.path("notice");
        Optional<Finding.Kind> kind =
                one(Finding.Kind.values(), Finding.Kind::text, notice.path("kind"));
        Optional<Notice.Status> status =
                one(Notice.Status.values(), Notice.Status::text, notice.path("status"));
        if (kind.isEmpty() || status.isEmpty()) {
            return new Fate.Stay("it is no finding of this version");
        }
        try {
            Instant since = Instant.parse(notice.path("since").asText());
            return new Fate.Publish(
                    letter.path("sink").asText(),
                    new Notice(finding(kind.get(), notice), status.get(), since));
        } catch (DateTimeParseException e) {
            return new Fate.Stay("it has no time");
        }
    }

    private static Finding finding(Finding.Kind kind, JsonNode notice) {
        return new Finding(
                kind,
                notice.path("subject").asText(),
                notice.path("account").asText(),
                notice.path("actor").asText(),
                notice.path("cause").asText(),
                Answer.texts(notice.path("done")),
                Answer.texts(notice.path("todo")),
                notice.path("eventId").asText());
    }

    private static <T> Optional<T> one(T[] values, Function<T, String> texts, JsonNode text) {
        return Arrays.stream(values)
                .filter(each -> texts.apply(each).equals(text.asText()))
                .findFirst();
    }
}
