package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.QueryException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The regions that are enabled in the account, in order. An answer is kept for a minute, so that a
/// repair asks once. It takes longer to enable a region.
///
/// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html and
/// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
///
/// Not thread-safe.
public final class EnabledRegions implements Supplier<List<String>> {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Ec2Calls calls;
    private final String home;
    private final InstantSource clock;
    private @Nullable List<String> known;
    private Instant asked = Instant.MIN;

    /// @param home the region that is asked
    public EnabledRegions(Ec2Calls calls, String home, InstantSource clock) {
        this.calls = calls;
        this.home = home;
        this.clock = clock;
    }

    /// Without `AllRegions`, the answer contains only enabled regions.
    ///
    /// @throws QueryException if the call fails, after repetitions
    @Override
    public List<String> get() {
        Instant now = clock.instant();
        List<String> answer = known;
        if (answer == null || !now.isBefore(asked.plus(KEPT))) {
            answer =
                    calls.one(home, "DescribeRegions", Map.of()).items("regionInfo").stream()
                            .map(each -> each.text("regionName"))
                            .filter(Objects::nonNull)
                            .sorted()
                            .toList();
            known = answer;
            asked = now;
        }
        return answer;
    }
}
