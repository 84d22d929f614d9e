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
    private final ReentrantLock lock = new ReentrantLock();
    private final String accountId;
    private final InstantSource clock;
    private final EntityIds ids = new EntityIds();
    private final Set<String> knownUsers = ConcurrentHashMap.newKeySet();
    private final ReadLag readLag = new ReadLag();
    private AccountState state;
    private volatile CallGate gate = call -> {};
    private volatile CallObserver observer = (call, response, error, took) -> {};

    /// An empty account.
    ///
    /// @param accountId twelve digits
    /// @param clock the time of each call; IAM stores times in whole seconds
    public IamAccount(String accountId, InstantSource clock) {
        this.accountId = accountId;
        this.clock = clock;
        this.state = AccountState.empty(accountId);
    }

    /// The account's number.
    public String accountId() {
        return accountId;
    }

    /// Replaces the whole content by that of a recorded account. This is no call, so that the
    /// observer is not notified.
    public void load(AccountImage image) {
        lock.lock();
        try {
            state = image.into(state);
            readLag.changed(clock.instant(), state);
        } finally {
            lock.unlock();
        }
    }

    /// A client for this caller, with this user agent and source address. It throws the SDK's own
    /// exceptions, as a client of the real IAM does. Operations that the sandbox does not have
    /// throw [UnsupportedOperationException].
    public IamClient as(Caller caller, String userAgent, String sourceAddress) {
        return as(caller, userAgent, sourceAddress, () -> UUID.randomUUID().toString());
    }

    /// A client as above.
    ///
    /// @param requestIds supplies the request ID of each call, for requests over HTTP that have one
    ///   already
    public IamClient as(
            Caller caller, String userAgent, String sourceAddress, Supplier<String> requestIds) {
        return new AccountClient(
                new CallDispatcher(
                        this, caller, userAgent, sourceAddress, requestIds, this::notifyObserver));
    }

    /// A client for another service that acts for its caller. The gate and IAM's rules apply; the
    /// observer is not notified.
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

    /// The instance profile of this name as reads return it now, with its role, without its tags.
    /// This is no call to IAM: EC2 uses it.
    public Optional<InstanceProfile> profile(String name) {
        lock.lock();
        try {
            AccountState seen = readLag.seen(now(), state);
            return Optional.ofNullable(seen.profiles().find(name))
                    .map(profile -> InstanceProfiles.listed(seen, profile));
        } finally {
            lock.unlock();
        }
    }

    /// The instance profile with this ID as it is now, with its role, without its tags. This is no
    /// call to IAM: EC2 uses it.
    ///
    /// @param id such as `AIPA...`
    public Optional<InstanceProfile> profileWithId(String id) {
        AccountState now = latest();
        return now.profiles().values().stream()
                .map(profile -> InstanceProfiles.listed(now, profile))
                .filter(profile -> profile.instanceProfileId().equals(id))
                .findFirst();
    }

    /// Records that a role was used in us-east-1; GetRole returns this as RoleLastUsed.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.NoSuchEntityException without such a role
    public void used(String roleName, Instant time) {
        used(roleName, time, "us-east-1");
    }

    /// Records that a role was used; GetRole returns this as RoleLastUsed.
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

    /// Sets the quota of instance profiles. Existing profiles stay.
    public void instanceProfileQuota(int most) {
        change(account -> account.withProfileQuota(most));
    }

    private void change(UnaryOperator<AccountState> change) {
        lock.lock();
        try {
            state = change.apply(state);
            readLag.changed(now(), state);
        } finally {
            lock.unlock();
        }
    }

    /// Sets the gate that every later call must pass, instead of the previous one.
    public void gate(CallGate gate) {
        this.gate = gate;
    }

    /// Sets the observer of every later call, instead of the previous one.
    public void observer(CallObserver observer) {
        this.observer = observer;
    }

    /// From now on reads return the account as it was this long ago; zero: as it is now. Writes act
    /// on the latest state.
    public void readLag(Duration lag) {
        lock.lock();
        try {
            readLag.lag(lag, state);
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    /// The role of this name as it is now, with its trust policy as it was sent. This is no call to
    /// IAM: STS uses it.
    public Optional<Role> role(String name) {
        return Optional.ofNullable(latest().roles().find(name)).map(RoleEntry::role);
    }

    /// The ID of the user of this name, AIDA…. A user that makes calls without having been created
    /// has a fixed ID, which GetUser returns too.
    public String userId(String name) {
        return Users.id(latest(), name);
    }

    /// @param calls creates the call when the account is ready for it
    /// @param observer notified when the call has completed
    <A extends IamResponse> A read(
            Supplier<IamCall> calls, CallObserver observer, Function<AccountState, A> work) {
        return run(calls, observer, call -> work.apply(readLag.seen(call.time(), state)));
    }

    /// @param calls creates the call when the account is ready for it
    /// @param observer notified when the call has completed
    <A extends IamResponse> A write(
            Supplier<IamCall> calls, CallObserver observer, Function<Transaction, A> work) {
        return run(
                calls,
                observer,
                call -> {
                    Instant second = call.time().truncatedTo(ChronoUnit.SECONDS);
                    Transaction transaction =
                            new Transaction(
                                    state,
                                    call.caller(),
                                    call.operation(),
                                    second,
                                    ids,
                                    knownUsers);
                    A response = work.apply(transaction);
                    state = transaction.state();
                    readLag.changed(call.time(), state);
                    return response;
                });
    }

    private <A extends IamResponse> A run(
            Supplier<IamCall> calls, CallObserver observer, Function<IamCall, A> work) {
        long began = System.nanoTime();
        lock.lock();
        try {
            IamCall call = calls.get();
            rememberUser(call.caller());
            return run(call, observer, work, began);
        } finally {
            lock.unlock();
        }
    }

    private <A extends IamResponse> A run(
            IamCall call, CallObserver observer, Function<IamCall, A> work, long began) {
        A response;
        try {
            gate.admit(call);
            RequestCheck.check(call.operation(), call.request());
            response = ResponseMetadata.with(work.apply(call), call.requestId());
        } catch (IamException refusal) {
            IamException error = IamErrors.withMetadata(refusal, call.requestId());
            observer.completed(call, null, error, since(began));
            throw error;
        }
        observer.completed(call, response, null, since(began));
        return response;
    }

    /// The content of the account as it is now. This is no call to IAM.
    public AccountState latest() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    private void rememberUser(Caller caller) {
        switch (caller) {
            case Caller.User user -> knownUsers.add(CaseInsensitiveMap.folded(user.name()));
            case Caller.Service service -> rememberUser(service.onBehalfOf());
            case Caller.RoleSession session -> {}
            case Caller.Root root -> {}
        }
    }

    private void notifyObserver(
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
