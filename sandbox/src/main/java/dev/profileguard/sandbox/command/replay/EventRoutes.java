package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.trail.RawRecord;
import dev.profileguard.text.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the functions to which the template's rules send an event.
record EventRoutes(Sandbox sandbox) {
    /// The route of one event to one function.
    ///
    /// @param queue the delay queue between rule and function; null: the rule invokes the function
    /// @param payload the function's input
    record Route(FunctionDefinition function, @Nullable QueueDefinition queue, String payload) {
        /// The time between the event and the invocation.
        Duration delay() {
            return queue == null ? Duration.ZERO : queue.delay();
        }
    }

    /// The routes of an event; none: no rule matches it.
    List<Route> of(ObjectNode event) {
        List<Route> routes = new ArrayList<>();
        String json = event.toString();
        sandbox.bus().matching(BusEvent.of(json)).stream()
                .flatMap(rule -> rule.targets().stream())
                .forEach(target -> add(target, target.input().of(json), routes));
        return routes;
    }

    /// The functions that are the target of a rule, directly or through a queue.
    List<FunctionDefinition> functions() {
        List<Route> routes = new ArrayList<>();
        sandbox.template().rules().stream()
                .flatMap(rule -> rule.targets().stream())
                .forEach(target -> add(target, "", routes));
        return routes.stream().map(Route::function).distinct().toList();
    }

    /// The reason why no rule matches an event, as a sentence without a full stop.
    String whyUnmatched(RawRecord record, ObjectNode event) {
        if (!record.isCall()) {
            return "%s is not an API call, but an %s"
                    .formatted(record.text("eventName"), record.text("eventType"));
        }
        CloudTrailEvent call;
        try {
            call = CloudTrailEvent.read(JSON.std.mapFrom(event.toString()));
        } catch (UnreadableEventException unreadable) {
            return String.valueOf(unreadable.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!of(byAnotherCaller(event)).isEmpty()) {
            return "the rules exclude calls of the stack's own functions";
        }
        String failed =
                call.errorCode() == null ? "" : " that failed with %s".formatted(call.errorCode());
        return "no rule matches %s of %s%s".formatted(call.name(), call.source(), failed);
    }

    /// Whether the function is switched off: an environment variable `..._MODE` has the value
    /// `off`.
    static boolean isOff(FunctionDefinition function) {
        return function.environment().entrySet().stream()
                .filter(setting -> setting.getKey().endsWith("_MODE"))
                .map(Map.Entry::getValue)
                .anyMatch(mode -> mode.toLowerCase(Locale.ROOT).equals("off"));
    }

    private void add(RuleDefinition.Target target, String event, List<Route> routes) {
        String payload = JsonText.escaped(event); // keeps half a surrogate pair
        sandbox.lambda()
                .find(target.arn())
                .ifPresent(function -> routes.add(new Route(function, null, payload)));
        QueueDefinition queue = sandbox.queues().find(target.arn());
        for (SourceDefinition source : sandbox.template().sources()) {
            if (queue != null && source.queue().equals(queue.arn())) {
                sandbox.lambda()
                        .find(source.function())
                        .ifPresent(function -> routes.add(new Route(function, queue, payload)));
            }
        }
    }

    private static ObjectNode byAnotherCaller(ObjectNode event) {
        ObjectNode copy = event.deepCopy();
        copy.withObject("detail").putObject("userIdentity").put("type", "Root");
        return copy;
    }
}
