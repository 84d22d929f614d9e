package dev.profileguard.sandbox.http.control;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The names by which clients may reach the sandbox. A web page can give a name of its own the
/// address of this machine, and is then of the same origin as the sandbox for a browser (DNS
/// rebinding). So a name that somebody could register is not accepted, unless the user gave it.
///
/// https://www.rfc-editor.org/rfc/rfc6761
///
/// @param given the address or name to listen on
public record HostNames(String given) {
    /// An address, or what clients of AWS make of one, such as `BUCKET.127.0.0.1`. No name ends
    /// with a number, and browsers refuse all that are no addresses.
    /// https://url.spec.whatwg.org/#ends-in-a-number-checker
    private static final Pattern NUMBER_AT_END = Pattern.compile(".*\\.\\d{1,3}");

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    /// Nobody can register a name that ends so. Docker and Podman resolve theirs for containers,
    /// and AWS its own.
    private static final List<String> RESERVED =
            List.of(
                    ".localhost",
                    ".test",
                    ".docker.internal",
                    ".containers.internal",
                    ".amazonaws.com");

    /// Whether a request may name this host.
    ///
    /// @param header the Host header; empty: there is none, so it is no browser
    boolean include(String header) {
        String name = PORT.matcher(header.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.startsWith("[")
                || name.indexOf('.') < 0
                || NUMBER_AT_END.matcher(name).matches()
                || ("." + name).endsWith("." + given.toLowerCase(Locale.ROOT))
                || RESERVED.stream().anyMatch(name::endsWith);
    }
}
