package dev.profileguard;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.Health;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.aws.lambda.Comparison;
import dev.profileguard.aws.lambda.FunctionConfigurations;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.Reporting;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// A function over [SampleIam], and what it asks of its environment, answers and measures.
final class SampleFunction {
    private static final String POLICY =
            """
            {"tags": {"Owner": {"report_required_tag_for": ["iam:role", "iam:instance-profile"]}}}\
            """;

    private final RecordingDynamo dynamo = new RecordingDynamo();
    private final Variables environment = new Variables();
    private final List<String> counted = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private final RequestStreamHandler handler;

    SampleFunction(Function<Platform, RequestStreamHandler> function) {
        this(function, Map.of());
    }

    /// @param settings environment variables in place of its own
    SampleFunction(
            Function<Platform, RequestStreamHandler> function, Map<String, String> settings) {
        environment.putAll(settings);
        this.handler =
                function.apply(
                        new Platform(
                                environment,
                                new SampleIam(),
                                dynamo,
                                name -> name,
                                InstantSource.fixed(Instant.parse("2026-01-15T09:30:30Z")),
                                time -> {},
                                new Recorder(),
                                NotificationClients.NONE,
                                AuditClients.of(
                                        (resource, since, token) ->
                                                new EventHistory.Page(List.of(), null),
                                        (bucket, key, type, report) -> key,
                                        new Healthy(),
                                        regions -> names -> ProfileUse.NONE,
                                        MessageDecoder.OFF)));
    }

    /// The text of a file under `events/`.
    static String event(String name) throws IOException {
        return Files.readString(Path.of("../events/" + name + ".json"));
    }

    Map<String, Object> answer(String input) throws IOException {
        return JSON.std.mapFrom(response(input.getBytes(StandardCharsets.UTF_8)));
    }

    /// The response as the function writes it.
    String response(byte[] input) throws IOException {
        Context context = mock(Context.class);
        when(context.getRemainingTimeInMillis()).thenReturn(900_000);
        when(context.getAwsRequestId()).thenReturn("request-1");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(input), output, context);
        return output.toString(StandardCharsets.UTF_8);
    }

    RecordingDynamo dynamo() {
        return dynamo;
    }

    /// The environment variables that were asked for so far.
    Set<String> asked() {
        return environment.asked;
    }

    /// The metrics of the results so far.
    List<String> counted() {
        return counted;
    }

    /// The metrics that are no results.
    List<String> measured() {
        return measured;
    }

    private final class Recorder implements Reporting {
        @Override
        public void report(Context context, InvocationResult result, List<String> warnings) {
            result.measurements().forEach(each -> counted.add(each.name()));
        }

        @Override
        public void measured(Context context, Measurement measurement) {
            measured.add(measurement.name());
        }
    }

    private static final class Variables extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;
        private final Set<String> asked = new TreeSet<>();

        Variables() {
            super(
                    Map.of(
                            "GUARD_MODE", "observe",
                            "PROVISION_MODE", "observe",
                            "PROVISION_FOR", "all",
                            "TAG_MODE", "observe",
                            "NODE_ROLE_MODE", "observe",
                            "TAG_POLICY", POLICY,
                            "TAG_DEFAULTS", "Owner=nobody",
                            "INHERITED_TAGS", "Owner",
                            "BASELINE_TABLE", "t",
                            "PLAN_TABLE", "p"));
            put("ADVICE_MODE", "observe");
            put("FAILURES_TABLE", "f");
        }

        @Override
        public String getOrDefault(Object name, String other) {
            asked.add(name.toString());
            return super.getOrDefault(name, other);
        }
    }

    private static final class Healthy implements Health {
        @Override
        public int trails() {
            return 1;
        }

        @Override
        public String rule(String name) {
            return "ENABLED";
        }

        @Override
        public int waiting(String url) {
            return 0;
        }

        @Override
        public FunctionConfigurations configurations() {
            return function -> new Comparison("1", null, List.of());
        }
    }
}
