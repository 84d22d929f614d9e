package dev.profileguard.aws.query;

import java.time.Duration;

/// How fast calls are made, so that a service does not throttle them, and how long they may take.
///
/// @param base how long they may take, apart from the time until the last one begins
/// @param burst how many begin at once
/// @param perSecond how many of the others begin in a second; 0: all begin at once
/// @param limit how long they may take at most
public record Pace(Duration base, int burst, int perSecond, Duration limit) {
    /// All at once, with a fixed time for all together.
    public static Pace within(Duration most) {
        return new Pace(most, 0, 0, most);
    }

    /// When a call begins after the first one.
    ///
    /// @param call the number of those before it
    Duration start(int call) {
        return perSecond == 0 || call < burst
                ? Duration.ZERO
                : Duration.ofMillis((call - burst + 1) * 1_000L / perSecond);
    }

    /// How long so many calls may take.
    Duration most(int calls) {
        Duration most = base.plus(start(calls - 1));
        return most.compareTo(limit) < 0 ? most : limit;
    }
}
