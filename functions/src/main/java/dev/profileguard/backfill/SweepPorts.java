package dev.profileguard.backfill;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.sweep.BulkHistory;
import dev.profileguard.sweep.KnownAccount;
import dev.profileguard.sweep.SnapshotPolicies;
import dev.profileguard.sweep.SweepRule;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the reconciler reads and writes in a sweep: the snapshot, or IAM for a subject whose
/// snapshot is stale or must be confirmed.
///
/// @param live the ports for a function in this mode when it handles an event
/// @param history answers many lookups in CloudTrail at once
/// @param written receives each action that changed IAM, or may have
record SweepPorts(
        SweepRequest.Mode mode,
        KnownAccount account,
        Function<Mode, Ports> live,
        BulkHistory history,
        Consumer<Action> written) {
    /// Why a subject is read from IAM.
    private enum Reason {
        /// A decision to write must not depend on the snapshot.
        CONFIRM,
        /// The snapshot is older than what IAM returned.
        STALE
    }

    /// The mode in which a rule runs.
    Mode goal(SweepRule rule) {
        return switch (mode) {
            case PLAN -> Mode.OBSERVE;
            case APPLY -> Mode.ENFORCE;
            case SWEEP -> rule.mode();
        };
    }

    SweepRule.Requester requester() {
        return switch (mode) {
            case PLAN, APPLY -> SweepRule.Requester.PERSON;
            case SWEEP -> SweepRule.Requester.SCHEDULE;
        };
    }

    /// The ports for one rule and one subject.
    ///
    /// @param goal whether the rule may write
    Ports of(SweepRule rule, Mode goal, Subject subject) {
        Ports events = live.apply(goal);
        return new Ports(
                account.snapshot(),
                new SnapshotPolicies(account.snapshot(), events.policies()),
                action -> perform(events.writer(), action, goal),
                account.baselines(),
                account.tags().over(events.tags()),
                account.made(),
                events.failures(),
                events.repairs(),
                rule.calls(history.of(rule, events.calls()), requester()),
                events.users(),
                events.decoder(),
                events.clusters(),
                stale -> refresh(subject, Reason.STALE),
                events.pauses(),
                events.clock(),
                events.backoff());
    }

    /// Makes the next reads of a subject go to IAM. A plan does not need that: applying the plan
    /// reads IAM.
    void confirm(Subject subject, SweepRule rule) {
        if (mode == SweepRequest.Mode.PLAN) {
            return;
        }
        refresh(subject, Reason.CONFIRM);
        if (rule.readsPolicies() && subject instanceof Subject.OfRole(RoleName role)) {
            account.snapshot().confirmPolicies(role);
        }
    }

    private PerformedAction perform(IamWriter writer, Action action, Mode goal) {
        if (action instanceof Action.AddRole add && isGone(add.role(), goal)) {
            return new PerformedAction(action, Effect.ROLE_GONE);
        }
        if (goal != Mode.ENFORCE) {
            return writer.perform(action);
        }
        try {
            PerformedAction performed = writer.perform(action);
            noteEffect(performed);
            return performed;
        } catch (RuntimeException e) {
            account.snapshot().changedBy(action);
            written.accept(action);
            throw e;
        }
    }

    private void noteEffect(PerformedAction performed) {
        Action action = performed.action();
        switch (performed.effect()) {
            case DONE -> {
                account.snapshot().performed(action);
                written.accept(action);
            }
            case ALREADY -> {
                account.snapshot().changedBy(action);
                written.accept(action);
            }
            case ROLE_GONE, TAGS_FULL, QUOTA_REACHED, REJECTED ->
                    account.snapshot().changedBy(action);
            case WOULD_DO -> {}
        }
    }

    /// Whether neither the list nor IAM shows the role: then each sweep would make the same call in
    /// vain.
    private boolean isGone(RoleName role, Mode goal) {
        if (account.snapshot().contains(role) || goal != Mode.ENFORCE) {
            return !account.snapshot().contains(role);
        }
        account.snapshot().confirm(role);
        return account.snapshot().role(role) == null;
    }

    private void refresh(Subject subject, Reason reason) {
        account.tags().confirm(subject);
        switch (subject) {
            case Subject.OfRole(RoleName role) -> {
                account.made().reload(new ProfileName(role.value()));
                account.snapshot().confirm(role);
            }
            case Subject.OfProfile(ProfileName profile) -> {
                account.baselines().reload(profile);
                switch (reason) {
                    case CONFIRM -> account.snapshot().confirm(profile);
                    case STALE -> account.snapshot().changed(profile);
                }
            }
        }
    }
}
