package dev.profileguard.backfill;

import dev.profileguard.aws.Health;
import dev.profileguard.aws.ParameterSource;
import dev.profileguard.aws.query.CallException;
import dev.profileguard.control.InForce;
import dev.profileguard.control.StackParts;
import dev.profileguard.event.Partition;
import dev.profileguard.sweep.KnownAccount;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.sweep.result.DeliveryCheck;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Checks whether IAM events can reach the functions, and whether their settings are in force.
///
/// @param parameters has the list of rules and queues, which Backfill's environment has no room for
record SweepHealth(
        Health health,
        ParameterSource parameters,
        SweepSettings settings,
        List<SweepRule> rules,
        Instant now) {
    /// What AWS says about the way of the events.
    ///
    /// @param region of the function; empty: unknown
    /// @param own the name of this function
    List<DeliveryCheck> checks(String region, String own) {
        List<String> parts = new ArrayList<>(settings.deliveryRules());
        parts.addAll(settings.deadLetters());
        DeliveryCheck read =
                check(
                        "parameter/" + settings.checks(),
                        "which rules and queues there are",
                        () -> {
                            parts.addAll(new StackParts(parameters, settings.checks()).all());
                            return null;
                        });
        List<DeliveryCheck> checks = new ArrayList<>(List.of(region(region)));
        if (!settings.checks().isEmpty()) {
            checks.add(read);
        }
        parts.forEach(part -> checks.add(of(part)));
        checks.add(inForce(own));
        rules.forEach(rule -> checks.addAll(rule.checks()));
        return checks;
    }

    private DeliveryCheck of(String part) {
        if (StackParts.isQueue(part)) {
            return check("queue/" + queueName(part), "SQS", () -> queue(part));
        }
        String name = StackParts.nameOf(part);
        return StackParts.isFunction(part)
                ? inForce(name)
                : check("rule/" + name, "EventBridge", () -> rule(name));
    }

    /// What the rules say about the records that they need.
    DeliveryCheck records(KnownAccount account) {
        return new DeliveryCheck(
                "table/" + settings.table(),
                rules.stream()
                        .flatMap(rule ->
                                rule.faults(account.snapshot(), account.baselines()).stream())
                        .toList());
    }

    private DeliveryCheck region(String region) {
        String subject = "region/" + (region.isEmpty() ? "unknown" : region);
        DeliveryCheck trails = check(subject, "CloudTrail", this::trails);
        if (region.isEmpty() || Partition.regionsOfIamEvents().contains(region)) {
            return trails;
        }
        List<String> faults = new ArrayList<>();
        faults.add(
                "The function runs in %s, which receives no IAM events. Deploy the stack to us-east-1 (us-gov-west-1, cn-north-1, eusc-de-east-1)"
                        .formatted(region));
        faults.addAll(trails.faults());
        return new DeliveryCheck(subject, faults);
    }

    private DeliveryCheck inForce(String function) {
        return check(
                "function/" + function,
                "whether the settings of %s are in force".formatted(function),
                () -> new InForce(health.configurations(), now).fault(function));
    }

    private @Nullable String trails() {
        return health.trails() > 0
                ? null
                : "No trail in this region logs management write events, so no event arrives."
                        + " Create such a trail";
    }

    private @Nullable String rule(String name) {
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
                : "Queue %s holds about %d dead letters: see docs/operations/dead-letters.md"
                        .formatted(queueName(url), waiting);
    }

    private static String queueName(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /// A check that fails is reported as a fault; the sweep continues.
    private static DeliveryCheck check(
            String subject, String service, Supplier<@Nullable String> check) {
        try {
            String fault = check.get();
            return new DeliveryCheck(
                    subject, fault == null ? List.of() : List.of(VisibleText.message(fault)));
        } catch (CallException e) {
            return unknown(subject, service, e.why());
        } catch (SdkException e) {
            return unknown(subject, service, e.getMessage());
        }
    }

    private static DeliveryCheck unknown(String subject, String service, @Nullable String why) {
        String fault = "Cannot check %s: %s".formatted(service, VisibleText.message(why));
        return new DeliveryCheck(subject, List.of(fault), false);
    }
}
