package dev.profileguard.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Signature;
import dev.profileguard.sandbox.organization.Organization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Serves a sandbox over HTTP until closed.
public final class SandboxServer implements AutoCloseable {
    private static final int MOST_BYTES = 10 * 1024 * 1024;
    private static final int NO_BODY = -1;

    static {
        System.setProperty(
                "sun.net.httpserver.nodelay",
                "true"); // otherwise each response is delayed by 40 ms
    }

    private final Function<Request, Reply> router;
    private final HttpServer server;
    private final List<HttpServer> others = new ArrayList<>();

    private SandboxServer(Function<Request, Reply> router, InetSocketAddress address)
            throws IOException {
        this.router = router;
        server = listen(address);
    }

    /// Starts to serve.
    ///
    /// @param port 0: any free port
    /// @throws java.net.BindException when the port is taken
    /// @throws java.net.UnknownHostException when there is no such address
    public static SandboxServer start(Sandbox sandbox, String host, int port) throws IOException {
        return new SandboxServer(
                new ServiceRouter(sandbox, Map.of())::handle,
                new InetSocketAddress(InetAddress.getByName(host), port));
    }

    /// Starts to serve the accounts of an organization. The access key of a request says which.
    ///
    /// @param port as above
    /// @throws java.net.BindException as above
    public static SandboxServer start(Organization organization, String host, int port)
            throws IOException {
        return new SandboxServer(
                new AccountRouter(organization)::handle,
                new InetSocketAddress(InetAddress.getByName(host), port));
    }

    /// Starts to serve at another address of this machine too, on the same port.
    ///
    /// @throws java.net.BindException when the port is taken there
    public void listenToo(InetAddress address) throws IOException {
        InetAddress first = server.getAddress().getAddress();
        if (!first.isAnyLocalAddress() && !first.equals(address)) {
            others.add(listen(new InetSocketAddress(address, port())));
        }
    }

    private HttpServer listen(InetSocketAddress address) throws IOException {
        HttpServer listening = HttpServer.create(address, 0);
        listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        listening.createContext("/", exchange -> serve(exchange, router));
        listening.start();
        return listening;
    }

    /// Its port.
    public int port() {
        return server.getAddress().getPort();
    }

    /// Its URL, such as `http://127.0.0.1:4500`.
    public String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port());
    }

    /// Accepts no more requests, and aborts current ones.
    @Override
    public void close() {
        server.stop(0);
        others.forEach(each -> each.stop(0));
    }

    private static void serve(HttpExchange exchange, Function<Request, Reply> router)
            throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            Reply reply =
                    body.length > MOST_BYTES
                            ? Reply.message(413, "The request is larger than 10 MB")
                                    .with("Connection", "close")
                            : router.apply(request(exchange, body));
            send(exchange, reply);
        }
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String raw = exchange.getRequestURI().getRawQuery();
        String query = raw == null ? "" : raw;
        Signature signature = Signature.of(headers.getOrDefault("authorization", ""), query);
        boolean bytes = signature != null && signature.service().equals("s3");
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query,
                headers,
                new String(body, bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body().getBytes(reply.charset());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
        } else if (body.length == 0) {
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
        } else {
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
