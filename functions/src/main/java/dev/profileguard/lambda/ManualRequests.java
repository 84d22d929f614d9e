package dev.profileguard.lambda;

import dev.profileguard.finding.Rule;
import dev.profileguard.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which requests a function takes from an invocation. An invocation does not say who made it, so
/// whoever may call `lambda:InvokeFunction` may do what the requests do.
///
/// The schedule invokes functions too, and nothing shows that it is the schedule. So a function
/// takes the request that the schedule sends from everybody: with that request, nobody decides
/// anything.
public enum ManualRequests {
    /// All requests.
    ALL("all"),
    /// Only those that change nothing.
    SHOW("show");

    private static final String PARAMETER = "ManualRequests";

    /// The commands that change nothing, of all functions.
    private static final Set<String> READ_ONLY =
            Set.of("show", "make", "failures", "usage", "status", "list", "mend");

    private final String text;

    ManualRequests(String text) {
        this.text = text;
    }

    /// Reads the setting; all requests if it is not set.
    ///
    /// @throws IllegalArgumentException if the value is invalid; names the template parameter
    public static ManualRequests from(Map<String, String> environment) {
        SettingsReader settings = new SettingsReader(environment);
        return settings.text(PARAMETER).isBlank()
                ? ALL
                : settings.choice(
                        PARAMETER, List.of(values()), each -> each.text, ManualRequests.ALL.text);
    }

    /// Checks a request to the function of a rule.
    ///
    /// @throws IllegalArgumentException if it is refused; the message says what to do instead
    void check(Rule rule, Map<String, ?> request) {
        if (this == SHOW && !(request.size() == 1 && READ_ONLY.containsAll(request.keySet()))) {
            throw refused(
                    rule.text(),
                    "%s is not such a request".formatted(VisibleText.excerpt(request.keySet())),
                    instead(rule));
        }
    }

    /// The error for a request that is refused.
    ///
    /// @param function its name
    /// @param what which request is refused, as a sentence without its end
    /// @param instead what to do instead, as a sentence without its end
    public static IllegalArgumentException refused(String function, String what, String instead) {
        return new IllegalArgumentException(
                "ManualRequests is show: %s takes only requests that change nothing, because an invocation does not say who made it. %s. %s. To allow all requests, set the template parameter ManualRequests=all"
                        .formatted(function, what, instead));
    }

    private static String instead(Rule rule) {
        return switch (rule) {
            case PROFILE_GUARD ->
                    "Let a principal in TrustedPrincipals make the change: it becomes the baseline."
                            + " To release the profile, let them set the tag"
                            + " profile-guard:release=PT30M on it. To pause all writes, set the"
                            + " template parameter Paused=on";
            case PROFILE_PROVISIONER ->
                    "Create the profile with your own permissions, or wait for the next sweep"
                            + " (SweepSchedule)";
            case NODE_ROLE_CHECK -> "NodeRoleCheck takes show and make, which change nothing";
            case TAG_ENFORCER ->
                    "Set the tags with your own permissions, or wait for the next sweep"
                            + " (SweepSchedule)";
            case FAILURE_ADVISOR -> "Ask for the failed calls of the last day";
            case BACKFILL -> "Wait for the next sweep (SweepSchedule)";
            case PROFILE_ROTATION ->
                    "ProfileRotation takes usage, status, list and mend, which change nothing. To"
                            + " replace a profile, make the new one, and give it to what usage"
                            + " shows, with your own permissions";
            case CANARY -> "Wait for the canary's next run (CanaryMinutes)";
        };
    }
}
