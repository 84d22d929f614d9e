package dev.profileguard.sandbox.http.live;

import dev.profileguard.sandbox.http.SandboxServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Reads a stream of server-sent events, as a browser does.
record EventReader(HttpURLConnection connection, BufferedReader lines) implements AutoCloseable {
    /// Nothing that a test waits for takes this long.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static EventReader open(SandboxServer server) throws IOException {
        return open(server, "", "");
    }

    /// @param query such as `?account=123456789012`
    /// @param lastId the ID of the last event that was read; empty: none
    static EventReader open(SandboxServer server, String query, String lastId) throws IOException {
        URI url = URI.create(server.url() + "/_sandbox/events" + query);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setReadTimeout((int) PATIENCE.toMillis());
        if (!lastId.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastId);
        }
        InputStreamReader in =
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8);
        return new EventReader(connection, new BufferedReader(in));
    }

    /// The data of the next event of a type that contains these texts. Others are skipped.
    String next(String type, String... texts) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            String found = line("event: ");
            String data = line("data: ");
            if (found.equals(type) && Stream.of(texts).allMatch(data::contains)) {
                return data;
            }
        }
        throw new IOException("No event %s with %s came".formatted(type, List.of(texts)));
    }

    /// The type of the next event.
    String nextType() throws IOException {
        return line("event: ");
    }

    /// The next ID.
    String nextId() throws IOException {
        return line("id: ");
    }

    /// Whether the server ends the stream.
    boolean ends() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < until) {
                if (lines.readLine() == null) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String line(String prefix) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(prefix)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("The stream ended before a line that starts with " + prefix);
        }
        return line.substring(prefix.length());
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
