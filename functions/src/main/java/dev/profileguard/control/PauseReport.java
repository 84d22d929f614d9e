package dev.profileguard.control;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.pause.Pause;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reports the pause of all writes. The finding stays open until a sweep finds no pause.
///
/// @param account twelve digits; empty: unknown
/// @param requestId the invocation's ID
public record PauseReport(String account, String requestId) {
    /// The outcome while writes are paused, or when they are not.
    ///
    /// @param pause null: writes are allowed; resolves the finding
    /// @param why the reason for the outcome, as a sentence for people
    public Outcome of(@Nullable Pause pause, String why) {
        return new Outcome.Answered(
                subject(),
                pause == null ? PauseDecision.NOT_PAUSED : PauseDecision.PAUSED,
                why,
                List.of(),
                pause == null ? List.of() : List.of(finding(pause)),
                Map.of(),
                requestId);
    }

    /// Such as `account/123456789012`.
    private String subject() {
        return "account/" + (account.isEmpty() ? "unknown" : account);
    }

    private Finding finding(Pause pause) {
        return new Finding(
                Kind.WRITES_PAUSED,
                subject(),
                account,
                pause.until() == null ? "the template" : "a manual invocation",
                pause.sentence()
                        + ". No function writes to IAM, EC2 or Auto Scaling: drift stays in place",
                List.of("nothing: each function reports what it would do"),
                List.of(
                        pause.until() == null
                                ? "To end it, set the template parameter Paused=off"
                                : "To end it before that: ./guard ask all '{\"pause\":"
                                        + " {\"minutes\": 0}}'",
                        "Repair at its end what changed meanwhile: ./guard sweep. The next"
                                + " scheduled sweep does it too"),
                pause.requestId().isEmpty() ? requestId : pause.requestId());
    }
}
