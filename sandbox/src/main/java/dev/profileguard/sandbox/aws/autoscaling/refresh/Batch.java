package dev.profileguard.sandbox.aws.autoscaling.refresh;

/// The next instances to terminate and to start. With a minimum of 100 percent, new instances are
/// started before old ones are terminated; otherwise the other way round, at least one at a time.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
record Batch(int terminated, int started) {
    private static final int WHOLE = 100;

    /// What a group has now, in instances.
    ///
    /// @param desired how many it should have
    /// @param old those that are to be replaced; they are healthy
    /// @param fresh the others
    /// @param ready the others that have warmed up
    /// @param open how many old ones may be replaced until the next checkpoint, those included
    ///   whose replacement has started
    record Count(int desired, int old, int fresh, int ready, int open) {}

    static Batch of(Count count, Preferences preferences) {
        boolean startsFirst = preferences.least() == WHOLE;
        int exact = Math.ceilDiv(count.desired() * preferences.least(), WHOLE);
        int least = startsFirst ? count.desired() : Math.min(exact, count.desired() - 1);
        int most =
                Math.max(
                        count.desired() * preferences.most() / WHOLE,
                        startsFirst ? count.desired() + 1 : count.desired());
        int terminated =
                Math.clamp(
                        count.old() + count.ready() - least,
                        0,
                        Math.min(count.old(), count.open()));
        int room = most - (count.old() - terminated) - count.fresh();
        int keptForLater = count.old() - Math.min(count.old(), count.open());
        int needed = count.desired() - count.fresh() - keptForLater;
        return new Batch(terminated, Math.max(0, Math.min(room, needed)));
    }
}
