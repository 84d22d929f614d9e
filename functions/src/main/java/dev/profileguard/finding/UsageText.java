package dev.profileguard.finding;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says in findings what used the profile when a sweep looked. These findings say that the profile
/// was or is wrong, which everything that uses it feels, or that it needs a successor.
public final class UsageText {
    private static final Set<Kind> KINDS =
            Set.of(
                    Kind.ROLE_REVERTED,
                    Kind.PROFILE_RESTORED,
                    Kind.PROFILE_RECREATED,
                    Kind.ROLE_RECREATED,
                    Kind.ROLE_GONE,
                    Kind.ROLE_WITHHELD,
                    Kind.DRIFT_UNEXPLAINED,
                    Kind.BREAKER_OPEN);

    private UsageText() {}

    /// Whether one of these findings says it.
    public static boolean isNeededIn(List<Finding> findings) {
        return findings.stream().anyMatch(UsageText::isNeededIn);
    }

    private static boolean isNeededIn(Finding finding) {
        return KINDS.contains(finding.kind());
    }

    /// The findings with what used the profile, where that is needed.
    ///
    /// @param usage null: it is not known, and nothing is added
    public static List<Finding> in(
            List<Finding> findings, ProfileName profile, @Nullable KeptUsage usage) {
        if (usage == null) {
            return findings;
        }
        String text = usage.text(profile);
        return findings.stream().map(each -> isNeededIn(each) ? each.adding(text) : each).toList();
    }
}
