package dev.profileguard.aws.eks;

import dev.profileguard.aws.query.SignedHttp;
import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/// Reads from EKS by its [REST
/// API](https://docs.aws.amazon.com/eks/latest/APIReference/Welcome.html). The signer and the HTTP
/// client are those of the AWS SDK. Its EKS module is not used: docs/decisions/read-eks-clusters.md
/// says why.
///
/// @param endpoint the endpoint in a region
public record EksApi(
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Function<String, URI> endpoint) {
    private static final String SERVICE = "eks";
    private static final String ERROR = "x-amzn-ErrorType";

    /// Makes one call.
    ///
    /// @param region such as `eu-central-1`
    /// @param path encoded, such as `/clusters/prod`
    /// @param query the parameters, not encoded
    /// @return the answer as JSON
    /// @throws EksException if EKS rejects the call, does not answer, or answers with something
    ///   else
    Map<String, Object> get(String region, String path, Map<String, String> query) {
        try {
            HttpExecuteResponse response =
                    new SignedHttp(http, credentials)
                            .send(SERVICE, region, request(region, path, query), null);
            int status = response.httpResponse().statusCode();
            try (InputStream body = SignedHttp.body(response)) {
                if (response.httpResponse().isSuccessful()) {
                    return Json.read(body);
                }
                throw rejected(response, status, body);
            }
        } catch (IOException e) {
            throw new EksException(
                    "NoResponse",
                    0,
                    "no response: " + VisibleText.excerpt(String.valueOf(e.getMessage())));
        } catch (UnreadableEventException e) {
            throw EksException.unreadable("the response is no JSON object of at most 1 MiB");
        }
    }

    private SdkHttpRequest request(String region, String path, Map<String, String> query) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(endpoint.apply(region))
                        .encodedPath(path)
                        .putHeader("Accept", "application/json");
        query.forEach(request::putRawQueryParameter);
        return request.build();
    }

    /// The code is in a header, perhaps with more after a colon. A proxy answers without.
    private static EksException rejected(HttpExecuteResponse response, int status, InputStream body)
            throws IOException {
        String code =
                response.httpResponse()
                        .firstMatchingHeader(ERROR)
                        .map(each -> each.split(":", -1)[0])
                        .filter(each -> !each.isBlank())
                        .orElse("HTTP " + status);
        return new EksException(
                code, status, VisibleText.excerpt(code, 100) + ": " + message(body));
    }

    private static String message(InputStream body) throws IOException {
        try {
            Map<String, Object> json = Json.read(body);
            Object text = json.getOrDefault("message", json.get("Message"));
            return text instanceof String message ? VisibleText.excerpt(message, 300) : "no reason";
        } catch (UnreadableEventException e) {
            return "no reason";
        }
    }
}
