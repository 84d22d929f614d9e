package dev.profileguard.sandbox.organization;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An execution of [SweepAll]. Thread-safe.
public final class SweepRun {
    private final String arn;
    private final String input;
    private final Instant began;
    private final int accounts;
    private final List<AccountSweep> sweeps = new ArrayList<>();
    private @Nullable Instant ended;

    SweepRun(String arn, String input, Instant began, int accounts) {
        this.arn = arn;
        this.input = input;
        this.began = began;
        this.accounts = accounts;
    }

    /// `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`.
    public String arn() {
        return arn;
    }

    /// Its name.
    public String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /// JSON, as it was given.
    public String input() {
        return input;
    }

    /// When it began.
    public Instant began() {
        return began;
    }

    /// How many accounts it is to sweep.
    public int accounts() {
        return accounts;
    }

    /// What became of each account so far.
    public synchronized List<AccountSweep> sweeps() {
        return List.copyOf(sweeps);
    }

    /// The accounts whose sweep could not be started.
    public List<AccountSweep.Failed> failed() {
        return sweeps().stream()
                .filter(AccountSweep.Failed.class::isInstance)
                .map(AccountSweep.Failed.class::cast)
                .toList();
    }

    /// When it ended; null: it still runs.
    public synchronized @Nullable Instant ended() {
        return ended;
    }

    synchronized void add(AccountSweep sweep) {
        sweeps.add(sweep);
    }

    synchronized void end(Instant time) {
        ended = time;
    }
}
