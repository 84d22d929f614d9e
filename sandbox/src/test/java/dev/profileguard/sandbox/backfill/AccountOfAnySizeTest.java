package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The work for an account grows with its size, not with its square. Time says little on a busy
/// machine, so the tests count what a thread allocates: a copy or a list of the whole account for
/// each of its roles would be most of it.
class AccountOfAnySizeTest {
    private static final int SIZE = 240;
    private static final int TIMES = 4;

    /// Linear work is four times as much; half as much again is left for what grows by steps, such
    /// as hash tables and pages.
    private static final double AT_MOST = TIMES * 1.5;

    private static final String POLICY =
            "{\"tags\": {\"Owner\": {\"tag_key\": {\"@@assign\": \"Owner\"},"
                    + " \"report_required_tag_for\": {\"@@assign\": [\"iam:role\","
                    + " \"iam:instance-profile\"]}}}}";

    /// Each role needs a profile or a tag, and each profile a tag.
    @Test
    void aPlanCostsInProportionToTheAccount() {
        allocated(SIZE); // loads classes
        Work small = allocated(SIZE);

        Work large = allocated(TIMES * SIZE);

        assertThat(large.creating()).isLessThan(small.creating() * AT_MOST);
        assertThat(large.planning()).isLessThan(small.planning() * AT_MOST);
    }

    /// What was allocated, in bytes.
    private record Work(double creating, double planning) {}

    private static Work allocated(int size) {
        try (SweptAccount account =
                SweptAccount.with(
                        "ProvisionMode", "enforce",
                        "ProvisionFor", "all",
                        "TagMode", "enforce",
                        "TagPolicy", POLICY,
                        "TagDefaults", "Owner=nobody",
                        "InheritedTags", "Team")) {
            long began = bytes();
            for (int i = 0; i < size; i++) {
                account.role("Web-%04d".formatted(i));
                if (i % 2 == 0) {
                    account.profile("Prod-%04d".formatted(i), "Web-%04d".formatted(i));
                }
            }
            long created = bytes();
            account.later(Duration.ofHours(1));
            account.backfill("{\"mode\": \"plan\"}");
            return new Work(created - began, bytes() - created);
        }
    }

    private static long bytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
