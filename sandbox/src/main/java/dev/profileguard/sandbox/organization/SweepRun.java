package dev.profileguard.sandbox.organization;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An execution of [SweepAll]. Thread-safe.
public final class SweepRun {
    private static final Set<String> MODES = Set.of("sweep", "plan");

    private final String arn;
    private final String mode;
    private final String bucket;
    private final Instant began;
    private final int accounts;
    private final List<AccountSweep> sweeps = new ArrayList<>();
    private @Nullable Instant ended;

    /// @param bucket in which it keeps what failed
    SweepRun(String arn, String mode, String bucket, Instant began, int accounts) {
        this.arn = arn;
        this.mode = mode;
        this.bucket = bucket;
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

    /// `sweep`, `plan`, or what it refuses.
    public String mode() {
        return mode;
    }

    /// What it gives each account, as JSON.
    public String input() {
        return JsonNodeFactory.instance.objectNode().put("mode", mode).toString();
    }

    boolean hasMode() {
        return MODES.contains(mode);
    }

    /// The name of the error with which it failed; null: it did not.
    public @Nullable String error() {
        if (ended() == null) {
            return null;
        }
        if (!hasMode()) {
            return "WrongMode";
        }
        return failed().isEmpty() ? null : "AccountsNotSwept";
    }

    /// Why it failed, for people.
    public String cause() {
        if (!hasMode()) {
            return "The input has the mode sweep or plan, or none, which means what SweepMode"
                    + " says.";
        }
        return "%d of %d accounts: their sweep did not start. The map runs of this execution name them and say why, also in the bucket %s under sweeps/%s"
                .formatted(failed().size(), accounts, bucket, name());
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
