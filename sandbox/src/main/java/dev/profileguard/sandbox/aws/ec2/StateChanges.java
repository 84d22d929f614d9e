package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// StartInstances, StopInstances and TerminateInstances.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
record StateChanges(RegionalCalls calls, InstanceTable instances, AssociationTable associations) {
    /// One of the calls.
    enum Kind {
        /// Starts stopped instances.
        START("StartInstances", InstanceState.PENDING),
        /// Stops running instances.
        STOP("StopInstances", InstanceState.STOPPING),
        /// Terminates instances.
        TERMINATE("TerminateInstances", InstanceState.SHUTTING_DOWN);

        private final String operation;
        private final InstanceState enters;

        Kind(String operation, InstanceState enters) {
            this.operation = operation;
            this.enters = enters;
        }
    }

    /// Makes a call.
    ///
    /// @return EC2's response
    Map<String, Object> call(Origin origin, Kind kind, List<String> ids, boolean dryRun) {
        return calls.call(
                origin,
                kind.operation,
                recorded(kind, ids),
                () -> {
                    List<Instance> found = instances.required(origin.region(), ids);
                    found.forEach(instance ->
                            calls.require(
                                    origin,
                                    Permission.onInstance(origin, kind.operation, instance, null)));
                    calls.endDryRun(dryRun);
                    return instances.atomically(() -> changed(origin, kind, ids));
                },
                response -> response);
    }

    private Map<String, Object> changed(Origin origin, Kind kind, List<String> ids) {
        List<Instance> found = instances.required(origin.region(), ids);
        found.forEach(instance -> check(kind, instance));
        List<Map<String, Object>> items = new ArrayList<>();
        for (Instance instance : found) {
            InstanceState before = instances.state(instance);
            InstanceState after = before == kind.enters.settled() ? before : kind.enters;
            if (after != before) {
                instances.put(instance.in(after, instances.now()));
            }
            if (kind == Kind.TERMINATE) {
                associations.end(instance);
            }
            items.add(item(instance, after, before));
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("requestId", origin.requestId());
        response.put("instancesSet", Map.of("items", items));
        return response;
    }

    private void check(Kind kind, Instance instance) {
        String wrong = complaint(kind, instances.state(instance));
        if (wrong != null) {
            throw calls.service().refusal("IncorrectInstanceState", wrong.formatted(instance.id()));
        }
    }

    /// Null: the call is possible.
    private static @Nullable String complaint(Kind kind, InstanceState state) {
        return switch (kind) {
            case TERMINATE -> null;
            case START ->
                    state == InstanceState.STOPPED
                                    || state == InstanceState.RUNNING
                                    || state == InstanceState.PENDING
                            ? null
                            : "The instance '%s' is not in a state from which it can be started.";
            case STOP -> {
                if (state == InstanceState.PENDING) {
                    yield "Instance '%s' cannot be stopped as it has never reached the 'running'"
                            + " state";
                }
                yield state.ends()
                        ? "This instance '%s' is not in a state from which it can be stopped."
                        : null;
            }
        };
    }

    private static Map<String, Object> item(
            Instance instance, InstanceState after, InstanceState before) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("instanceId", instance.id());
        item.put("currentState", after.json());
        item.put("previousState", before.json());
        return item;
    }

    private static Map<String, Object> recorded(Kind kind, List<String> ids) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put(
                "instancesSet",
                Map.of("items", ids.stream().map(id -> Map.of("instanceId", id)).toList()));
        if (kind == Kind.STOP) {
            recorded.put("force", false);
        }
        return recorded;
    }
}
