package dev.profileguard.sandbox.http.live;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.control.Controls;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Response;
import dev.profileguard.sandbox.http.message.StreamedReply;
import dev.profileguard.text.VisibleText;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/// The live page: what is in an account, what happens in it, and what a person does with it. A
/// stream of server-sent events keeps it up to date.
///
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
public final class LivePage implements AutoCloseable {
    private static final String EVENTS = Controls.PREFIX + "events";
    private static final Map<String, String> STREAM_HEADERS =
            Map.of(
                    "Content-Type",
                    "text/event-stream",
                    "Cache-Control",
                    "no-store",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Cross-Origin-Resource-Policy",
                    "same-origin");

    private final Map<String, Sandbox> accounts;
    private final Streams streams = new Streams();
    private final String server = Long.toHexString(new SecureRandom().nextLong());

    /// @param accounts by their numbers, the one that is shown first at the start
    public LivePage(Map<String, Sandbox> accounts) {
        this.accounts = accounts;
    }

    /// Whether a request is for the page itself. Clients of AWS send an Authorization header or a
    /// query, and do not ask for HTML.
    public static boolean isPage(Request request) {
        return request.path().equals("/")
                && isRead(request)
                && request.query().isEmpty()
                && request.header("authorization").isEmpty()
                && request.header("accept").contains("text/html");
    }

    /// Whether a request is for the page's files or its stream.
    public static boolean isPart(Request request) {
        return isRead(request)
                && (request.path().equals(EVENTS) || PageFile.isPath(request.path()));
    }

    private static boolean isRead(Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /// Replies to a request for the page, a file or the stream.
    public Response handle(Request request) {
        if (!request.path().equals(EVENTS)) {
            return PageFile.reply(request.path());
        }
        try {
            return stream(request);
        } catch (IllegalArgumentException e) {
            return Reply.message(400, String.valueOf(e.getMessage()));
        }
    }

    private Response stream(Request request) {
        String named = request.parameters().get("account");
        List<String> all = List.copyOf(accounts.keySet());
        String account = named == null ? all.getFirst() : named;
        Sandbox sandbox = accounts.get(account);
        if (sandbox == null) {
            return Reply.message(404, "There is no account " + VisibleText.excerpt(account));
        }
        Position start = Position.after(request.header("last-event-id"), server + account);
        LiveStream stream = new LiveStream(sandbox, all, start);
        return new StreamedReply(STREAM_HEADERS, out -> streams.run(out, stream));
    }

    /// Ends all streams.
    @Override
    public void close() {
        streams.close();
    }
}
