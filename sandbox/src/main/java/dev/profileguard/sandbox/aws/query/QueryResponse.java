package dev.profileguard.sandbox.aws.query;

import java.util.Map;

/// An HTTP response of the Query API.
///
/// @param status such as 200
/// @param headers one value each
/// @param body XML, sent as UTF-8
public record QueryResponse(int status, Map<String, String> headers, String body) {
    /// Copies the headers.
    public QueryResponse {
        headers = Map.copyOf(headers);
    }

    /// A response with XML.
    ///
    /// @param status of HTTP
    /// @param requestId a header
    public static QueryResponse xml(int status, String requestId, String body) {
        return new QueryResponse(
                status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
    }
}
