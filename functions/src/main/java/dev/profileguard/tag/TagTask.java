package dev.profileguard.tag;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Task;
import dev.profileguard.tag.rule.TagChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One role or profile whose tags are to be as the rules want them.
sealed interface TagTask extends Task permits RoleTagTask, ProfileTagTask {
    /// The event that led to it.
    TagChange change();

    /// What the tasks of an event work with.
    TagContext tagging();

    /// What became of the profiles that a role's change concerned too.
    List<Outcome> followers();

    @Override
    default String subject() {
        return change().subject().subject();
    }

    @Override
    default String eventId() {
        return change().call().eventId();
    }

    @Override
    default @Nullable String untouchable() {
        return tagging().untouchable(change().subject());
    }

    @Override
    default Decision whenCutShort() {
        return Decision.TAGGED;
    }
}
