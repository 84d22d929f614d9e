package dev.profileguard.sandbox.aws.iam.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Earlier states of the account, as far back as reads lag behind writes. Without a lag, it stores
/// none.
public final class ReadLag {
    private final Deque<Moment> moments = new ArrayDeque<>();
    private Duration lag = Duration.ZERO;

    private record Moment(Instant since, AccountState state) {}

    /// Sets the lag of later reads. They see everything that was written before.
    public void lag(Duration lag, AccountState latest) {
        this.lag = lag;
        moments.clear();
        if (lag.isPositive()) {
            moments.add(new Moment(Instant.MIN, latest));
        }
    }

    /// Stores the state after a write.
    public void changed(Instant now, AccountState state) {
        if (lag.isPositive()) {
            moments.add(new Moment(now, state));
        }
    }

    /// The state that a read at this time returns.
    public AccountState seen(Instant now, AccountState latest) {
        if (moments.isEmpty()) {
            return latest;
        }
        Instant horizon = now.minus(lag);
        Moment seen = moments.removeFirst();
        while (!moments.isEmpty() && !moments.getFirst().since().isAfter(horizon)) {
            seen = moments.removeFirst();
        }
        moments.addFirst(seen);
        return seen.state();
    }
}
