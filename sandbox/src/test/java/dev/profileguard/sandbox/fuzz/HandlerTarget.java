package dev.profileguard.sandbox.fuzz;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.lambda.Comparison;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.lambda.InvocationContext;
import dev.profileguard.sandbox.aws.securityhub.SecurityHubRest;
import dev.profileguard.sandbox.host.FunctionEventHistory;
import dev.profileguard.sandbox.host.FunctionPlatform;
import dev.profileguard.sandbox.host.FunctionReportStore;
import dev.profileguard.sandbox.host.StackHealth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bytes that Lambda passes to a function, in an account in which the function may change
/// things.
final class HandlerTarget implements FuzzTarget {
    private static final List<Class<? extends RuntimeException>> DOCUMENTED =
            List.of(
                    UnreadableEventException.class,
                    IllegalArgumentException.class,
                    MalformedTrustPolicyException.class,
                    ChangedMeanwhileException.class);

    /// Such as `java.lang.NullPointerException`.
    static final Pattern EXCEPTION =
            Pattern.compile("(?:java|com|dev|software)\\.[\\w.]+\\.[A-Z]\\w*(?:Exception|Error)");

    private final String function;
    private final List<String> seeds;
    private @Nullable Open open;

    /// The account, with the function in it.
    private record Open(
            FuzzedAccount account,
            FunctionDefinition definition,
            RequestStreamHandler handler,
            Counter database) {}

    /// Counts the requests to the database.
    private static final class Counter {
        private int requests;
    }

    /// @param function the logical ID in the template
    HandlerTarget(String function, List<String> seeds) {
        this.function = function;
        this.seeds = seeds;
    }

    @Override
    public String name() {
        return function;
    }

    @Override
    public List<String> seeds() {
        return seeds;
    }

    @Override
    public boolean accepts(byte[] input) {
        Open now = opened();
        now.account().forget();
        now.database().requests = 0;
        try {
            checkAnswer(now, invoke(now, input));
            return true;
        } catch (RuntimeException | IOException e) {
            Refusal.check(e, DOCUMENTED);
            if (e instanceof UnreadableEventException) {
                checkNoCalls(now, "it cannot read the input");
            }
            return false;
        } finally {
            check(now.account());
        }
    }

    @Override
    public void close() {
        Open now = open;
        if (now != null) {
            open = null;
            now.account().close();
        }
    }

    private static String invoke(Open now, byte[] input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        InvocationContext context =
                InvocationContext.begin(
                        now.definition(),
                        "request-1",
                        now.account().sandbox().clock(),
                        InvocationContext.silence());
        now.handler().handleRequest(new ByteArrayInputStream(input), output, context);
        return output.toString(StandardCharsets.UTF_8);
    }

    private static void checkAnswer(Open now, String answer) {
        if (answer.contains("\"decision\":\"not-for-us\"")) {
            checkNoCalls(now, "the event is not for it");
        }
        if (EXCEPTION.matcher(answer).find()) {
            throw new AssertionError("it answers " + answer);
        }
    }

    private static void checkNoCalls(Open now, String why) {
        List<String> calls = now.account().calls();
        if (!calls.isEmpty() || now.database().requests > 0) {
            throw new AssertionError(
                    "%s, but it calls %s and makes %d requests to the database"
                            .formatted(why, calls, now.database().requests));
        }
    }

    /// Each message fits on a screen, and nothing that is not ours was changed.
    private void check(FuzzedAccount account) {
        if (account.isWornOut()) {
            close();
        }
        Messages.check(account.sandbox().findings());
    }

    private Open opened() {
        Open now = open;
        if (now == null) {
            FuzzedAccount account = new FuzzedAccount(function);
            Sandbox sandbox = account.sandbox();
            FunctionDefinition definition = sandbox.lambda().find(function).orElseThrow();
            Counter database = new Counter();
            now = new Open(account, definition, handler(sandbox, definition), database);
            sandbox.database().observer(operation -> database.requests++);
            open = now;
        }
        return now;
    }

    private static RequestStreamHandler handler(Sandbox sandbox, FunctionDefinition definition) {
        return new FunctionPlatform(
                        sandbox.account(),
                        sandbox.database(),
                        sandbox.parameters(),
                        sandbox.clock(),
                        sandbox.clock()::move,
                        warning -> {},
                        sandbox.timeline(),
                        sandbox.metrics(),
                        sandbox::notifyServices,
                        new SecurityHubRest(sandbox.securityHub()),
                        authorizer ->
                                AuditClients.of(
                                        new FunctionEventHistory(
                                                sandbox.pastCalls(),
                                                sandbox.faults(),
                                                sandbox.timeline(),
                                                sandbox.clock(),
                                                authorizer),
                                        new FunctionReportStore(sandbox.reports()),
                                        new StackHealth(
                                                sandbox.bus().states(),
                                                sandbox.template(),
                                                sandbox.queues(),
                                                function -> new Comparison("1", null, List.of())),
                                        regions -> ProfileUsers.NOT_ASKED,
                                        MessageDecoder.OFF))
                .handler(definition);
    }
}
