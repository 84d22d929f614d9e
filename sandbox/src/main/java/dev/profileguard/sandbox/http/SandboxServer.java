package dev.profileguard.sandbox.http;

import static java.net.HttpURLConnection.HTTP_OK;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.control.HostNames;
import dev.profileguard.sandbox.http.control.Visitors;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Response;
import dev.profileguard.sandbox.http.message.Signature;
import dev.profileguard.sandbox.http.message.StreamedReply;
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
    private static final int UNKNOWN_LENGTH = 0;

    static {
        System.setProperty(
                "sun.net.httpserver.nodelay",
                "true"); // otherwise each response is delayed by 40 ms
    }

    private final Entrance entrance;
    private final HttpServer server;
    private final List<HttpServer> others = new ArrayList<>();

    private SandboxServer(
            Map<String, Sandbox> accounts, Function<Request, Reply> router, String host, int port)
            throws IOException {
        InetAddress address = InetAddress.getByName(host);
        Visitors visitors = new Visitors(new HostNames(host), address.isLoopbackAddress());
        entrance = new Entrance(visitors, accounts, router);
        server = listen(new InetSocketAddress(address, port));
    }

    /// Starts to serve.
    ///
    /// @param port 0: any free port
    /// @throws java.net.BindException when the port is taken
    /// @throws java.net.UnknownHostException when there is no such address
    public static SandboxServer start(Sandbox sandbox, String host, int port) throws IOException {
        return new SandboxServer(
                Map.of(sandbox.account().accountId(), sandbox),
                new ServiceRouter(sandbox, Map.of())::handle,
                host,
                port);
    }

    /// Starts to serve the accounts of an organization. The access key of a request says which.
    ///
    /// @param port as above
    /// @throws java.net.BindException as above
    public static SandboxServer start(Organization organization, String host, int port)
            throws IOException {
        Sandbox centre = organization.centre().sandbox();
        Map<String, Sandbox> accounts = new LinkedHashMap<>();
        accounts.put(centre.account().accountId(), centre);
        accounts.putAll(organization.members());
        return new SandboxServer(accounts, new AccountRouter(organization)::handle, host, port);
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
        listening.createContext("/", exchange -> serve(exchange, entrance));
        listening.start();
        return listening;
    }

    /// Its port.
    public int port() {
        return server.getAddress().getPort();
    }

    /// Its URL, such as `http://127.0.0.1:4500`.
    public String url() {
        return url(server.getAddress().getAddress());
    }

    /// The URL of the live page for a browser on this machine.
    public String page() {
        InetAddress address = server.getAddress().getAddress();
        return url(address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address) + "/";
    }

    private String url(InetAddress address) {
        String host = address.getHostAddress();
        return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port());
    }

    /// Accepts no more requests, and aborts current ones.
    @Override
    public void close() {
        entrance.close();
        server.stop(0);
        others.forEach(each -> each.stop(0));
    }

    private static void serve(HttpExchange exchange, Entrance entrance) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            Response response =
                    body.length > MOST_BYTES
                            ? Reply.message(413, "The request is larger than 10 MB")
                                    .with("Connection", "close")
                            : entrance.handle(request(exchange, body));
            switch (response) {
                case Reply reply -> send(exchange, reply);
                case StreamedReply stream -> send(exchange, stream);
            }
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

    private static void send(HttpExchange exchange, StreamedReply stream) throws IOException {
        stream.headers().forEach(exchange.getResponseHeaders()::set);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(HTTP_OK, isHead ? NO_BODY : UNKNOWN_LENGTH);
        if (!isHead) {
            stream.body().writeTo(exchange.getResponseBody());
        }
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
