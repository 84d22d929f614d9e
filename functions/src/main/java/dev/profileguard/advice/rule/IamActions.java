package dev.profileguard.advice.rule;

import java.util.Map;
import java.util.regex.Pattern;

/// The names by which policies allow the calls of services.
///
/// See
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
final class IamActions {
    /// The prefixes of actions, by the event source without its domain. The two differ for some
    /// services, such as CloudWatch, so only those that were looked up are here.
    private static final Map<String, String> PREFIXES =
            Map.of(
                    "iam", "iam",
                    "ec2", "ec2",
                    "sts", "sts",
                    "eks", "eks",
                    "autoscaling", "autoscaling");

    private static final Pattern OPERATION = Pattern.compile("[A-Z][A-Za-z0-9]{0,79}");
    private static final Pattern DOMAIN = Pattern.compile("\\.amazonaws\\.com(?:\\.cn)?$");

    private IamActions() {}

    /// The service without its domain, such as `ec2`.
    static String service(FailedCall call) {
        return DOMAIN.matcher(call.service()).replaceFirst("");
    }

    /// The action of a call, such as `ec2:RunInstances`; empty: it is not known.
    static String of(FailedCall call) {
        return of(call, call.operation());
    }

    /// The action of a call by the name that a message has for it.
    ///
    /// @param name such as `ec2:RunInstances` or `RunInstances`
    static String of(FailedCall call, String name) {
        if (name.contains(":")) {
            return name;
        }
        String prefix = PREFIXES.get(service(call));
        return prefix == null || !OPERATION.matcher(name).matches() ? "" : prefix + ":" + name;
    }
}
