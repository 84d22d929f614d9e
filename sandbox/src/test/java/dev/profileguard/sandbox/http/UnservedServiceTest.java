package dev.profileguard.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnservedServiceTest {
    private static final Caller ROOT = new Caller.Root("123456789012");
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private final UnservedService service =
            new UnservedService(new TreeSet<>(List.of("sts", "iam", "ec2")));

    @Test
    void namesTheServiceAndThoseThatItHas() {
        Refusal refusal =
                catchThrowableOfType(
                        Refusal.class, () -> service.handle(request("eks", Map.of()), ROOT));

        assertThat(refusal)
                .hasMessage(
                        "NotImplemented: The sandbox does not have the service eks. It has: ec2,"
                                + " iam, sts.");
        assertThat(refusal.status()).isEqualTo(501);
    }

    @Test
    void refusesAFormInXml() {
        Reply reply = refused("autoscaling", Map.of("content-type", FORM), "a <b> & c");

        assertThat(reply.headers()).containsEntry("Content-Type", "text/xml");
        assertThat(reply.body())
                .contains("<Code>NotImplemented</Code>")
                .contains("<Message>a &lt;b&gt; &amp; c</Message>");
    }

    @Test
    void refusesRestInXmlOnlyForServicesWithXml() {
        assertThat(refused("route53", Map.of(), "no").body()).startsWith("<ErrorResponse>");
        assertThat(refused("cloudfront", Map.of(), "no").body()).startsWith("<ErrorResponse>");
        assertThat(refused("eks", Map.of("content-type", "application/json"), "no"))
                .satisfies(reply -> {
                    assertThat(reply.body()).isEqualTo("{\"message\":\"no\"}\n");
                    assertThat(reply.headers()).containsEntry("x-amzn-ErrorType", "NotImplemented");
                });
    }

    @Test
    void refusesJsonInTheVersionOfTheRequest() {
        for (String version : List.of("application/x-amz-json-1.0", "application/x-amz-json-1.1")) {
            Reply reply =
                    refused("logs", Map.of("x-amz-target", "A.B", "content-type", version), "no");

            assertThat(reply.headers()).containsEntry("Content-Type", version);
            assertThat(reply.body())
                    .isEqualTo("{\"__type\":\"NotImplemented\",\"message\":\"no\"}\n");
        }
    }

    @Test
    void refusesCborInCbor() {
        Reply reply = refused("monitoring", Map.of("smithy-protocol", "rpc-v2-cbor"), "né");

        assertThat(reply.headers()).containsEntry("Content-Type", "application/cbor");
        assertThat(reply.body().getBytes(reply.charset()))
                .isEqualTo(
                        bytes(
                                0xA2,
                                0x79,
                                0,
                                6,
                                "__type",
                                0x79,
                                0,
                                14,
                                "NotImplemented",
                                0x79,
                                0,
                                7,
                                "message",
                                0x79,
                                0,
                                3,
                                "né"));
    }

    @Test
    void takesARequestWithoutAnythingForRest() {
        assertThat(service.refused(request(null, Map.of()), refusal("no")).body())
                .isEqualTo("{\"message\":\"no\"}\n");
    }

    private Reply refused(String service, Map<String, String> headers, String text) {
        Reply reply = this.service.refused(request(service, headers), refusal(text));
        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.headers()).containsKey("x-amzn-RequestId");
        return reply;
    }

    private static Refusal refusal(String text) {
        return new Refusal(501, "NotImplemented", text);
    }

    private static Request request(@Nullable String service, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        if (service != null) {
            all.put(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=alice/20260101/us-east-1/%s/aws4_request"
                            .formatted(service));
        }
        return new Request("POST", "/", "", all, "", "192.0.2.1");
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case Integer number -> bytes.write(number);
                default -> bytes.writeBytes(part.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
