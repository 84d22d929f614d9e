package dev.profileguard.sandbox.http;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.control.Controls;
import dev.profileguard.sandbox.http.control.Visitors;
import dev.profileguard.sandbox.http.live.LivePage;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Response;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Refuses the requests of foreign web pages, and passes on all others: to the live page, or to the
/// services and control endpoints.
final class Entrance implements AutoCloseable {
    private final Visitors visitors;
    private final Map<String, Sandbox> accounts;
    private final Function<Request, Reply> router;
    private @Nullable LivePage page;

    /// @param accounts by their numbers; the page shows the first one first
    Entrance(Visitors visitors, Map<String, Sandbox> accounts, Function<Request, Reply> router) {
        this.visitors = visitors;
        this.accounts = accounts;
        this.router = router;
    }

    Response handle(Request request) {
        if (LivePage.isPage(request)) {
            Reply refusal = visitors.refusalOfPage(request);
            return refusal == null ? page().handle(request) : refusal;
        }
        boolean isControl = request.path().startsWith(Controls.PREFIX);
        Reply refusal =
                isControl ? visitors.refusalOfControl(request) : visitors.refusalOfCall(request);
        if (refusal != null) {
            return refusal;
        }
        return LivePage.isPart(request) ? page().handle(request) : router.apply(request);
    }

    /// Most sandboxes are used without the page, so it is made when somebody opens it.
    private synchronized LivePage page() {
        LivePage made = page == null ? new LivePage(accounts) : page;
        page = made;
        return made;
    }

    @Override
    public synchronized void close() {
        if (page != null) {
            page.close();
        }
    }
}
