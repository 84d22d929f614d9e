package dev.profileguard.sandbox.aws.iam.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// What the account was, as far back as reads lag behind writes. Keeps nothing without a lag.
public final class ReadLag {
    private final Deque<Moment> moments = new ArrayDeque<>();
    private Duration lag = Duration.ZERO;

    private record Moment(Instant since, AccountState state) {}

    /// From now on reads lag by this; what is written until now is seen at once.
    public void lag(Duration lag, AccountState latest) {
        this.lag = lag;
        moments.clear();
        if (lag.isPositive()) {
            moments.add(new Moment(Instant.MIN, latest));
        }
    }

    public void changed(Instant now, AccountState state) {
        if (lag.isPositive()) {
            moments.add(new Moment(now, state));
        }
    }

    /// What a read at this time sees.
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
