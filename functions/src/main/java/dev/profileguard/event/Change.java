package dev.profileguard.event;

import dev.profileguard.iam.ProfileName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One change of one instance profile: what was done, and by whom. The current state of the profile
/// must be read from IAM.
public record Change(ProfileName profile, Edit edit, Call call) {
    /// Who made the call.
    public Actor actor() {
        return call.actor();
    }

    /// The time of the call, in whole seconds.
    public Instant time() {
        return call.time();
    }

    /// CloudTrail's event ID, the same on every delivery.
    public String eventId() {
        return call.eventId();
    }

    /// The state that was seen because of this change, without a call that explains it.
    public Change unattributed() {
        return isFound()
                ? this
                : new Change(profile, new Edit.Found("after " + described()), call.unattributed());
    }

    /// The same with a time that is not in the future: CloudTrail records no such call, so a time
    /// in the future says nothing.
    ///
    /// @param now the current time
    public Change notAfter(Instant now) {
        return time().isAfter(now)
                ? new Change(profile, edit, call.at(now.truncatedTo(ChronoUnit.SECONDS)))
                : this;
    }

    /// Whether no call is known that caused the state.
    public boolean isFound() {
        return edit instanceof Edit.Found;
    }

    /// The change in words, for findings and logs.
    public String described() {
        if (edit instanceof Edit.Found found) {
            return found.described();
        }
        return "%s %s (%s at %s)"
                .formatted(actor().described(), edit.described(), call.operation(), time());
    }
}
