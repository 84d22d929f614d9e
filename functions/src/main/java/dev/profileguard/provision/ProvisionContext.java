package dev.profileguard.provision;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.finding.Finding;
import dev.profileguard.guard.rule.ObservedProfile;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.TagSubject;
import dev.profileguard.lambda.Platform;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.GuardRecords;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.TagRecordStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// What every [ProvisionTask] and [RetireTask] of an execution environment works with.
record ProvisionContext(
        Mode mode,
        Provisioning provisioning,
        Retirement retirement,
        IamReader reader,
        IamWriter writer,
        GuardRecords store,
        TagRecordStore tags,
        ProvenanceStore provenance,
        InstantSource clock,
        Backoff pause) {

    static ProvisionContext in(Platform surroundings, ProvisionSettings settings) {
        SdkIamReader reader = new SdkIamReader(surroundings.iam());
        return new ProvisionContext(
                settings.mode(),
                settings.provisioning(),
                settings.retirement(),
                reader,
                surroundings.writer(settings.mode(), reader),
                new GuardRecordStore(surroundings.dynamo(), settings.table()),
                new TagRecordStore(surroundings.dynamo(), settings.table()),
                new ProvenanceStore(surroundings.dynamo(), settings.table()),
                surroundings.clock(),
                surroundings.pause());
    }

    /// The same, writing nothing.
    ProvisionContext observing() {
        return new ProvisionContext(
                Mode.OBSERVE,
                provisioning,
                retirement,
                reader,
                IamWriter.DRY_RUN,
                store,
                tags,
                provenance,
                clock,
                pause);
    }

    /// The task for what an event or a person asks.
    Task task(ProvisionTrigger occasion) {
        return switch (occasion) {
            case ProvisionTrigger.Wanted wanted -> new ProvisionTask(wanted, this);
            case ProvisionTrigger.DeletionRefused refused -> new RetireTask(refused, this);
        };
    }

    /// Performs a plan and tells its findings.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when what was read is no longer so
    Outcome carryOut(Plan plan, Progress progress) {
        progress.announce(plan.findings(), plan.actions());
        plan.actions().forEach(action -> progress.perform(writer, action));
        return told(plan, progress);
    }

    /// Remembers that a role is about to get its profile, and which tags that will have from the
    /// role, so that they follow it. Before IAM is written: a run that is cut short has only
    /// remembered too much.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when somebody else wrote meanwhile
    void remember(RoleDetail role) {
        if (mode == Mode.ENFORCE) {
            provenance.making(Provisioning.profileOf(role.name()), role.role(), clock.instant());
            rememberCarried(role);
        }
    }

    private void rememberCarried(RoleDetail role) {
        Map<String, String> carried = provisioning.inheritedBy(role).values();
        if (carried.isEmpty()) {
            return;
        }
        TagSubject profile = new TagSubject.OfProfile(Provisioning.profileOf(role.name()));
        TagRecord before = tags.load(profile.key());
        TagRecord next = before;
        for (Map.Entry<String, String> tag : carried.entrySet()) {
            next = next.carrying(tag.getKey(), tag.getValue(), null);
        }
        if (!next.equals(before)) {
            tags.save(next);
        }
    }

    /// Tells a plan's findings, now that its actions are done.
    Outcome told(Plan plan, Progress progress) {
        List<String> done = progress.performed().stream().map(PerformedAction::described).toList();
        List<Finding> findings =
                plan.findings().stream()
                        .map(each -> each.done().isEmpty() ? each.withDone(done) : each)
                        .toList();
        return progress.outcome(plan.decision(), plan.why(), findings);
    }

    /// Takes away what an earlier run left behind for a role that no profile holds: one read where
    /// there is nothing.
    ///
    /// @param otherwise the decision when there is nothing
    Outcome tidy(ProvisionTrigger occasion, Progress progress, Decision otherwise, String why) {
        InstanceProfile found = reader.profile(Provisioning.profileOf(occasion.role()));
        if (found != null && Retirement.isLeftover(found)) {
            ObservedProfile seen = new ObservedProfile(store.load(found.name()), found);
            Plan plan = retirement.leftover(occasion, seen, provenance.load(found.name()));
            if (plan != null) {
                return carryOut(plan, progress);
            }
        }
        return progress.outcome(otherwise, why, List.of());
    }
}
