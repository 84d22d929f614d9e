package dev.profileguard.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;

/// Stands for every endpoint of AWS, and has nothing.
final class LocalServer implements AutoCloseable {
    private static final String NOTHING =
            "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code>"
                    + "<Message>Nothing is here</Message></Error></ErrorResponse>";
    private static final String ANSWER =
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/xml\r\nContent-Length: "
                    + NOTHING.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + NOTHING;
    private static final String LENGTH = "content-length:";
    private static final int WAITING = 50;

    private final String scheme;
    private final ServerSocket socket;

    private LocalServer(String scheme, ServerSocket socket) {
        this.scheme = scheme;
        this.socket = socket;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /// Over HTTP.
    static LocalServer plain() throws IOException {
        return new LocalServer("http", new ServerSocket(0, WAITING, here()));
    }

    /// Over TLS, by a certificate that this process trusts from now on.
    static LocalServer encrypted() throws IOException, GeneralSecurityException {
        return new LocalServer(
                "https",
                TrustedKey.create()
                        .getServerSocketFactory()
                        .createServerSocket(0, WAITING, here()));
    }

    private static InetAddress here() {
        return InetAddress.getLoopbackAddress();
    }

    String url() {
        return scheme + "://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            answerNext();
        }
    }

    /// A connection that fails is the client's: it tells what it lacks.
    private void answerNext() {
        try (Socket connection = socket.accept()) {
            answer(connection);
        } catch (IOException e) {
            return;
        }
    }

    private static void answer(Socket connection) throws IOException {
        BufferedReader request =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.ISO_8859_1));
        int body = 0;
        String line = request.readLine();
        while (line != null && !line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                body = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
            line = request.readLine();
        }
        for (int i = 0; i < body; i++) {
            request.read();
        }
        connection.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
