package dev.profileguard.aws.ec2;

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

/// Calls EC2 by its [Query
/// protocol](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html). The
/// signer and the HTTP client are those of the AWS SDK. Its EC2 module is not used: it is larger
/// than everything else together.
///
/// @param endpoint the endpoint in a region
public record Ec2Query(
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Function<String, URI> endpoint) {
    private static final String VERSION = "2016-11-15";
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /// Makes one call.
    ///
    /// @param region such as `eu-central-1`
    /// @param parameters of the call, apart from its name and the version
    /// @throws Ec2Exception if EC2 rejects the call, does not answer, or answers with something
    ///   else
    Ec2Element call(String region, String action, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("Action", action);
        all.put("Version", VERSION);
        try {
            HttpExecuteResponse response = http.prepareRequest(signed(region, form(all))).call();
            try (InputStream body = body(response)) {
                Ec2Element xml = Ec2Element.read(body);
                if (response.httpResponse().isSuccessful()) {
                    return xml;
                }
                throw rejected(response.httpResponse().statusCode(), xml);
            }
        } catch (IOException e) {
            throw new Ec2Exception("NoResponse", 0, "no response: " + e.getMessage());
        } catch (XMLStreamException e) {
            throw new Ec2Exception("NoXml", 0, "the response is no XML");
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
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
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

    private static Ec2Exception rejected(int status, Ec2Element xml) {
        Ec2Element errors = xml.child("Errors");
        Ec2Element error = errors == null ? null : errors.child("Error");
        String code = error == null ? null : error.text("Code");
        String message = error == null ? null : error.text("Message");
        return new Ec2Exception(
                code == null ? "Unknown" : code,
                status,
                "%s: %s".formatted(code == null ? "HTTP " + status : code, message));
    }
}
