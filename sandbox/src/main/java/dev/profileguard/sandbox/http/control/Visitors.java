package dev.profileguard.sandbox.http.control;

import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Signature;
import dev.profileguard.text.VisibleText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may use the sandbox: programs, and pages of the sandbox itself. Other pages that a browser
/// shows may not, although they can send requests to this machine. A browser says from which page a
/// request comes.
///
/// https://fetch.spec.whatwg.org/#origin-header, https://www.w3.org/TR/fetch-metadata/
///
/// @param hosts the names by which the sandbox can be reached
/// @param onLoopback whether only programs on this machine can reach it
public record Visitors(HostNames hosts, boolean onLoopback) {
    /// What the live page adds to its requests. A page of another origin could not without
    /// permission, which the sandbox never gives.
    public static final String HEADER = "x-profile-guard";

    private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

    /// Why a request to the page or to a control endpoint is refused; null: it is not.
    public @Nullable Reply refusalOfControl(Request request) {
        if (!hosts.include(request.header("host"))) {
            return unknownHost(request);
        }
        if (isForeign(request)) {
            return foreign(request);
        }
        return isOfBrowser(request) && changes(request) && request.header(HEADER).isEmpty()
                ? refused(
                        "A change from a browser needs the header X-Profile-Guard. Use the page at"
                                + " / or a program such as curl")
                : null;
    }

    /// Why a request for the page itself is refused; null: it is not. Other pages may link to it.
    public @Nullable Reply refusalOfPage(Request request) {
        return hosts.include(request.header("host")) ? null : unknownHost(request);
    }

    /// Why a call to a service is refused; null: it is not. Where other machines can reach the
    /// sandbox, it cannot know by which names.
    public @Nullable Reply refusalOfCall(Request request) {
        if (onLoopback && !hosts.include(request.header("host"))) {
            return unknownHost(request);
        }
        if (isForeign(request)) {
            return foreign(request);
        }
        return isPresigned(request) && request.header("user-agent").startsWith("Mozilla/")
                ? refused(
                        "A browser may not make a call that is signed in its URL, because any page"
                                + " can contain such a link. Use a program such as curl")
                : null;
    }

    private boolean isForeign(Request request) {
        String origin = request.header("origin");
        return FOREIGN_SITES.contains(request.header("sec-fetch-site"))
                || (!origin.isEmpty() && !isOwn(origin, request.header("host")));
    }

    private boolean isOwn(String origin, String host) {
        return hosts.include(host)
                && (origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host));
    }

    /// Programs send none of these two. Node's `fetch` sends others that start with `Sec-Fetch-`.
    private static boolean isOfBrowser(Request request) {
        return !request.header("origin").isEmpty() || !request.header("sec-fetch-site").isEmpty();
    }

    private static boolean changes(Request request) {
        return !request.method().equals("GET") && !request.method().equals("HEAD");
    }

    /// S3's links are for browsers too, and only read.
    private static boolean isPresigned(Request request) {
        Signature signature = request.signature();
        return signature != null
                && request.header("authorization").isEmpty()
                && !signature.service().equals("s3");
    }

    private static Reply unknownHost(Request request) {
        return refused(
                "The sandbox does not answer to the name %s. Use its address, such as 127.0.0.1, or"
                                .formatted(VisibleText.excerpt(request.header("host")))
                        + " start it with --host and this name");
    }

    private static Reply foreign(Request request) {
        return refused(
                "A web page of another origin (%s) may not use the sandbox. Use the page at / or a"
                                .formatted(VisibleText.excerpt(origin(request)))
                        + " program such as curl");
    }

    private static String origin(Request request) {
        String origin = request.header("origin");
        return origin.isEmpty() ? request.header("sec-fetch-site") : origin;
    }

    private static Reply refused(String message) {
        return Reply.message(403, message);
    }
}
