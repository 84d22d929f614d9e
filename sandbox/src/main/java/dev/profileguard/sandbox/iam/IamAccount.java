package dev.profileguard.sandbox.iam;

import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.services.iam.IamClient;

/// One AWS account's IAM. Thread-safe.
public final class IamAccount {
    /// An empty account.
    public IamAccount(String accountId, InstantSource clock) {}

    @SuppressWarnings("DoNotCallSuggester")
    /// A client whose calls are made by this caller, with this user agent, from this address.
    public IamClient as(Caller caller, String userAgent, String sourceAddress) {
        throw new UnsupportedOperationException("skeleton");
    }

    /// Every later call must pass this. Replaces the gate before it.
    public void gate(CallGate gate) {}

    /// Tells this of every later call. Replaces the observer before it.
    public void observer(CallObserver observer) {}

    /// From now on reads show the account as it was this long ago (zero: as it is).
    public void readLag(Duration lag) {}
}
