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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the template's rules send events.
record EventRoutes(Sandbox sandbox) {
    /// To a function.
    ///
    /// @param queue in which the event waits before; null: in none
    /// @param payload what the function gets
    record Route(FunctionDefinition function, @Nullable QueueDefinition queue, String payload) {
        /// How long it takes.
        Duration delay() {
            return queue == null ? Duration.ZERO : queue.delay();
        }
    }

    /// The routes of an event.
    List<Route> of(ObjectNode event) {
        List<Route> routes = new ArrayList<>();
        String json = event.toString();
        sandbox.bus().matching(BusEvent.of(json)).stream()
                .flatMap(rule -> rule.targets().stream())
                .forEach(target -> add(target, target.input().of(json), routes));
        return routes;
    }

    /// The functions to which any rule leads.
    List<FunctionDefinition> functions() {
        List<Route> routes = new ArrayList<>();
        sandbox.template().rules().stream()
                .flatMap(rule -> rule.targets().stream())
                .forEach(target -> add(target, "", routes));
        return routes.stream().map(Route::function).distinct().toList();
    }

    /// Why no rule matches an event, as a sentence without its full stop.
    String whyNone(RawRecord record, ObjectNode event) {
        if (!record.isCall()) {
            return "%s is no call, but an %s"
                    .formatted(record.text("eventName"), record.text("eventType"));
        }
        CloudTrailEvent read;
        try {
            read = CloudTrailEvent.read(JSON.std.mapFrom(event.toString()));
        } catch (UnreadableEventException unreadable) {
            return String.valueOf(unreadable.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!of(bySomebodyElse(event)).isEmpty()) {
            return "the rules leave out the stack's own calls";
        }
        String failed =
                read.errorCode() == null ? "" : " that failed with %s".formatted(read.errorCode());
        return "no rule takes %s of %s%s".formatted(read.name(), read.source(), failed);
    }

    /// Whether a function is switched off: one of its settings is a mode, and says so.
    static boolean isOff(FunctionDefinition function) {
        return function.environment().entrySet().stream()
                .filter(setting -> setting.getKey().endsWith("_MODE"))
                .map(Map.Entry::getValue)
                .anyMatch(mode -> mode.toLowerCase(Locale.ROOT).equals("off"));
    }

    private void add(RuleDefinition.Target target, String payload, List<Route> routes) {
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

    private static ObjectNode bySomebodyElse(ObjectNode event) {
        ObjectNode copy = event.deepCopy();
        copy.withObject("detail").putObject("userIdentity").put("type", "Root");
        return copy;
    }
}
