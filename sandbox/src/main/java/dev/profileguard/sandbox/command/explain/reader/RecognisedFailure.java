package dev.profileguard.sandbox.command.explain.reader;

import dev.profileguard.advice.rule.FailedCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A refused call that a text or a record shows.
///
/// @param names what the call was about, by kind: `instance profile`, `role`, `instance`,
///   `association`, `user`, `action`
/// @param requestId empty: unknown
/// @param printedBy the tools that print such a text; empty: any tool
/// @param line where it starts, counted from 1
public record RecognisedFailure(
        FailedCall call, Map<String, String> names, String requestId, String printedBy, int line) {
    /// Takes a copy, which keeps the order.
    public RecognisedFailure {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    /// Whether another one may be the same failure, with fewer or more of its parts known.
    boolean isLike(RecognisedFailure other) {
        return call.code().equals(other.call.code())
                && withoutEncoded(call.message()).equals(withoutEncoded(other.call.message()))
                && Mark.agree(call.operation(), other.call.operation())
                && Mark.agree(call.service(), other.call.service())
                && Mark.agree(call.region(), other.call.region())
                && names.entrySet().stream()
                        .allMatch(each ->
                                Mark.agree(
                                        each.getValue(),
                                        other.names.getOrDefault(each.getKey(), "")));
    }

    /// The encoded part of a message differs from call to call.
    private static String withoutEncoded(String message) {
        int encoded = message.indexOf("Encoded authorization failure message");
        return encoded < 0 ? message : message.substring(0, encoded);
    }

    /// The same without what differs from time to time.
    RecognisedFailure anyTime() {
        FailedCall same =
                new FailedCall(
                        call.service(),
                        call.operation(),
                        call.code(),
                        withoutEncoded(call.message()),
                        call.region(),
                        call.request());
        return new RecognisedFailure(same, names, "", "", 0);
    }

    /// The number of parts that are known.
    int known() {
        return names.size()
                + (call.operation().isEmpty() ? 0 : 1)
                + (call.service().isEmpty() ? 0 : 1)
                + (call.region().isEmpty() ? 0 : 1)
                + (requestId.isEmpty() ? 0 : 1);
    }
}
