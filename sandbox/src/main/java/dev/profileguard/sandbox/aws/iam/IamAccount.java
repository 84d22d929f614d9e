package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.InstanceProfiles;
import dev.profileguard.sandbox.aws.iam.operation.Users;
import dev.profileguard.sandbox.aws.iam.request.RequestCheck;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.CaseInsensitiveMap;
import dev.profileguard.sandbox.aws.iam.state.EntityIds;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.ReadLag;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;

/// One AWS account's IAM, held in memory. Thread-safe: calls take effect one after the other.
public final class IamAccount {
    private final ReentrantLock turn = new ReentrantLock();
    private final InstantSource clock;
    private final EntityIds ids = new EntityIds();
    private final Set<String> knownUsers = ConcurrentHashMap.newKeySet();
    private final ReadLag history = new ReadLag();
    private AccountState state;
    private volatile CallGate gate = call -> {};
    private volatile CallObserver observer = (call, response, error, took) -> {};

    /// An empty account.
    ///
    /// @param accountId twelve digits
    /// @param clock tells the time of each call; IAM keeps it in whole seconds
    public IamAccount(String accountId, InstantSource clock) {
        this.clock = clock;
        this.state = AccountState.empty(accountId);
    }

    /// The account's number.
    public String accountId() {
        return latest().accountId();
    }

    /// Puts a recorded account in the place of all that is here. Nobody is told of it: it is no
    /// call.
    public void load(AccountImage image) {
        turn.lock();
        try {
            state = image.into(state);
            history.changed(clock.instant(), state);
        } finally {
            turn.unlock();
        }
    }

    /// A client whose calls are made by this caller, with this user agent, from this address. It
    /// throws what a remote IAM would make the SDK throw; operations that it does not have throw
    /// [UnsupportedOperationException].
    public IamClient as(Caller caller, String userAgent, String sourceAddress) {
        return as(caller, userAgent, sourceAddress, () -> UUID.randomUUID().toString());
    }

    /// A client as above.
    ///
    /// @param requestIds gives the request ID of each call, for whoever has told it already
    public IamClient as(
            Caller caller, String userAgent, String sourceAddress, Supplier<String> requestIds) {
        return new AccountClient(
                new CallDispatcher(this, caller, userAgent, sourceAddress, requestIds, this::tell));
    }

    /// A client through which another service acts for its caller: the gate and IAM's rules hold,
    /// the observer hears nothing.
    public IamClient unrecorded(Caller caller) {
        return new AccountClient(
                new CallDispatcher(
                        this,
                        caller,
                        "",
                        "",
                        () -> UUID.randomUUID().toString(),
                        (call, response, error, took) -> {}));
    }

    /// The instance profile of this name as reads show it now, with its role, without its tags. No
    /// call is made of it: for EC2.
    public Optional<InstanceProfile> profile(String name) {
        turn.lock();
        try {
            AccountState seen = history.seen(now(), state);
            return Optional.ofNullable(seen.profiles().find(name))
                    .map(profile -> InstanceProfiles.listed(seen, profile));
        } finally {
            turn.unlock();
        }
    }

    /// Notes that a role was used in us-east-1, as GetRole tells it.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a role
    public void used(String roleName, Instant time) {
        used(roleName, time, "us-east-1");
    }

    /// Notes that a role was used, as GetRole tells it.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a role
    public void used(String roleName, Instant time, String region) {
        RoleLastUsed used =
                RoleLastUsed.builder()
                        .lastUsedDate(time.truncatedTo(ChronoUnit.SECONDS))
                        .region(region)
                        .build();
        change(account -> {
            RoleEntry role = account.role(roleName);
            RoleEntry changed = role.changed(change -> change.roleLastUsed(used));
            return account.withRoles(account.roles().with(role.name(), changed));
        });
    }

    /// From now on the account holds so many instance profiles at most; what is there stays.
    public void instanceProfileQuota(int most) {
        change(account -> account.withProfileQuota(most));
    }

    private void change(UnaryOperator<AccountState> change) {
        turn.lock();
        try {
            state = change.apply(state);
            history.changed(now(), state);
        } finally {
            turn.unlock();
        }
    }

    /// Every later call must pass this. Replaces the gate before it.
    public void gate(CallGate gate) {
        this.gate = gate;
    }

    /// Tells this of every later call, in the order in which they take effect. Replaces the
    /// observer before it.
    public void observer(CallObserver observer) {
        this.observer = observer;
    }

    /// From now on reads show the account as it was this long ago by the clock (zero: as it is).
    /// Writes act on the latest state.
    public void readLag(Duration lag) {
        turn.lock();
        try {
            history.lag(lag, state);
        } finally {
            turn.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    /// The role of this name as it is now, with its trust policy as it was sent. No call is made of
    /// it: for STS, which knows without asking.
    public Optional<Role> role(String name) {
        return Optional.ofNullable(latest().roles().find(name)).map(RoleEntry::role);
    }

    /// The ID of the user of this name, AIDA…: for a user that calls without having been created,
    /// always the same one, as GetUser shows it.
    public String userId(String name) {
        return Users.id(latest(), name);
    }

    /// @param arriving makes the call once it is its turn
    /// @param told hears of the answer
    <A extends IamResponse> A read(
            Supplier<IamCall> arriving, CallObserver told, Function<AccountState, A> work) {
        return answer(arriving, told, call -> work.apply(history.seen(call.time(), state)));
    }

    /// @param arriving makes the call once it is its turn
    /// @param told hears of the answer
    <A extends IamResponse> A write(
            Supplier<IamCall> arriving, CallObserver told, Function<Transaction, A> work) {
        return answer(
                arriving,
                told,
                call -> {
                    Instant second = call.time().truncatedTo(ChronoUnit.SECONDS);
                    Transaction draft =
                            new Transaction(
                                    state,
                                    call.caller(),
                                    call.operation(),
                                    second,
                                    ids,
                                    knownUsers);
                    A answer = work.apply(draft);
                    state = draft.state();
                    history.changed(call.time(), state);
                    return answer;
                });
    }

    private <A extends IamResponse> A answer(
            Supplier<IamCall> arriving, CallObserver told, Function<IamCall, A> work) {
        long began = System.nanoTime();
        turn.lock();
        try {
            IamCall call = arriving.get();
            remember(call.caller());
            return answer(call, told, work, began);
        } finally {
            turn.unlock();
        }
    }

    private <A extends IamResponse> A answer(
            IamCall call, CallObserver told, Function<IamCall, A> work, long began) {
        A response;
        try {
            gate.admit(call);
            RequestCheck.check(call.operation(), call.request());
            response = ResponseMetadata.with(work.apply(call), call.requestId());
        } catch (IamException refusal) {
            IamException answered = IamErrors.answered(refusal, call.requestId());
            told.completed(call, null, answered, since(began));
            throw answered;
        }
        told.completed(call, response, null, since(began));
        return response;
    }

    private AccountState latest() {
        turn.lock();
        try {
            return state;
        } finally {
            turn.unlock();
        }
    }

    private void remember(Caller caller) {
        switch (caller) {
            case Caller.User user -> knownUsers.add(CaseInsensitiveMap.folded(user.name()));
            case Caller.Service service -> remember(service.onBehalfOf());
            case Caller.RoleSession session -> {}
            case Caller.Root root -> {}
        }
    }

    private void tell(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            Duration took) {
        observer.completed(call, response, error, took);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
