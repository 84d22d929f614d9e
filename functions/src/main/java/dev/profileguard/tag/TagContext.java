package dev.profileguard.tag;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.ServiceOwned;
import dev.profileguard.iam.TagSubject;
import dev.profileguard.iam.Tags;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.GuardRecords;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagEnforcement.Decided;
import dev.profileguard.tag.rule.TagRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tag tasks of one event work with.
record TagContext(
        TagSettings settings,
        TagEnforcement enforcement,
        IamReader reader,
        IamWriter writer,
        TagRecordStore store,
        GuardRecords baselines,
        Reconciler reconciler,
        Platform surroundings) {

    static TagContext in(
            Platform surroundings, TagSettings settings, TagRules rules, Reconciler reconciler) {
        SdkIamReader reader = new SdkIamReader(surroundings.iam());
        return new TagContext(
                settings,
                new TagEnforcement(rules, settings.breaker()),
                reader,
                surroundings.writer(settings.mode(), reader),
                new TagRecordStore(surroundings.dynamo(), settings.table()),
                new GuardRecordStore(surroundings.dynamo(), settings.table()),
                reconciler,
                surroundings);
    }

    TagRules rules() {
        return enforcement.rules();
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    TagRecord load(TagChange change) {
        return store.load(change.subject().key());
    }

    /// The task for a change.
    TagTask task(TagChange change) {
        return switch (change.subject()) {
            case TagSubject.OfRole(RoleName role) -> new RoleTagTask(change, role, this);
            case TagSubject.OfProfile(ProfileName profile) ->
                    new ProfileTagTask(change, profile, null, null, this);
        };
    }

    /// The task for a profile whose role is known.
    ProfileTagTask following(
            TagChange change, ProfileName profile, RoleDetail role, RoleProfiles seen) {
        return new ProfileTagTask(change.following(profile), profile, role, seen, this);
    }

    /// Why a role or profile of this name is never touched; null: it may be.
    @Nullable String untouchable(TagSubject subject) {
        String name =
                switch (subject) {
                    case TagSubject.OfRole(RoleName role) -> role.key();
                    case TagSubject.OfProfile(ProfileName profile) -> profile.key();
                };
        if (settings.exempt().match(name)) {
            return "%s is exempt by ExemptNames".formatted(subject.subject());
        }
        if (!(subject instanceof TagSubject.OfProfile(ProfileName profile))) {
            return null;
        }
        return ServiceOwned.byName(profile)
                ? "%s belongs to an AWS service, by its name".formatted(subject.subject())
                : Canary.untouchable(profile);
    }

    /// Refuses to conclude anything from tags that do not show a fresh change yet.
    ///
    /// @param found null: IAM shows no such role or profile
    /// @throws ChangedMeanwhileException when they seem to be too old
    void refuseTooEarly(TagChange change, @Nullable Tags found) {
        boolean tooEarly;
        if (found == null) {
            tooEarly = enforcement.isWaitedFor(change, now());
        } else {
            List<String> unseen = enforcement.unseen(change, found, now());
            tooEarly =
                    !unseen.isEmpty()
                            && !load(change).wroteSince(change.call().time(), unseen, now());
        }
        if (tooEarly) {
            throw new ChangedMeanwhileException(
                    "IAM does not show yet that %s".formatted(change.described()));
        }
    }

    /// Remembers and writes what was decided.
    ///
    /// @param record as it was loaded
    Outcome carryOut(Decided decided, TagRecord record, Progress progress) {
        Plan plan = decided.plan();
        boolean writes = settings.mode() == Mode.ENFORCE && !plan.actions().isEmpty();
        if (writes && !decided.next().equals(record)) {
            store.save(decided.next());
        }
        progress.announce(plan.findings(), plan.actions());
        List<PerformedAction> done = new ArrayList<>();
        try {
            for (Action action : plan.actions()) {
                done.add(perform(action, progress));
            }
        } catch (RuntimeException e) {
            if (!done.isEmpty()) {
                progress.tell(withDone(plan.findings(), done));
            }
            throw e;
        }
        return progress.outcome(plan.decision(), plan.why(), withDone(plan.findings(), done));
    }

    private PerformedAction perform(Action action, Progress progress) {
        PerformedAction performed = progress.perform(writer, action);
        if (performed.effect() == Effect.TAGS_FULL) {
            throw new ChangedMeanwhileException(
                    "Somebody filled the tags of %s meanwhile".formatted(action.subject()));
        }
        return performed;
    }

    private static List<Finding> withDone(List<Finding> findings, List<PerformedAction> done) {
        List<String> texts = done.stream().map(PerformedAction::described).toList();
        return findings.stream()
                .map(finding -> finding.done().isEmpty() ? finding.withDone(texts) : finding)
                .toList();
    }

    static Outcome gone(TagChange change, Progress progress) {
        String why = "%s no longer exists".formatted(change.subject().subject());
        return progress.outcome(Decision.GONE, why, List.of());
    }

    static Outcome notOurs(TagChange change, Progress progress) {
        String why =
                "%s belongs to a service, by its path, tags or role"
                        .formatted(change.subject().subject());
        return progress.outcome(Decision.NEVER_TOUCHED, why, List.of());
    }
}
