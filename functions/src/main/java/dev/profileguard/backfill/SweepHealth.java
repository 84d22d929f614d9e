package dev.profileguard.backfill;

import dev.profileguard.aws.Health;
import dev.profileguard.iam.Arn;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.SweepRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// What a sweep can see of whether events reach the functions at all.
record SweepHealth(Health health, SweepSettings settings, List<SweepRule> rules) {
    private static final Set<String> REGIONS = Set.of("us-east-1", "us-gov-west-1", "cn-north-1");

    /// What is wrong, as sentences; empty: nothing.
    ///
    /// @param region of the function; empty: unknown
    List<String> faults(String region, GuardRecordCache baselines) {
        List<String> faults = new ArrayList<>();
        if (!region.isEmpty() && !REGIONS.contains(region)) {
            faults.add(
                    "The function runs in %s, where no event of IAM arrives: deploy it to us-east-1 (us-gov-west-1, cn-north-1)"
                            .formatted(region));
        }
        add(faults, "CloudTrail", this::trails);
        settings.deliveryRules().forEach(rule -> add(faults, "EventBridge", () -> rule(rule)));
        settings.deadLetters().forEach(queue -> add(faults, "SQS", () -> queue(queue)));
        rules.forEach(rule -> faults.addAll(rule.faults(baselines)));
        return faults;
    }

    private @Nullable String trails() {
        return health.trails() > 0
                ? null
                : "No trail logs management write events here: without one no event arrives";
    }

    private @Nullable String rule(String nameOrArn) {
        Arn arn = Arn.parse(nameOrArn);
        String name = arn == null ? nameOrArn : arn.name();
        String state = health.rule(name);
        return state.startsWith("ENABLED")
                ? null
                : "Rule %s is %s: its events reach nobody".formatted(name, state);
    }

    private @Nullable String queue(String url) {
        int waiting = health.waiting(url);
        return waiting == 0
                ? null
                : "Queue %s holds about %d dead letters: see docs/operations.md, \"Dead letters\""
                        .formatted(url.substring(url.lastIndexOf('/') + 1), waiting);
    }

    /// Not being told is no reason to stop, and is told.
    private static void add(List<String> faults, String service, Supplier<@Nullable String> check) {
        try {
            String fault = check.get();
            if (fault != null) {
                faults.add(fault);
            }
        } catch (SdkException e) {
            faults.add("%s does not tell: %s".formatted(service, e.getMessage()));
        }
    }
}
