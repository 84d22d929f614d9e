package dev.profileguard.tag;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports.CallHistory;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagDecision;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagRules;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

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

    /// Handles a listed profile if no rule is about profiles: its tags do not matter.
    @Override
    public @Nullable Outcome fromSnapshot(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache baselines, Call call) {
        InstanceProfile listed =
                subject instanceof Subject.OfProfile(ProfileName name)
                        ? snapshot.listed(name)
                        : null;
        return listed != null
                        && !rules.concernProfiles()
                        && TagContext.of(settings, rules).untouchable(subject) == null
                        && !Exemptions.isServiceOwned(listed)
                ? new Outcome.Skipped(
                        subject.subject(),
                        TagDecision.COMPLIANT,
                        "No rule is about the tags of instance profiles",
                        call.eventId())
                : null;
    }
}
