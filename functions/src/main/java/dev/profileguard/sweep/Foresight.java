package dev.profileguard.sweep;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/// Finds out which reads the next subjects of a sweep will make, and begins them. Rules are pure,
/// and name their reads as data: they are followed on what is known already, up to the first read
/// that is not.
///
/// Not thread-safe.
public final class Foresight {
    /// How many subjects are looked at for each read that can be started: most need none.
    private static final int SUBJECTS_FOR_A_READ = 4;

    private final KnownAccount account;
    private final ReadsAhead ahead;
    private final Set<Subject> looked = new HashSet<>();

    /// @param ahead where reads are started
    public Foresight(KnownAccount account, ReadsAhead ahead) {
        this.account = account;
        this.ahead = ahead;
    }

    /// Begins reads that the next subjects will make, as many as can be started.
    ///
    /// @param next the next subjects, in order
    /// @param reads the reads that rules will make first for a subject
    public void look(Iterable<Subject> next, Function<Subject, Set<Read<?>>> reads) {
        int left = SUBJECTS_FOR_A_READ * ahead.most();
        for (Subject subject : next) {
            if (left-- <= 0 || ahead.isFull()) {
                return;
            }
            if (looked.add(subject)) {
                reads.apply(subject).stream()
                        .filter(this::isToBegin)
                        .forEach(read -> ahead.begin(read, subject));
            }
        }
    }

    /// A profile that changed is read in its turn: it may change again until then.
    private boolean isToBegin(Read<?> read) {
        return !(read instanceof Read.OfProfile(ProfileName name))
                || account.snapshot().listed(name) != null;
    }

    /// Drops what was started for a subject, and was not needed.
    public void passed(Subject subject) {
        looked.remove(subject);
        ahead.passed(subject);
    }

    /// The first reads of a task that are not known: at most one of the task and one of each task
    /// that has to come first. What cannot be evaluated now is evaluated in its turn.
    ///
    /// @param answers makes the reads that need no call
    public Set<Read<?>> reads(Task task, Task.Attempt attempt, Step.Answers answers) {
        Set<Read<?>> reads = new HashSet<>();
        if (task.untouchable() == null) {
            switch (answers.follow(task.begin(attempt), this::isKnown)) {
                case Step.Need<?> need -> reads.add(need.read());
                case Step.LookAgain _ -> {}
                case Plan plan ->
                        plan.prerequisites()
                                .forEach(first -> reads.addAll(reads(first, attempt, answers)));
            }
        }
        return reads;
    }

    /// Whether the snapshot of a role, and of the profiles with it, needs no read.
    public boolean isKnown(Subject subject) {
        return switch (subject) {
            case Subject.OfRole(RoleName role) ->
                    account.snapshot().knows(role) && account.snapshot().knowsHolders(role);
            case Subject.OfProfile profile -> true;
        };
    }

    private boolean isKnown(Read<?> read) {
        AccountSnapshot snapshot = account.snapshot();
        return switch (read) {
            case Read.OfProfile(ProfileName name) -> snapshot.knows(name);
            case Read.OfRole(RoleName name) -> snapshot.knows(name);
            case Read.OfProfilesWith(RoleName name) -> snapshot.knowsHolders(name);
            case Read.OfHolders(RoleName name) ->
                    snapshot.knows(name) && snapshot.knowsHolders(name);
            case Read.OfRoleIn(ProfileName name) -> isListedWithRole(name);
            case Read.OfAttachedPolicies(RoleName name) -> snapshot.attached(name) != null;
            case Read.OfTagRecord(String subject) -> account.tags().knows(subject);
            case Read.OfGuardRecord _, Read.OfProvenance _ -> true;
            case Read.OfTime(Instant notBefore) -> notBefore.equals(Instant.EPOCH);
            case Read.OfInlinePolicies _,
                    Read.OfManagedPolicy _,
                    Read.OfRolesWithPolicy _,
                    Read.OfProfileQuota _,
                    Read.OfCalls _,
                    Read.OfHistory _,
                    Read.OfProfileUse _,
                    Read.OfAssociation _,
                    Read.OfClusterUses _,
                    Read.OfClusterPods _,
                    Read.OfPolicyNames _,
                    Read.OfDecoded _,
                    Read.OfUsage _,
                    Read.OfFailures _,
                    Read.OfRepairs _ ->
                    false;
        };
    }

    private boolean isListedWithRole(ProfileName name) {
        InstanceProfile listed = account.snapshot().listed(name);
        Role held = listed == null ? null : listed.role();
        return listed != null
                && (held == null
                        || (account.snapshot().contains(held.name())
                                && account.snapshot().knows(held.name())));
    }
}
