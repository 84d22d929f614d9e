package dev.profileguard.tag;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagSubject;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.sweep.Subject;
import dev.profileguard.sweep.SweepContext;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagRules;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// TagEnforcer's rule in a sweep.
public record TagSweep(TagSettings settings, TagRules rules, Platform surroundings)
        implements SweepRule {
    @Override
    public String name() {
        return Rule.TAG_ENFORCER.inSweeps();
    }

    @Override
    public Mode mode() {
        return rules.isEmpty() ? Mode.OFF : settings.mode();
    }

    @Override
    public String modeParameter() {
        return rules.isEmpty() ? "TagPolicy is empty, which is as if TagMode" : "TagMode";
    }

    @Override
    public boolean covers(Subject.Kind kind) {
        return true;
    }

    @Override
    public Task task(Subject subject, SweepContext hands, Call call) {
        Call ours =
                new Call(
                        new Actor.Service("a sweep", null),
                        call.operation(),
                        call.account(),
                        call.eventId(),
                        call.time().truncatedTo(ChronoUnit.SECONDS));
        TagSubject tagged =
                switch (subject.kind()) {
                    case ROLE -> new TagSubject.OfRole(new RoleName(subject.name()));
                    case PROFILE -> new TagSubject.OfProfile(new ProfileName(subject.name()));
                };
        return tagging(hands).task(new TagChange(tagged, new TagEdit.Asked(), ours));
    }

    @Override
    public List<Outcome> besides(Task task) {
        return task instanceof TagTask tags ? tags.followers() : List.of();
    }

    private TagContext tagging(SweepContext hands) {
        return new TagContext(
                settings.with(hands.mode()),
                new TagEnforcement(rules, settings.breaker()),
                hands.reader(),
                hands.writer(),
                new TagRecordStore(surroundings.dynamo(), settings.table()),
                hands.baselines(),
                new Reconciler(hands.mode(), modeParameter(), surroundings.pause()),
                surroundings);
    }
}
