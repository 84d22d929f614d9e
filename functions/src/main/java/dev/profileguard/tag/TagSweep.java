package dev.profileguard.tag;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports.CallHistory;
import dev.profileguard.reconcile.Task;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagRules;
import java.time.temporal.ChronoUnit;

/// TagEnforcer's rule in a sweep, with the tag policy of this invocation.
record TagSweep(TagSettings settings, TagRules rules) implements SweepRule {
    @Override
    public String name() {
        return Rule.TAG_ENFORCER.inSweeps();
    }

    /// The template parameter that sets the mode.
    static final String MODE = "TagMode";

    @Override
    public Mode mode() {
        return rules.isEmpty() ? Mode.OFF : settings.mode();
    }

    @Override
    public String modeParameter() {
        return rules.isEmpty() ? "TagPolicy is empty, which has the same effect as TagMode" : MODE;
    }

    @Override
    public boolean covers(TaggedType type) {
        return true;
    }

    /// A sweep does not look up who set a tag: an account can have thousands of wrong tags, and
    /// CloudTrail allows two calls a second.
    @Override
    public CallHistory calls(CallHistory calls, Requester requester) {
        return CallHistory.NONE;
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        Call ours =
                new Call(
                        new Actor.Service("a sweep", null),
                        call.operation(),
                        call.account(),
                        call.eventId(),
                        call.time().truncatedTo(ChronoUnit.SECONDS));
        return TagContext.of(settings, rules)
                .task(new TagChange(subject, new TagEdit.Asked(), ours));
    }
}
