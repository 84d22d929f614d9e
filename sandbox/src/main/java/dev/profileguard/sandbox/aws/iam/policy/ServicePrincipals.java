package dev.profileguard.sandbox.aws.iam.policy;

import dev.profileguard.sandbox.aws.iam.state.TextResource;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The services that a trust policy may name, such as `ec2.amazonaws.com`; also with a region
/// before the domain, as some services require.
public final class ServicePrincipals {
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9.-]+?)(\\.[a-z]{2}(-[a-z]+)+-\\d)?\\.amazonaws\\.com(\\.cn)?");
    private static final Set<String> KNOWN =
            Set.copyOf(TextResource.lines(ServicePrincipals.class, "service-principals.txt"));

    private ServicePrincipals() {}

    /// Whether AWS has this service.
    ///
    /// @param host such as `ec2.amazonaws.com`
    public static boolean has(String host) {
        Matcher matcher = HOST.matcher(host);
        return matcher.matches() && KNOWN.contains(matcher.group(1));
    }
}
