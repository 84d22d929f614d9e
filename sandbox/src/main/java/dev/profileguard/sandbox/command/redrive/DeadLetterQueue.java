package dev.profileguard.sandbox.command.redrive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The dead-letter queues of the stack. Each has an output with its URL.
enum DeadLetterQueue {
    UNDELIVERED_EVENTS("UndeliveredEvents", new Route.ToTarget()),
    PROFILE_GUARD(
            "ProfileGuardFailures", new Route.ToFunction("ProfileGuard", "ProfileGuardRetries")),
    PROFILE_PROVISIONER(
            "ProfileProvisionerFailures",
            new Route.ToFunction("ProfileProvisioner", "ProvisionDelay")),
    TAG_ENFORCER("TagEnforcerFailures", new Route.ToFunction("TagEnforcer", "TagEnforcerRetries")),
    NODE_ROLE_CHECK(
            "NodeRoleCheckFailures", new Route.ToFunction("NodeRoleCheck", "NodeRoleDelay")),
    FAILURE_ADVISOR(
            "FailureAdvisorFailures", new Route.ToFunction("FailureAdvisor", "RefusedCalls")),
    PROFILE_ROTATION("ProfileRotationFailures", new Route.ByHand("ProfileRotation")),
    BACKFILL("BackfillFailures", new Route.ToSweeps()),
    CANARY("CanaryFailures", new Route.ToCanary()),
    FINDINGS("UndeliveredFindings", new Route.ToSink());

    private final String output;
    private final Route route;

    DeadLetterQueue(String output, Route route) {
        this.output = output;
        this.route = route;
    }

    /// Its name in the template, which is also that of the output.
    String output() {
        return output;
    }

    Route route() {
        return route;
    }

    /// The queue of this name.
    static Optional<DeadLetterQueue> named(String name) {
        return Arrays.stream(values()).filter(each -> each.output.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(DeadLetterQueue::output).toList();
    }

    /// The queue from which a function gets events; empty: it has none.
    static Optional<String> readBy(String function) {
        return Arrays.stream(values())
                .flatMap(each ->
                        each.route instanceof Route.ToFunction(String name, String queue)
                                        && name.equals(function)
                                ? Stream.of(queue)
                                : Stream.empty())
                .findFirst();
    }
}
