package dev.profileguard.sandbox.http.message;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An HTTP request with its whole body.
///
/// @param path decoded
/// @param query encoded, without the question mark
/// @param headers by name in lower case
/// @param body as text; in requests to S3 each character is one byte
/// @param id returned as the request ID
public record Request(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        String remoteAddress,
        String id) {
    /// A request with a new ID.
    public Request(
            String method,
            String path,
            String query,
            Map<String, String> headers,
            String body,
            String remoteAddress) {
        this(method, path, query, headers, body, remoteAddress, UUID.randomUUID().toString());
    }

    /// The value of a header, by its name in lower case; empty: it is missing.
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The parameters of URL and body.
    ///
    /// @throws Refusal when they cannot be parsed
    public Map<String, List<String>> form() {
        try {
            boolean isForm = header("content-type").startsWith("application/x-www-form-urlencoded");
            return QueryForm.parse(query, isForm ? body : "");
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "MalformedQueryString", String.valueOf(e.getMessage()));
        }
    }

    /// The URL's parameters, the last value of each.
    ///
    /// @throws IllegalArgumentException when they cannot be parsed
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        QueryForm.parse(query).forEach((name, values) -> parameters.put(name, values.getLast()));
        return parameters;
    }

    /// The access key, the region and the service in its signature; null: it is not signed.
    public @Nullable Signature signature() {
        return Signature.of(header("authorization"), query);
    }

    /// The caller and its client, in the region of the signature.
    public Origin origin(Caller caller) {
        Origin origin = new Origin(caller, header("user-agent"), remoteAddress, id);
        Signature signature = signature();
        return signature == null ? origin : origin.in(signature.region());
    }
}
