package dev.profileguard.lambda.rehearsal;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.CallCount;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.aws.SdkNotificationClients;
import dev.profileguard.aws.client.SignedDynamo;
import dev.profileguard.aws.client.SignedIam;
import dev.profileguard.aws.ec2.LiveEc2;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LazyReporting;
import dev.profileguard.lambda.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// A function of its own, with its own clients, that handles events of each kind again and again.
/// AWS's answers come from memory. What the JVM loads and compiles for it stays; everything else,
/// such as credentials, connections, items and log lines, ends with it.
public final class Rehearsal {
    /// Most of what the events share is called more than 200 times then, and compiled. More rounds
    /// bring nothing that can be measured: see docs/performance.md.
    private static final int ROUNDS = 50;

    /// Lambda waits for a snapshot longer than that. See
    /// https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
    private static final Duration AT_MOST = Duration.ofSeconds(8);

    /// Of the events: no function waits for what came so long ago.
    private static final Duration AGE = Duration.ofMinutes(5);

    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIAREHEARSAL", "rehearsal"));

    private final MemoryAws aws = new MemoryAws();
    private final FunctionHandler function;
    private final Context context;
    private int events;
    private Duration ago = Duration.ZERO;

    private Rehearsal(
            Map<String, String> environment, Function<Platform, FunctionHandler> function) {
        Map<String, String> variables = RehearsedSettings.over(environment);
        this.function = function.apply(platform(variables));
        this.context = new RehearsedContext(variables);
    }

    /// Plays all events until the code for them is compiled. Standard output is silent meanwhile.
    ///
    /// @param environment the environment variables of the function
    /// @param function makes the function that handles them
    public static void play(
            Map<String, String> environment, Function<Platform, FunctionHandler> function) {
        play(environment, function, ROUNDS);
    }

    /// The same, for a number of rounds.
    ///
    /// @return the responses of the last round, as JSON; one that failed is its error
    public static List<String> play(
            Map<String, String> environment,
            Function<Platform, FunctionHandler> function,
            int rounds) {
        try (Silence _ = new Silence()) {
            Rehearsal rehearsal = new Rehearsal(environment, function);
            rehearsal.recordBaseline();
            Instant end = Instant.now().plus(AT_MOST);
            List<String> responses = List.of();
            for (int round = 0; round < rounds && Instant.now().isBefore(end); round++) {
                responses = rehearsal.round();
            }
            return responses;
        }
    }

    /// Only ProfileGuard has a baseline; the other functions refuse the request.
    private void recordBaseline() {
        aws.iam().put(RehearsedEvents.PROFILE, RehearsedEvents.ROLE);
        ago = AGE.multipliedBy(2);
        handle(RehearsedEvents.ADOPTION);
        ago = Duration.ZERO;
        aws.tables().keep();
    }

    private List<String> round() {
        List<String> responses = new ArrayList<>();
        String time = Instant.now().minus(AGE).truncatedTo(ChronoUnit.SECONDS).toString();
        for (RehearsedEvents.Rehearsed event : RehearsedEvents.all()) {
            event.prepare(aws);
            responses.add(handle(event.json(events++, time)));
        }
        return responses;
    }

    /// An error must not prevent the snapshot: then less is compiled.
    private String handle(String event) {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    response,
                    context);
            return response.toString(StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Platform platform(Map<String, String> environment) {
        SdkHttpClient http = new MemoryHttp(aws);
        CallCount counted = new CallCount(http);
        NotificationClients notifications =
                new SdkNotificationClients(counted, environment, NOBODY);
        return new Platform(
                environment,
                SignedIam.of(counted, NOBODY, environment),
                SignedDynamo.of(counted, NOBODY, environment),
                name -> {
                    throw new IllegalStateException("A rehearsal has no parameters");
                },
                () -> Instant.now().minus(ago),
                wait -> {},
                new LazyReporting(counted),
                notifications,
                new RehearsedAudit(regions -> LiveEc2.users(http, NOBODY, environment, regions)));
    }
}
