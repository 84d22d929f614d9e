package dev.profileguard.sweep;

import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.reconcile.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Reads of IAM that were started before their subject's turn, several at the same time. Each
/// answer is given once, to the first who makes this read; an error, too. All other reads are made
/// when they are asked for.
///
/// Not thread-safe: only the calls run in other threads.
public final class ReadsAhead implements IamReader {
    private final CallsAhead calls;
    private final IamReader live;
    private final PolicyReader policies;
    private final Map<Read<?>, Started> started = new HashMap<>();

    /// @param live makes the reads; thread-safe if calls are made ahead
    /// @param policies makes the reads of policies; thread-safe if calls are made ahead
    public ReadsAhead(CallsAhead calls, IamReader live, PolicyReader policies) {
        this.calls = calls;
        this.live = live;
        this.policies = policies;
    }

    private record Started(Subject subject, Future<?> answer) {}

    /// How many reads can be started whose answers nobody took yet; 0: none.
    int most() {
        return calls.most();
    }

    /// Whether no more reads can be started until an answer is taken.
    boolean isFull() {
        return started.size() >= calls.most();
    }

    /// Begins a read that a subject will need, unless it is of a kind that is only made in its
    /// turn.
    public void begin(Read<?> read, Subject subject) {
        if (read instanceof Read.OfProfile(ProfileName name)) {
            begin(read, subject, () -> live.profile(name));
        } else if (read instanceof Read.OfInlinePolicies(RoleName role)) {
            begin(read, subject, () -> policies.inline(role));
        }
    }

    private void begin(Read<?> read, Subject subject, Callable<?> call) {
        if (!isFull() && !started.containsKey(read)) {
            started.put(read, new Started(subject, calls.begin(call)));
        }
    }

    /// Drops the answers that were meant for a subject whose turn is over.
    void passed(Subject subject) {
        started.values().removeIf(each -> each.subject().equals(subject));
    }

    /// Makes the next read of a profile go to IAM.
    void forget(ProfileName name) {
        started.remove(new Read.OfProfile(name));
    }

    /// Makes the next read of the profile that an action changes go to IAM.
    void forget(Action action) {
        if (Subject.parse(action.subject()) instanceof Subject.OfProfile(ProfileName name)) {
            forget(name);
        }
    }

    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        Started early = started.remove(new Read.OfProfile(name));
        return early == null ? live.profile(name) : (InstanceProfile) answer(early);
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        return live.role(name);
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        return live.profilesWith(name);
    }

    @Override
    public Quota profileQuota() {
        return live.profileQuota();
    }

    /// The reads of policies.
    public PolicyReader policies() {
        return new Policies();
    }

    private static @Nullable Object answer(Started early) {
        try {
            return early.answer().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while IAM was read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private final class Policies implements PolicyReader {
        @SuppressWarnings("unchecked") // each answer is stored under its own read
        @Override
        public List<PolicyText> inline(RoleName role) {
            Started early = started.remove(new Read.OfInlinePolicies(role));
            List<PolicyText> found = early == null ? null : (List<PolicyText>) answer(early);
            return found == null ? policies.inline(role) : found;
        }

        @Override
        public List<AttachedPolicy> attached(RoleName role) {
            return policies.attached(role);
        }

        @Override
        public @Nullable PolicyNames names(RoleName role) {
            return policies.names(role);
        }

        @Override
        public @Nullable PolicyText managed(String arn) {
            return policies.managed(arn);
        }

        @Override
        public List<RoleName> rolesWith(String arn) {
            return policies.rolesWith(arn);
        }

        @Override
        public @Nullable HeldRole heldBy(ProfileName profile) {
            return policies.heldBy(profile);
        }

        @Override
        public List<HeldRole> holders(RoleName role) {
            return policies.holders(role);
        }
    }
}
