package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Release;
import dev.profileguard.text.VisibleText;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A release by the tag `profile-guard:release` on the profile. Its value is how long the release
/// lasts from the call on, as an ISO 8601 duration of at most 24 hours, such as `PT30M`. `PT0S`, or
/// the removal of the tag, ends the release.
///
/// Only a trusted principal can release by the tag, even during a release. The tag itself says
/// nothing: whoever may tag the profile can set it. The call that set it counts.
///
/// @param change the change of the profile that may set or remove the tag
record TaggedRelease(Change change, TrustedPrincipals trusted) {
    private static final Duration LONGEST = Duration.ofHours(24);

    /// The plan, which also starts or ends the release if the change does that.
    GuardPlan in(GuardPlan plan) {
        Release before = plan.next().release();
        Release next = change.edit().changesTag(Release.TAG) && isTrusted() ? after(before) : null;
        if (next == null) {
            return plan;
        }
        boolean endsNothing =
                next.until().equals(change.time())
                        && (before == null || !before.covers(change.time()));
        GuardPlan released = plan.storing(plan.next().with(next));
        return endsNothing ? released : released.with(GuardFindings.released(change, next));
    }

    /// Why the change does not release the profile although it sets the tag; null: it does, or it
    /// does not set the tag.
    @Nullable String refusal() {
        String value = value();
        if (value == null) {
            return null;
        }
        if (!isTrusted()) {
            return "only a principal in TrustedPrincipals releases a profile by this tag";
        }
        return duration(value) == null
                ? "'%s' is not a duration from PT0S to PT24H".formatted(VisibleText.excerpt(value))
                : null;
    }

    private boolean isTrusted() {
        return trusted.trust(change.actor());
    }

    /// The value that the tag was set to; null: the change does not set the tag.
    private @Nullable String value() {
        return change.edit() instanceof Edit.Tagged(Tags tags) ? tags.get(Release.TAG) : null;
    }

    /// The release after the change; null: it changes nothing. A later decision holds. Of two
    /// within one second, which CloudTrail does not order, the release that ends earlier holds.
    private @Nullable Release after(@Nullable Release before) {
        String value = value();
        Duration time = value == null ? Duration.ZERO : duration(value);
        if (time == null) {
            return null;
        }
        Release next = Release.decided(before, change.time(), time, reason(value));
        boolean later =
                before == null
                        || next.decided().isAfter(before.decided())
                        || (next.decided().equals(before.decided())
                                && next.until().isBefore(before.until()));
        return later ? next : null;
    }

    private String reason(@Nullable String value) {
        return VisibleText.excerpt(
                value == null
                        ? "%s removed the tag %s".formatted(change.actor().described(), Release.TAG)
                        : "%s set the tag %s=%s"
                                .formatted(change.actor().described(), Release.TAG, value));
    }

    /// Null: it is no such duration.
    private static @Nullable Duration duration(String value) {
        try {
            Duration time = Duration.parse(value.strip());
            return time.isNegative() || time.compareTo(LONGEST) > 0 ? null : time;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
