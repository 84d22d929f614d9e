package dev.profileguard.backfill;

import dev.profileguard.aws.Health;
import dev.profileguard.control.InForce;
import dev.profileguard.iam.Arn;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Checks whether IAM events can reach the functions, and whether their settings are in force.
record SweepHealth(Health health, SweepSettings settings, List<SweepRule> rules, Instant now) {
    private static final Set<String> REGIONS = Set.of("us-east-1", "us-gov-west-1", "cn-north-1");

    /// The faults, as sentences; empty: none.
    ///
    /// @param region of the function; empty: unknown
    /// @param own the name of this function
    List<String> faults(String region, String own, GuardRecordCache baselines) {
        List<String> faults = new ArrayList<>();
        if (!region.isEmpty() && !REGIONS.contains(region)) {
            faults.add(
                    "The function runs in %s, which receives no IAM events. Deploy the stack to us-east-1 (us-gov-west-1, cn-north-1)"
                            .formatted(region));
        }
        add(faults, "CloudTrail", this::trails);
        settings.deliveryRules().forEach(rule -> add(faults, "EventBridge", () -> rule(rule)));
        settings.deadLetters().forEach(queue -> add(faults, "SQS", () -> queue(queue)));
        faults.addAll(inForce().faults(settings.functions(own)));
        rules.forEach(rule -> faults.addAll(rule.faults(baselines)));
        return faults;
    }

    private InForce inForce() {
        return new InForce(health.configurations(), now);
    }

    private @Nullable String trails() {
        return health.trails() > 0
                ? null
                : "No trail in this region logs management write events, so no event arrives."
                        + " Create such a trail";
    }

    private @Nullable String rule(String nameOrArn) {
        Arn arn = Arn.parse(nameOrArn);
        String name = arn == null ? nameOrArn : arn.name();
        String state = health.rule(name);
        return state.startsWith("ENABLED")
                ? null
                : "Rule %s is %s: its events are not delivered. %s"
                        .formatted(
                                name,
                                state,
                                state.equals("MISSING")
                                        ? "Deploy the stack again"
                                        : "Enable the rule");
    }

    private @Nullable String queue(String url) {
        int waiting = health.waiting(url);
        return waiting == 0
                ? null
                : "Queue %s holds about %d dead letters: see docs/operations.md, \"Dead letters\""
                        .formatted(url.substring(url.lastIndexOf('/') + 1), waiting);
    }

    /// A check that fails is reported as a fault; the sweep continues.
    private static void add(List<String> faults, String service, Supplier<@Nullable String> check) {
        try {
            String fault = check.get();
            if (fault != null) {
                faults.add(VisibleText.message(fault));
            }
        } catch (SdkException e) {
            faults.add(
                    "Cannot check %s: %s".formatted(service, VisibleText.message(e.getMessage())));
        }
    }
}
