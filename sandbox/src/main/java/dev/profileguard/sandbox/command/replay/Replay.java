package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/// Plays records through the template's rules, queues and functions, in the order of their times.
/// What waits in a queue is handed over when its time has come by the times of the records. Only
/// the records make time pass: schedules do not run.
public final class Replay {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String NO_CALL =
            """
            {"detail-type": "Replay begins", "source": "profile-guard", "detail": {}}\
            """;

    private final Sandbox sandbox;
    private final EventRoutes routes;
    private final RecordedAccount account;
    private final OwnCalls ownCalls;
    private final Transcript transcript;
    private final PriorityQueue<Delivery> deliveries =
            new PriorityQueue<>(
                    Comparator.comparing(Delivery::due).thenComparingLong(Delivery::number));
    private long entered;

    private record Delivery(
            Instant due, long number, ReplayedCall played, EventRoutes.Route route) {}

    /// @param sandbox stands at or before the first record's time
    /// @param out where the transcript goes
    public Replay(Sandbox sandbox, PrintWriter out, Ansi ansi) {
        this(sandbox, out, ansi, text -> text);
    }

    /// @param sandbox stands at or before the first record's time
    /// @param out where the transcript goes
    /// @param shown what is printed of a text, such as one with the account's own number
    public Replay(Sandbox sandbox, PrintWriter out, Ansi ansi, UnaryOperator<String> shown) {
        this.sandbox = sandbox;
        this.transcript = new Transcript(out, ansi, shown);
        this.routes = new EventRoutes(sandbox);
        this.account = new RecordedAccount(sandbox.account());
        this.ownCalls = new OwnCalls(sandbox.account(), sandbox.template().functions());
        sandbox.account().observer(ownCalls);
    }

    /// Says what people should know of the functions' settings: above all, which do nothing.
    ///
    /// @throws dev.profileguard.sandbox.host.Handlers.HandlerException when a setting is bad
    public void introduce() {
        sandbox.lambda().warm();
        sandbox.onWarning(transcript::remark);
        routes.functions()
                .forEach(function -> sandbox.lambda().invoke(function.logicalId(), NO_CALL));
    }

    /// Puts there what must have been there before the first record about each profile and role.
    public void prepare(RecordedCalls calls) {
        Set<String> mentioned = new HashSet<>();
        for (RawRecord record : calls.records()) {
            String profile = record.parameter("instanceProfileName");
            String role = record.parameter("roleName");
            if (!(profile + role).isEmpty()
                    && mentioned.add(key(profile.isEmpty() ? "role/" + role : profile))) {
                account.prepare(record);
            }
        }
        ownCalls.take();
    }

    /// Shows ProfileGuard the complete profiles that the records name, so that those it guards have
    /// their baselines, as if the stack had been there.
    public void show(RecordedCalls calls) {
        calls.records().stream()
                .map(record -> record.parameter("instanceProfileName"))
                .collect(
                        Collectors.toMap(
                                Replay::key,
                                name -> name,
                                (first, same) -> first,
                                LinkedHashMap::new))
                .values()
                .stream()
                .filter(account::isComplete)
                .forEach(this::show);
    }

    /// Plays them all, and what waits at the end, and counts.
    ///
    /// @param played told of each record that was played
    /// @return whether no function failed
    public boolean play(RecordedCalls calls, Runnable played) {
        ownCalls.take();
        int number = 0;
        for (RawRecord record : calls.records()) {
            Instant time = record.time();
            if (time != null) {
                handOver(time);
            }
            play(new ReplayedCall(number++, record, sandbox.clock().instant(), null));
            played.run();
        }
        handOver(Instant.MAX);
        return transcript.end(number);
    }

    private void play(ReplayedCall played) {
        account.apply(played.record()).ifPresent(why -> transcript.notRebuilt(played, why));
        ObjectNode event = event(played.record());
        List<EventRoutes.Route> all = routes.of(event);
        if (all.isEmpty()) {
            transcript.skipped(played, routes.whyNone(played.record(), event));
        }
        enter(played, all);
        handOver(sandbox.clock().instant());
        transcript.end(played);
    }

    private void enter(ReplayedCall played, List<EventRoutes.Route> all) {
        Instant now = sandbox.clock().instant();
        for (EventRoutes.Route route : all) {
            if (EventRoutes.isOff(route.function())) {
                transcript.skipped(played, route.function().logicalId() + " is off");
            } else {
                deliveries.add(new Delivery(now.plus(route.delay()), entered++, played, route));
                if (route.queue() != null) {
                    transcript.waits(played, route);
                }
            }
        }
    }

    /// Hands over what is due until then, and lets that time come.
    private void handOver(Instant until) {
        for (Delivery next = deliveries.peek();
                next != null && !next.due().isAfter(until);
                next = deliveries.peek()) {
            deliveries.remove();
            reach(next.due());
            hand(next);
        }
        if (until.isBefore(Instant.MAX)) {
            reach(until);
        }
    }

    private void reach(Instant time) {
        Duration missing = Duration.between(sandbox.clock().instant(), time);
        if (missing.isPositive()) {
            sandbox.clock().move(missing);
        }
    }

    private void hand(Delivery delivery) {
        ReplayedCall played = delivery.played();
        EventRoutes.Route route = delivery.route();
        FunctionDefinition function = route.function();
        Transcript.Told told = new Transcript.Told(played, route, sandbox.clock().instant());
        InvocationResponse answer = sandbox.lambda().invoke(function.logicalId(), route.payload());
        switch (answer) {
            case InvocationResponse.Returned(String payload) ->
                    transcript.result(told, json(payload));
            case InvocationResponse.Failed(Throwable error)
                    when error instanceof UnreadableEventException ->
                    transcript.skipped(told, String.valueOf(error.getMessage()));
            case InvocationResponse.Failed(OutOfMemoryError ended) -> throw ended;
            case InvocationResponse.Failed failed -> transcript.failed(told, failed.outcome());
        }
        for (RawRecord own : ownCalls.take()) {
            Instant now = sandbox.clock().instant();
            ReplayedCall caused = new ReplayedCall(played.number(), own, now, function.logicalId());
            enter(caused, routes.of(event(own)));
        }
    }

    /// The event of a record, with the ID that the profile has in this account.
    private ObjectNode event(RawRecord record) {
        ObjectNode event = record.event().deepCopy();
        JsonNode created = event.at("/detail/responseElements/instanceProfile");
        String id = account.profileId(record.parameter("instanceProfileName"));
        if (created instanceof ObjectNode profile && id != null) {
            profile.put("instanceProfileId", id);
        }
        return event;
    }

    /// The same for all spellings of a name: IAM has only one of them.
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// An event that changes nothing is enough: ProfileGuard records what it guards at first sight.
    private void show(String profile) {
        ObjectNode call = JACKSON.createObjectNode();
        call.put("eventSource", "iam.amazonaws.com").put("eventName", "TagInstanceProfile");
        call.put("eventTime", sandbox.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        call.put("eventID", "before-the-records").put("recipientAccountId", Stack.ACCOUNT);
        call.putObject("userIdentity").put("type", "Root").put("arn", Stack.iamArn("root"));
        call.putObject("requestParameters").put("instanceProfileName", profile).putArray("tags");
        ObjectNode event = new RawRecord("", call).event();
        sandbox.lambda().invoke("ProfileGuard", event.toString());
    }

    private static JsonNode json(String payload) {
        try {
            return JACKSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
