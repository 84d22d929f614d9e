package dev.profileguard.sandbox.iam;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// One AWS account's IAM. Thread-safe: calls take effect one after the other.
public final class IamAccount {
    private final ReentrantLock turn = new ReentrantLock();
    private final InstantSource clock;
    private final InstanceProfiles profiles;
    private volatile CallGate gate = call -> {};
    private volatile CallObserver observer = (call, response, error, took) -> {};

    /// An empty account.
    ///
    /// @param accountId twelve digits
    /// @param clock tells the time of each call
    public IamAccount(String accountId, InstantSource clock) {
        this.clock = clock;
        this.profiles = new InstanceProfiles(accountId, clock);
    }

    /// A client whose calls are made by this caller, with this user agent, from this address.
    public IamClient as(Caller caller, String userAgent, String sourceAddress) {
        return as(caller, userAgent, sourceAddress, () -> UUID.randomUUID().toString());
    }

    /// A client as above, whose calls take their request IDs from the supplier, one a call.
    public IamClient as(
            Caller caller, String userAgent, String sourceAddress, Supplier<String> requestIds) {
        return new AccountClient(
                profiles,
                (operation, request, work) ->
                        answer(
                                new IamCall(
                                        caller,
                                        userAgent,
                                        sourceAddress,
                                        operation,
                                        request,
                                        requestIds.get(),
                                        clock.instant()),
                                work));
    }

    /// Every later call must pass this. Replaces the gate before it.
    public void gate(CallGate gate) {
        this.gate = gate;
    }

    /// Tells this of every later call. Replaces the observer before it.
    public void observer(CallObserver observer) {
        this.observer = observer;
    }

    /// From now on reads show the account as it was this long ago (zero: as it is).
    public void readLag(Duration lag) {
        profiles.lag(lag);
    }

    private IamResponse answer(IamCall call, Supplier<? extends IamResponse> work) {
        long began = System.nanoTime();
        turn.lock();
        try {
            gate.admit(call);
            IamResponse response = work.get();
            observe(call, response, null, began);
            return response;
        } catch (IamException refusal) {
            observe(call, null, refusal, began);
            throw refusal;
        } finally {
            turn.unlock();
        }
    }

    private void observe(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            long began) {
        observer.answered(call, response, error, Duration.ofNanos(System.nanoTime() - began));
    }

    /// Runs one operation as a call.
    @FunctionalInterface
    interface Desk {
        IamResponse answer(
                String operation, IamRequest request, Supplier<? extends IamResponse> work);
    }
}
