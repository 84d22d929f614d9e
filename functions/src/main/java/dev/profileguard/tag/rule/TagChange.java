package dev.profileguard.tag.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.state.ProvenanceTags;
import dev.profileguard.tag.policy.PlaceholderValues;
import org.jspecify.annotations.Nullable;

/// One event about the tags of one role or profile. The current tags are read from IAM.
public record TagChange(Subject subject, TagEdit edit, Call call) {
    /// The operation of a call that is a person's manual invocation.
    public static final String INVOKE = "Invoke";

    /// The principal, for people.
    public String by() {
        return isManual() ? "a manual invocation" : call.actor().described();
    }

    private boolean isManual() {
        return INVOKE.equals(call.operation());
    }

    /// The state that was seen because of this change, without a call that explains it.
    public TagChange unattributed() {
        String occasion =
                edit instanceof TagEdit.Asked
                        ? (isManual() ? "by a check at " : "by a sweep at ") + call.time()
                        : "after " + described();
        Call seen =
                new Call(new Actor.Unattributed(), "", call.account(), call.eventId(), call.time());
        return edit instanceof TagEdit.Found
                ? this
                : new TagChange(subject, new TagEdit.Found(occasion), seen);
    }

    /// The change as a sentence for people.
    public String described() {
        if (edit instanceof TagEdit.RoleChanged changed) {
            return changed.cause();
        }
        if (edit instanceof TagEdit.Found found) {
            return found.described();
        }
        return edit instanceof TagEdit.Asked
                ? "%s asked for a check (%s)".formatted(by(), call.time())
                : "%s %s (%s at %s)"
                        .formatted(by(), edit.described(), call.operation(), call.time());
    }

    /// The placeholder values for a role. The creator is the caller of CreateRole; other calls have
    /// none.
    public PlaceholderValues facts(RoleName role) {
        return PlaceholderValues.of(creator(), role, call.account(), call.time());
    }

    /// The placeholder values for a profile. A profile that a function created or restored has no
    /// creator.
    ///
    /// @param own the functions' roles that create profiles
    public PlaceholderValues facts(InstanceProfile found, Globs own) {
        Role held = found.role();
        boolean ours = ProvenanceTags.isOurs(found) || call.actor().isAmong(own);
        return PlaceholderValues.of(
                ours ? null : creator(),
                held == null ? null : held.name(),
                call.account(),
                call.time());
    }

    private @Nullable Actor creator() {
        return edit instanceof TagEdit.Created ? call.actor() : null;
    }

    /// The change for a profile that contains the role of this change.
    public TagChange following(ProfileName profile) {
        return new TagChange(
                new Subject.OfProfile(profile),
                new TagEdit.RoleChanged(described(), edit.keys()),
                call);
    }
}
