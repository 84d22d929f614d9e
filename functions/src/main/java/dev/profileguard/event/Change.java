package dev.profileguard.event;

import dev.profileguard.iam.ProfileName;
import java.time.Instant;

/// One event about one instance profile: which, what was done, and by whom. What the profile is
/// like now is for a look at IAM to tell.
public record Change(ProfileName profile, Edit edit, Call call) {
    /// Who made the call.
    public Actor actor() {
        return call.actor();
    }

    /// When, in whole seconds.
    public Instant time() {
        return call.time();
    }

    /// CloudTrail's, the same on every delivery of the event.
    public String eventId() {
        return call.eventId();
    }

    /// Whether a sweep found the profile as it is, and no event tells how it came to be so.
    public boolean isFound() {
        return edit instanceof Edit.Found;
    }

    /// How a person would say it.
    public String described() {
        if (isFound()) {
            return "found by a sweep at %s".formatted(time());
        }
        return "%s %s (%s at %s)"
                .formatted(actor().described(), edit.described(), call.operation(), time());
    }
}
