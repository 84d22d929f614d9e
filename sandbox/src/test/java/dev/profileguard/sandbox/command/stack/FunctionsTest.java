package dev.profileguard.sandbox.command.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How often an invocation is sent.
class FunctionsTest {
    private final AtomicInteger invocations = new AtomicInteger();
    private final HttpServer server = server();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void doesNotRepeatAnInvocationWhoseConnectionBreaks() {
        server.createContext("/", this::hangUp);

        assertThatThrownBy(this::ask).isInstanceOf(StackException.class);
        assertThat(invocations).hasValue(1);
    }

    @Test
    void doesNotRepeatAnInvocationThatLambdaFails() {
        server.createContext("/", exchange -> answer(exchange, 500, "ServiceException"));

        assertThatThrownBy(this::ask).hasMessageContaining("ServiceException");
        assertThat(invocations).hasValue(1);
    }

    @Test
    void repeatsWhatLambdaThrottled() {
        server.createContext(
                "/",
                exchange ->
                        answer(
                                exchange,
                                invocations.get() == 0 ? 429 : 200,
                                "TooManyRequestsException"));

        assertThat(ask().error()).isNull();
        assertThat(invocations).hasValue(2);
    }

    private Answer ask() {
        AwsAccess aws =
                AwsAccess.of(
                        Map.of(
                                "AWS_ENDPOINT_URL",
                                "http://127.0.0.1:" + server.getAddress().getPort(),
                                "AWS_ACCESS_KEY_ID",
                                "alice",
                                "AWS_SECRET_ACCESS_KEY",
                                "any"),
                        "",
                        "us-east-1");
        DeployedStack stack =
                new DeployedStack(
                        "web",
                        new Identity("123456789012", null, "us-east-1", null),
                        Map.of("ProfileGuardFunction", "web-ProfileGuard:live"),
                        Map.of(),
                        aws);
        try (Functions functions = stack.invocations()) {
            return functions.ask("ProfileGuard", "show", Map.of("profile", "web"));
        }
    }

    private void hangUp(HttpExchange exchange) {
        invocations.incrementAndGet();
        exchange.close();
    }

    private void answer(HttpExchange exchange, int status, String error) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"message\": \"no\"}".getBytes(StandardCharsets.UTF_8);
            if (status != 200) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", error);
            }
            invocations.incrementAndGet();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
