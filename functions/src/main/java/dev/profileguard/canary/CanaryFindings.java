package dev.profileguard.canary;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Outcome;
import java.util.List;
import java.util.Map;

/// What the canary finds about its profile.
record CanaryFindings(ProfileName profile, CanaryRun run) {
    private static final String NOBODY = "nobody: the canary found it";

    /// ProfileGuard did not set the guard tag again.
    ///
    /// @param tags of the profile
    Finding unrepaired(Tags tags) {
        return finding(
                "the canary took the guard tag off %s at %s, and ProfileGuard has not set it again: it may repair no other profile either"
                        .formatted(profile, Canary.writtenAt(tags)),
                List.of(
                        "Look for the event in ProfileGuard's log, then in its queues for retries"
                                + " and failures: see docs/operations/delivery.md",
                        "If somebody released the profile, wait for the end of the release"));
    }

    /// The outcome of a run that finds no profile. CloudFormation does not create again what
    /// somebody deleted.
    Outcome gone() {
        String why = "The canary's profile %s does not exist".formatted(profile);
        return new Outcome.Answered(
                profile.subject(),
                CanaryDecision.PROFILE_GONE,
                why,
                List.of(),
                List.of(
                        finding(
                                "the canary's profile %s does not exist: somebody deleted it, and whether events arrive is no longer checked"
                                        .formatted(profile),
                                List.of(
                                        "Deploy the stack with CanaryMinutes=off, then with the"
                                                + " value that it has now: CloudFormation makes a"
                                                + " new profile"))),
                Map.of(),
                run.requestId());
    }

    private Finding finding(String cause, List<String> todo) {
        return new Finding(
                Finding.Kind.CANARY_UNREPAIRED,
                profile.subject(),
                run.account(),
                NOBODY,
                cause,
                List.of(),
                todo,
                run.requestId());
    }
}
