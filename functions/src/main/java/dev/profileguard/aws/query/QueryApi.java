package dev.profileguard.aws.query;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/// Calls a service by its Query protocol. The signer and the HTTP client are those of the AWS SDK.
/// The SDK's modules of these services are not used: EC2's is larger than everything else together.
///
/// @param endpoint the endpoint in a region
public record QueryApi(
        QueryService service,
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Function<String, URI> endpoint) {
    /// Makes one call.
    ///
    /// @param region such as `eu-central-1`
    /// @param parameters of the call, apart from its name and the version
    /// @throws QueryException if the service rejects the call, does not answer, or answers with
    ///   something else
    XmlElement call(String region, String action, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("Action", action);
        all.put("Version", service.version());
        try {
            HttpExecuteResponse response =
                    new SignedHttp(http, credentials)
                            .send(service.name(), region, request(region), form(all));
            try (InputStream body = SignedHttp.body(response)) {
                XmlElement xml = XmlElement.read(body);
                if (response.httpResponse().isSuccessful()) {
                    return xml;
                }
                throw rejected(response.httpResponse().statusCode(), xml);
            }
        } catch (IOException e) {
            throw new QueryException("NoResponse", 0, "no response: " + e.getMessage());
        } catch (XMLStreamException e) {
            throw new QueryException("NoXml", 0, "the response is no XML");
        }
    }

    private SdkHttpRequest request(String region) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.apply(region))
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
    }

    private static byte[] form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// EC2 writes a list of errors, STS one error.
    private static QueryException rejected(int status, XmlElement xml) {
        XmlElement errors = xml.child("Errors");
        XmlElement error = (errors == null ? xml : errors).child("Error");
        String code = error == null ? null : error.text("Code");
        String message = error == null ? null : error.text("Message");
        return new QueryException(
                code == null ? "Unknown" : code,
                status,
                "%s: %s".formatted(code == null ? "HTTP " + status : code, message));
    }
}
