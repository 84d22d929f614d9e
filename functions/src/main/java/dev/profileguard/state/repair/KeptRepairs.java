package dev.profileguard.state.repair;

import dev.profileguard.state.repair.Repair.Aspect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which repairs are stored. Each write costs by the size of its item, so what nobody asks for is
/// left out: see https://aws.amazon.com/dynamodb/pricing/on-demand/
public final class KeptRepairs {
    /// So many are shown to whoever asks for the record, however old they are.
    static final int SHOWN = 10;

    private KeptRepairs() {}

    /// The same as [#with], where a repair replaces an earlier one for the same event.
    public static List<Repair> withLastOfEvent(List<Repair> earlier, Repair next) {
        return with(
                earlier.stream().filter(each -> !each.eventId().equals(next.eventId())).toList(),
                next);
    }

    /// Those to store after one more repair: what a breaker can still count, the last one of each
    /// [Aspect], and the latest ten; of all, at most the latest [Repair#MAX_REPAIRS].
    ///
    /// @param earlier those that are stored, oldest first
    /// @return also oldest first
    public static List<Repair> with(List<Repair> earlier, Repair next) {
        List<Repair> all = new ArrayList<>(earlier);
        all.add(next);
        Instant counted = next.at().minus(Breaker.LONGEST_WINDOW);
        Set<Aspect> later = EnumSet.noneOf(Aspect.class);
        List<Repair> kept = new ArrayList<>();
        for (Repair each : all.reversed()) {
            boolean isLast = later.addAll(each.aspects());
            if (isLast || kept.size() < SHOWN || each.at().isAfter(counted)) {
                kept.add(each);
            }
        }
        return List.copyOf(kept.subList(0, Math.min(kept.size(), Repair.MAX_REPAIRS)).reversed());
    }
}
