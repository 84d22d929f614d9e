package dev.profileguard.aws.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class LiveCallsTest {
    /// The service has the request, but its connection ends before the answer: the call may be
    /// performed. Whether it is made again, only the caller knows. The JVM decides it once, when it
    /// first connects, so the caller is a process of its own.
    @Test
    @Timeout(60)
    void aRequestIsNeverSentAgainByTheHttpClient() throws IOException, InterruptedException {
        List<String> received = new CopyOnWriteArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread service = Thread.ofVirtual().start(() -> answerOnlyTheFirst(server, received));
            Process caller =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Caller.class.getName(),
                                    "http://127.0.0.1:" + server.getLocalPort())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(caller.getInputStream().readAllBytes(), UTF_8);
            service.join();

            assertThat(said).contains("ok\nno answer\n");
        }
        assertThat(received).containsExactly("first", "second");
    }

    /// Sends two requests.
    static final class Caller {
        private Caller() {}

        public static void main(String[] arguments) throws IOException {
            SignedHttp http =
                    new SignedHttp(
                            LiveCalls.http(),
                            StaticCredentialsProvider.create(
                                    AwsBasicCredentials.create("AKIASOMEBODY", "secret")));
            try (InputStream body = SignedHttp.body(send(http, arguments[0], "first"))) {
                System.out.println(new String(body.readAllBytes(), UTF_8));
            }
            try {
                send(http, arguments[0], "second");
            } catch (IOException e) {
                System.out.println("no answer");
            }
        }

        private static HttpExecuteResponse send(SignedHttp http, String url, String body)
                throws IOException {
            return http.send(
                    "ec2",
                    "us-east-1",
                    SdkHttpRequest.builder()
                            .method(SdkHttpMethod.POST)
                            .uri(URI.create(url))
                            .encodedPath("/")
                            .build(),
                    body.getBytes(UTF_8));
        }
    }

    /// Keeps the connection after the first request, ends it at the second, and takes no other.
    private static void answerOnlyTheFirst(ServerSocket server, List<String> received) {
        try (Socket connection = server.accept()) {
            received.add(request(connection.getInputStream()));
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(UTF_8));
            received.add(request(connection.getInputStream()));
        } catch (IOException e) {
            received.add("failed: " + e);
        }
        takeAnother(server, received);
    }

    private static void takeAnother(ServerSocket server, List<String> received) {
        try {
            server.setSoTimeout(500);
            try (Socket another = server.accept()) {
                received.add(request(another.getInputStream()));
            }
        } catch (IOException e) {
            // nobody called again
        }
    }

    private static String request(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) input.read());
        }
        String length = head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1");
        return new String(input.readNBytes(Integer.parseInt(length)), UTF_8);
    }
}
