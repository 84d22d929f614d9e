package dev.profileguard.sandbox.command.redrive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The dead-letter queues of the stack. Each has an output with its URL.
enum DeadLetterQueue {
    UNDELIVERED_EVENTS("UndeliveredEvents"),
    PROFILE_GUARD("ProfileGuardFailures"),
    PROFILE_PROVISIONER("ProfileProvisionerFailures"),
    TAG_ENFORCER("TagEnforcerFailures"),
    NODE_ROLE_CHECK("NodeRoleCheckFailures"),
    FAILURE_ADVISOR("FailureAdvisorFailures"),
    PROFILE_ROTATION("ProfileRotationFailures"),
    BACKFILL("BackfillFailures"),
    CANARY("CanaryFailures"),
    FINDINGS("UndeliveredFindings");

    private final String output;

    DeadLetterQueue(String output) {
        this.output = output;
    }

    /// Its name in the template, which is also that of the output.
    String output() {
        return output;
    }

    Route route() {
        return switch (this) {
            case UNDELIVERED_EVENTS -> new Route.ToTarget();
            case PROFILE_GUARD -> new Route.ToFunction("ProfileGuard", "ProfileGuardRetries");
            case PROFILE_PROVISIONER ->
                    new Route.ToFunction("ProfileProvisioner", "ProvisionDelay");
            case TAG_ENFORCER -> new Route.ToFunction("TagEnforcer", "TagEnforcerRetries");
            case NODE_ROLE_CHECK -> new Route.ToFunction("NodeRoleCheck", "NodeRoleDelay");
            case FAILURE_ADVISOR -> new Route.ToFunction("FailureAdvisor", "RefusedCalls");
            case PROFILE_ROTATION -> new Route.ByHand("ProfileRotation");
            case BACKFILL -> new Route.ToSweeps();
            case CANARY -> new Route.ToCanary();
            case FINDINGS -> new Route.ToSink();
        };
    }

    /// The queue of this name.
    static Optional<DeadLetterQueue> named(String name) {
        return Arrays.stream(values()).filter(each -> each.output.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(DeadLetterQueue::output).toList();
    }

    /// The routes to the queues that functions read.
    static Stream<Route.ToFunction> toFunctions() {
        return Arrays.stream(values())
                .map(DeadLetterQueue::route)
                .filter(Route.ToFunction.class::isInstance)
                .map(Route.ToFunction.class::cast);
    }
}
