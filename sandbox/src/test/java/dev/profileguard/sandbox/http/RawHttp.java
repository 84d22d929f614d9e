package dev.profileguard.sandbox.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sends requests with any headers: Java's clients choose some themselves, such as Host.
public record RawHttp(int port) {
    /// Nothing that a test waits for takes this long.
    private static final int PATIENCE = 15_000;

    /// Of a server at this URL.
    public static RawHttp of(SandboxServer server) {
        return new RawHttp(URI.create(server.url()).getPort());
    }

    /// The whole response to a request without a body.
    ///
    /// @param headers lines such as `Host: localhost`
    public String send(String method, String path, List<String> headers) {
        try (Socket socket = open(method, path, headers)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection on which the request is sent already.
    public Socket open(String method, String path, List<String> headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        String lines = headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n";
        String request =
                "%s %s HTTP/1.1\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(method, path, lines);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /// The number in a response's first line.
    public static int status(String response) {
        return Integer.parseInt(response.split(" ", 3)[1]);
    }
}
