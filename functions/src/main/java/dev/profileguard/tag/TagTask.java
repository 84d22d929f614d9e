package dev.profileguard.tag;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Task;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One role or profile whose tags must comply with the rules.
sealed interface TagTask extends Task permits RoleTagTask, ProfileTagTask {
    /// The change that started it.
    TagChange change();

    /// The settings and rules.
    TagContext context();

    /// The steps that tasks for roles and for profiles share.
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
    default List<Finding> refused(IamWriter.RefusedException refusal, List<String> done) {
        return List.of(
                change().call()
                        .refused(
                                Rule.TAG_ENFORCER,
                                subject(),
                                change().subject().name(),
                                refusal,
                                done));
    }

    @Override
    default Decision decisionAfterError() {
        return TagDecision.TAGGED;
    }
}
