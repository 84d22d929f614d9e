package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.CallRecord;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.trail.RawRecord;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replays records through the template's rules, queues and functions, in the order of their times.
/// The sandbox's clock follows the times of the records, and a queue delivers a delayed event by
/// this clock. Schedules do not run.
public final class Replay {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    /// An event that every function skips. Invoking a function with it logs the warnings about its
    /// settings.
    private static final String NO_CALL =
            """
            {"detail-type": "Replay starts", "source": "profile-guard", "detail": {}}\
            """;

    private final Sandbox sandbox;
    private final EventRoutes routes;
    private final RebuiltAccount account;
    private final FunctionCalls functionCalls;
    private final Transcript transcript;
    private final Deliveries deliveries;

    /// @param sandbox its clock is at or before the time of the first record
    /// @param terminal receives the transcript
    public Replay(Sandbox sandbox, Terminal terminal) {
        this(sandbox, terminal, text -> text);
    }

    /// @param sandbox its clock is at or before the time of the first record
    /// @param terminal receives the transcript
    /// @param display changes a text before it is printed, for example restores the number of the
    ///   recorded account
    public Replay(Sandbox sandbox, Terminal terminal, UnaryOperator<String> display) {
        this.sandbox = sandbox;
        this.transcript = new Transcript(terminal, display);
        this.routes = new EventRoutes(sandbox);
        this.deliveries = new Deliveries(sandbox);
        this.account = new RebuiltAccount(sandbox.account());
        this.functionCalls = new FunctionCalls(sandbox.account(), sandbox.template().functions());
        sandbox.account().observer(functionCalls);
    }

    /// The time at which the sandbox's clock must start: one minute before the first record. If no
    /// record has a time, it is [Sandbox#TEST_TIME].
    public static Instant startTime(RecordedCalls calls) {
        return calls.start()
                .map(first -> first.minus(Duration.ofMinutes(1)))
                .orElse(Sandbox.TEST_TIME);
    }

    /// Prints the functions' warnings about their settings, for example that a function does
    /// nothing.
    ///
    /// @throws dev.profileguard.sandbox.host.Handlers.HandlerException when a setting is invalid
    public void printWarnings() {
        sandbox.lambda().warm();
        sandbox.onWarning(transcript::remark);
        routes.functions()
                .forEach(function -> sandbox.lambda().invoke(function.logicalId(), NO_CALL));
    }

