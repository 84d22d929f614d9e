package dev.profileguard.tag;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Task;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagDecision;
import org.jspecify.annotations.Nullable;

/// One role or profile whose tags are to be as the rules want them.
sealed interface TagTask extends Task permits RoleTagTask, ProfileTagTask {
    /// What led to it.
    TagChange change();

    /// What the tasks of an event are judged by.
    TagContext context();

    /// What the tags of roles and of profiles have in common.
    default TagSteps steps() {
        return new TagSteps(change(), context().enforcement());
    }

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
        return context().untouchable(change().subject());
    }

    @Override
    default Decision whenCutShort() {
        return TagDecision.TAGGED;
    }
}
