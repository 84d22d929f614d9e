package dev.profileguard.guard.baselines;

import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A decision by an invocation, which does not say who made it. The baseline says how it came
/// about.
///
/// @param command such as `approve`
/// @param now the time of the request
/// @param plan the plan that contains the decision
public record ByHand(String command, Instant now, String plan) {
    /// Who made what this decides, for baselines and findings.
    public String by() {
        return "a manual invocation (baselines %s)".formatted(command);
    }

    /// A baseline by this decision.
    Baseline baseline(
            String profileId,
            String path,
            @Nullable RecordedRole role,
            Tags tags,
            boolean provisional) {
        return new Baseline(
                profileId,
                path,
                role,
                tags,
                now.truncatedTo(ChronoUnit.SECONDS),
                by(),
                plan,
                provisional);
    }
}