    /// Creates the profiles and roles that must have existed before the first record about each of
    /// them.
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
        functionCalls.drain();
    }

    /// Lets ProfileGuard record the baselines of the profiles in the records, if it guards them and
    /// they contain a role, as if the stack had been deployed before.
    public void recordBaselines(RecordedCalls calls) {
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
                .forEach(this::recordBaseline);
    }

    /// Replays all records, delivers the events that are still in queues, and prints the counts.
    ///
    /// @param onReplayed runs after each record
    /// @return whether no function failed
    public boolean play(RecordedCalls calls, Runnable onReplayed) {
        functionCalls.drain();
        int index = 0;
        for (RawRecord record : calls.records()) {
            Instant time = record.time();
            if (time != null) {
                deliverUntil(time);
            }
            play(new ReplayedCall(index++, record, sandbox.clock().instant(), null));
            onReplayed.run();
        }
        deliverUntil(Instant.MAX);
        return transcript.end(index);
    }

    private void play(ReplayedCall call) {
        account.apply(call.record()).ifPresent(why -> transcript.notRebuilt(call, why));
        ObjectNode event = event(call.record());
        addToHistory(call.record(), event);
        List<EventRoutes.Route> all = routes.of(event);
        if (all.isEmpty()) {
            transcript.skipped(call, routes.whyUnmatched(call.record(), event));
        }
        enqueue(call, all);
        deliverUntil(sandbox.clock().instant());
        transcript.end(call);
    }

    /// Lets the functions look the call up, as in CloudTrail's event history.
    private void addToHistory(RawRecord record, ObjectNode event) {
        if (record.time() != null) {
            Map<String, @Nullable Object> json =
                    JACKSON.convertValue(event.path("detail"), new TypeReference<>() {});
            sandbox.pastCalls().add(new CallRecord(record.text("eventID"), false, json));
        }
    }

    private void enqueue(ReplayedCall call, List<EventRoutes.Route> all) {
        for (EventRoutes.Route route : all) {
            if (EventRoutes.isOff(route.function())) {
                transcript.skipped(call, route.function().logicalId() + " is off");
            } else {
                deliveries.add(call, route);
                if (route.queue() != null) {
                    transcript.queued(call, route);
                }
            }
        }
    }

    private void deliverUntil(Instant until) {
        deliveries.deliverUntil(until, this::deliver);
    }

    private void deliver(Deliveries.Delivery delivery) {
        ReplayedCall call = delivery.call();
        EventRoutes.Route route = delivery.route();
        String function = route.function().logicalId();
        Instant now = sandbox.clock().instant();
        InvocationResponse response = sandbox.lambda().invoke(function, route.payload());
        boolean again =
                response instanceof InvocationResponse.Failed(ChangedMeanwhileException _)
                        && deliveries.retry(delivery);
        if (!again) {
            print(new Transcript.Invocation(call, route, now), response);
        }
        for (RawRecord caused : functionCalls.drain()) {
            enqueue(
                    new ReplayedCall(call.index(), caused, sandbox.clock().instant(), function),
                    routes.of(event(caused)));
        }
    }

    private void print(Transcript.Invocation invocation, InvocationResponse response) {
        switch (response) {
            case InvocationResponse.Returned(String payload) ->
                    transcript.result(invocation, json(payload));
            case InvocationResponse.Failed(Throwable error)
                    when error instanceof UnreadableEventException ->
                    transcript.skipped(invocation, String.valueOf(error.getMessage()));
            case InvocationResponse.Failed(OutOfMemoryError error) -> throw error;
            case InvocationResponse.Failed failed ->
                    transcript.failed(invocation, failed.outcome());
        }
    }

    /// The event of a record. A record without an account belongs to the account of the replay. In
    /// the response of CreateInstanceProfile, it has the ID of the profile in the sandbox instead
    /// of the recorded ID.
    private ObjectNode event(RawRecord record) {
        ObjectNode event = record.event().deepCopy();
        if (event.path("account").asText().isEmpty()) {
            event.put("account", Stack.DEFAULT.account());
        }
        JsonNode created = event.at("/detail/responseElements/instanceProfile");
        String id = account.profileId(record.parameter("instanceProfileName"));
        if (created instanceof ObjectNode profile && id != null) {
            profile.put("instanceProfileId", id);
        }
        return event;
    }

    /// Names that differ only in case are equal in IAM.
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Sends ProfileGuard an event that changes nothing. It records the baseline of a profile when
    /// it first sees it. By a function of the stack, so that the baseline is not provisional: it
    /// stands for what the first sweep after the deployment finds.
    private void recordBaseline(String profile) {
        ObjectNode call = JACKSON.createObjectNode();
        call.put("eventSource", "iam.amazonaws.com").put("eventName", "TagInstanceProfile");
        call.put("eventTime", sandbox.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        call.put("eventID", "before-the-records")
                .put("recipientAccountId", Stack.DEFAULT.account());
        call.putObject("userIdentity")
                .put("type", "AssumedRole")
                .putObject("sessionContext")
                .putObject("sessionIssuer")
                .put("arn", ownRole());
        call.putObject("requestParameters").put("instanceProfileName", profile).putArray("tags");
        ObjectNode event = new RawRecord("", call).event();
        sandbox.lambda().invoke("ProfileGuard", event.toString());
    }

    /// A role of the stack, by ProfileGuard's settings; the root user, if they name none.
    private String ownRole() {
        return sandbox.lambda()
                .find("ProfileGuard")
                .map(function -> function.environment().getOrDefault("OWN_ROLES", ""))
                .filter(roles -> !roles.isBlank())
                .map(roles -> roles.split(",", 2)[0])
                .orElse(Stack.DEFAULT.iamArn("root"));
    }

    private static JsonNode json(String payload) {
        try {
            return JACKSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
