package dev.profileguard.sweep;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads IAM, and reads again while IAM does not show what was written shortly before by the same
/// caller. It waits at most as long as [Backoff#RETRY_DELAYS]. Then IAM's answer counts: somebody
/// else may have changed it since.
///
/// Not thread-safe.
public final class ConsistentIamReader implements IamReader {
    private final IamReader live;
    private final InstantSource clock;
    private final Backoff backoff;
    private final List<Written> recent = new ArrayList<>();

    private record Written(Action action, Instant at) {}

    /// Reads by another reader.
    public ConsistentIamReader(IamReader live, InstantSource clock, Backoff backoff) {
        this.live = live;
        this.clock = clock;
        this.backoff = backoff;
    }

    /// Tells that IAM performed an action.
    public void performed(Action action) {
        recent.add(new Written(action, clock.instant()));
    }

    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        ExpectedProfile expected = ExpectedProfile.after(name, recent());
        return untilShown(() -> live.profile(name), expected::isShownBy);
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        List<Action> writes = recent();
        return untilShown(
                () -> live.role(name),
                found -> found == null || found.equals(after(found, writes)));
    }

    private static RoleDetail after(RoleDetail found, List<Action> writes) {
        return trusting(found, writes)
                .tagged(
                        found.tags()
                                .after(
                                        writes.stream()
                                                .filter(each ->
                                                        each instanceof Action.TagRole tag
                                                                && tag.role().equals(found.name()))
                                                .toList()));
    }

    private static RoleDetail trusting(RoleDetail found, List<Action> writes) {
        return writes.stream()
                .flatMap(each ->
                        each instanceof Action.UpdateTrustPolicy update
                                        && update.role().equals(found.name())
                                ? Stream.of(update.after())
                                : Stream.empty())
                .reduce((earlier, last) -> last)
                .map(found::trusting)
                .orElse(found);
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        List<ExpectedProfile> expected = ExpectedProfile.allAfter(recent());
        return untilShown(
                () -> live.profilesWith(name),
                found -> expected.stream().allMatch(each -> each.isShownIn(found, name)));
    }

    @Override
    public Quota profileQuota() {
        return live.profileQuota();
    }

    private List<Action> recent() {
        Instant now = clock.instant();
        recent.removeIf(each -> !EventualConsistency.mayHide(each.at(), now));
        return recent.stream().map(Written::action).toList();
    }

    private <T extends @Nullable Object> T untilShown(Supplier<T> read, Predicate<T> isShown) {
        T found = read.get();
        for (Duration time : Backoff.RETRY_DELAYS) {
            if (isShown.test(found)) {
                return found;
            }
            backoff.await(time);
            found = read.get();
        }
        return found;
    }
}
