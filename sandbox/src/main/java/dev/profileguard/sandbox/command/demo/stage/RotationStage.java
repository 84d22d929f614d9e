package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Requests to ProfileRotation, with what comes of them on a few lines, and what people do between
/// them.
public final class RotationStage {
    private static final String FUNCTION = "ProfileRotation";
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Stage stage;
    private final Sandbox sandbox;
    private final Narrator narrator;
    private final Fleet fleet;
    private final TreeSet<String> withoutRole = new TreeSet<>();

    RotationStage(Stage stage, Sandbox sandbox, Narrator narrator) {
        this.stage = stage;
        this.sandbox = sandbox;
        this.narrator = narrator;
        this.fleet = new Fleet(sandbox);
    }

    /// What runs in the account.
    public Fleet fleet() {
        return fleet;
    }

    /// Lets somebody make calls, and the functions react. Prints only what it was.
    public void happens(String what, Runnable calls) {
        narrator.printEntries();
        calls.run();
        sandbox.settle();
        narrator.skip();
        narrator.remark(what);
    }

    /// Lets a sweep read which instances use guarded profiles.
    public void sweep() {
        sandbox.lambda().invoke("Backfill", "{\"mode\": \"sweep\", \"rules\": [\"guard\"]}");
        narrator.skip();
    }

    /// Makes what a profile contains its baseline: until then, a rotation only prints commands.
    public void adopt(String user, String profile) {
        String request = "{\"adopt\": {\"profile\": \"%s\"}}".formatted(profile);
        narrator.printEntries();
        narrator.remark(
                "%s finds what %s contains right, and invokes ProfileGuard with %s"
                        .formatted(user, profile, request));
        sandbox.lambda().invoke("ProfileGuard", request);
        narrator.skip();
    }

    /// Invokes ProfileRotation, and prints its decision, what it did, and the steps that are open.
    public Answer ask(String user, String request) {
        narrator.printEntries();
        narrator.remark("%s invokes %s with %s".formatted(user, FUNCTION, request));
        Answer answer = invoke(request);
        narrator.lines(answer.lines());
        return answer;
    }

    /// Invokes ProfileRotation, and kills the function at a call of EC2 or Auto Scaling.
    public void killed(String operation, String user, String request) {
        narrator.printEntries();
        narrator.remark("%s invokes %s with %s".formatted(user, FUNCTION, request));
        sandbox.faults()
                .beforeRegionalCalls((caller, called) -> {
                    if (caller.contains(FUNCTION) && called.equals(operation)) {
                        throw new Killed();
                    }
                });
        Answer answer = invoke(request);
        sandbox.faults().beforeRegionalCalls((caller, called) -> {});
        stage.expect("the function is killed at its call " + operation, answer.is(""));
    }

    /// Makes a request again until it leads to a decision, and prints what each did and waits for.
    public Answer repeat(String user, String request, String decision) {
        narrator.printEntries();
        narrator.remark(
                "%s makes the same request every minute, until nothing uses the old profile"
                        .formatted(user));
        Answer answer = invoke(request);
        for (int i = 0; i < 60 && !answer.is(decision); i++) {
            narrator.lines(answer.progress());
            pass(Duration.ofMinutes(1));
            answer = invoke(request);
        }
        narrator.lines(answer.lines());
        stage.expect("it ends with " + decision, answer.is(decision));
        return answer;
    }

    /// Lets time pass, and looks at all instances every ten seconds.
    public void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(LOOK)) {
            sandbox.advance(LOOK);
            withoutRole.addAll(fleet.withoutRole());
        }
        narrator.skip();
    }

    /// Deletes the old profile: ProfileRotation wants to see twice that nothing uses it.
    public void finish(String user, String profile) {
        String request = "{\"finish\": {\"profile\": \"%s\"}}".formatted(profile);
        narrator.printEntries();
        narrator.remark(
                "%s invokes %s twice with %s, three minutes apart"
                        .formatted(user, FUNCTION, request));
        stage.expect("at first it only looks", invoke(request).is("rotation-unused"));
        pass(Duration.ofMinutes(3));
        narrator.lines(invoke(request).lines());
        stage.expect(profile + " is gone", stage.account().profile(profile) == null);
        stage.expect("no instance was without credentials at any time", withoutRole.isEmpty());
    }

    /// Runs the commands of an answer that begin like this, as a user.
    ///
    /// @param start such as `aws eks`
    public void run(String user, Answer answer, String start) {
        List<String> commands =
                answer.commands().filter(command -> command.startsWith(start)).toList();
        commands.forEach(command -> PrintedCommand.of(command).run(sandbox, user));
        narrator.skip();
        narrator.remark("%s runs the %d commands %s".formatted(user, commands.size(), start));
    }

    private Answer invoke(String request) {
        InvocationResponse response = sandbox.lambda().invoke(FUNCTION, request);
        withoutRole.addAll(fleet.withoutRole());
        narrator.skip();
        return new Answer(response);
    }

    /// What ProfileRotation answers.
    public record Answer(InvocationResponse response) {
        /// Whether this is its decision.
        ///
        /// @param decision empty: it failed
        public boolean is(String decision) {
            return text(response.result(), "decision").equals(decision);
        }

        /// The name of the new profile.
        public String to() {
            return text(response.result(), "to");
        }

        /// The commands of its steps, in order.
        public Stream<String> commands() {
            return steps().flatMap(step -> list(step, "commands").stream()).map(String::valueOf);
        }

        private List<String> progress() {
            return Stream.concat(
                            list(response.result(), "performed").stream()
                                    .map(done -> "   did:  " + done),
                            steps().map(step -> text(step, "why"))
                                    .filter(why -> !why.isEmpty())
                                    .map(why -> "   " + why))
                    .toList();
        }

        private List<String> lines() {
            if (!(response instanceof InvocationResponse.Returned)) {
                return List.of("   it fails: " + response.outcome());
            }
            List<String> lines = new ArrayList<>();
            Map<String, Object> result = response.result();
            lines.add("   %s: %s".formatted(text(result, "decision"), text(result, "why")));
            list(result, "performed").forEach(done -> lines.add("   did:  " + done));
            steps().filter(step -> !text(step, "state").equals("done"))
                    .forEach(step -> {
                        lines.add("   %s: %s".formatted(text(step, "state"), text(step, "step")));
                        list(step, "commands").forEach(command -> lines.add("      $ " + command));
                    });
            return lines;
        }

        private Stream<Map<?, ?>> steps() {
            return list(response.result(), "steps").stream().map(step -> (Map<?, ?>) step);
        }

        private static List<?> list(Map<?, ?> json, String key) {
            return json.get(key) instanceof List<?> list ? list : List.of();
        }

        private static String text(Map<?, ?> json, String key) {
            return json.get(key) instanceof String text ? text : "";
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
