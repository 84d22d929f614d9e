package dev.profileguard.aws.query;

import java.io.ByteArrayInputStream;
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
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/// Calls a service by its Query protocol. The signer and the HTTP client are those of the AWS SDK.
/// The SDK's modules of these services are not used: EC2's is larger than everything else together.
///
/// @param endpoint the endpoint in a region
public record QueryApi(
        QueryService service,
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Function<String, URI> endpoint) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

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
            HttpExecuteResponse response = http.prepareRequest(signed(region, form(all))).call();
            try (InputStream body = body(response)) {
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

    private HttpExecuteRequest signed(String region, byte[] form) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint.apply(region))
                        .encodedPath("/")
                        .putHeader(
                                "Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .build();
        ContentStreamProvider payload = ContentStreamProvider.fromByteArray(form);
        AwsCredentialsIdentity identity =
                CompletableFutureUtils.joinLikeSync(credentials.resolveIdentity());
        SignedRequest signed =
                SIGNER.sign(sign ->
                        sign.identity(identity)
                                .request(request)
                                .payload(payload)
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.name())
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        return HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(payload))
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

    private static InputStream body(HttpExecuteResponse response) {
        return response.responseBody()
                .<InputStream>map(each -> each)
                .orElseGet(() -> new ByteArrayInputStream(new byte[0]));
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
