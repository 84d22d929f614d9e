package dev.profileguard.event;

import dev.profileguard.iam.Glob;
import dev.profileguard.text.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The principals whose changes are taken for intended. An entry names a principal, whether it
/// calls IAM itself or a service does so with its rights, or a principal `via` a service. There is
/// no entry for a service alone: it would trust everybody who may use the service.
public record TrustedPrincipals(List<Entry> entries) {
    /// Nobody is trusted.
    public static final TrustedPrincipals NOBODY = new TrustedPrincipals(List.of());

    /// The word for [#NOBODY] in a list.
    private static final String NOBODY_WORD = "nobody";

    /// The colon of a path, such as in `role/a:b/c`, which separates no fields.
    private static final char PATH_COLON = '\0';

    /// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
    private static final int SEPARATORS = 5;

    private static final Pattern VIA = Pattern.compile("(\\S+)\\s+via\\s+(\\S+)");

    /// ARNs of STS sessions are refused: a session is compared by the ARN of its role.
    private static final Pattern PRINCIPAL =
            Pattern.compile("[*?]+|arn:(?![^:]*:sts:)\\S+|[*?]\\S*[:/]\\S*");

    private static final Pattern SERVICE =
            Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?");

    private static final Pattern SERVICE_GLOB = Pattern.compile("[a-z0-9*?.-]+\\.[a-z.*?]+");

    /// Takes a copy.
    public TrustedPrincipals {
        entries = List.copyOf(entries);
    }

    /// One entry.
    ///
    /// @param principal matches the ARN of a role or user
    /// @param service such as `cloudformation.amazonaws.com`; null: the principal is trusted
    ///   whether or not a service makes the call for it
    public record Entry(Glob principal, @Nullable String service) {
        /// Whether this entry trusts the caller.
        boolean trusts(Actor actor) {
            return switch (actor) {
                case Actor.RoleSession(String arn, String _) -> service == null && matches(arn);
                case Actor.User(String arn) -> service == null && matches(arn);
                case Actor.Service(String host, Actor principal) ->
                        (service == null || service.equals(host)) && covers(principal);
                case Actor.Unattributed _, Actor.Unknown _ -> false;
            };
        }

        private boolean covers(@Nullable Actor onBehalfOf) {
            return onBehalfOf == null
                    ? service != null && principal.matchesEverything()
                    : new Entry(principal, null).trusts(onBehalfOf);
        }

        /// A star matches no colon between the fields of an ARN. Otherwise somebody who may choose
        /// the path of a role could choose one that a star for the account matches.
        private boolean matches(String arn) {
            return new Glob(fields(principal.pattern())).matches(fields(arn));
        }

        private static String fields(String arn) {
            int end = -1;
            for (int i = 0; i < SEPARATORS; i++) {
                end = arn.indexOf(':', end + 1);
                if (end < 0) {
                    return arn;
                }
            }
            return arn.substring(0, end + 1) + arn.substring(end + 1).replace(':', PATH_COLON);
        }
    }

    /// Parses a comma-separated list; empty if it is blank or `nobody`.
    ///
    /// @throws IllegalArgumentException if an entry is not valid; the message is the rest of a
    ///   sentence that starts with the name of the list
    public static TrustedPrincipals parse(String list) {
        List<String> texts =
                Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .toList();
        return texts.equals(List.of(NOBODY_WORD))
                ? NOBODY
                : new TrustedPrincipals(texts.stream().map(TrustedPrincipals::entry).toList());
    }

    private static Entry entry(String text) {
        Matcher via = VIA.matcher(text);
        if (via.matches()) {
            return new Entry(principal(text, via.group(1)), service(text, via.group(2)));
        }
        if (text.equals(NOBODY_WORD)) {
            throw new IllegalArgumentException("has 'nobody' and other entries");
        }
        if (SERVICE_GLOB.matcher(text).matches()) {
            String service = VisibleText.excerpt(text);
            throw new IllegalArgumentException(
                    "has the service '%s' without a principal, which would trust everybody who may use this service; write 'arn:aws:iam::*:role/deploy/* via %s' for some principals, or '* via %s' for everybody"
                            .formatted(service, service, service));
        }
        return new Entry(principal(text, text), null);
    }

    private static Glob principal(String entry, String text) {
        if (!PRINCIPAL.matcher(text).matches()) {
            throw cannotMatch(entry);
        }
        return new Glob(text);
    }

    private static String service(String entry, String text) {
        if (!SERVICE.matcher(text).matches()) {
            throw cannotMatch(entry);
        }
        return text;
    }

    private static IllegalArgumentException cannotMatch(String entry) {
        return new IllegalArgumentException(
                "has '%s', which cannot match anything".formatted(VisibleText.excerpt(entry)));
    }

    /// Whether the caller is trusted.
    public boolean trust(Actor actor) {
        return entries.stream().anyMatch(entry -> entry.trusts(actor));
    }

    /// Whether nobody is trusted.
    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
