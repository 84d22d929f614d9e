package dev.profileguard.sandbox.aws.query;

import java.util.Map;

/// What goes back over HTTP.
///
/// @param status such as 200
/// @param headers each with its one value
/// @param body XML, to be sent as UTF-8
public record Answer(int status, Map<String, String> headers, String body) {
    /// Copies the headers.
    public Answer {
        headers = Map.copyOf(headers);
    }

    static Answer xml(int status, String requestId, String body) {
        return new Answer(
                status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
    }
}
