package dev.profileguard.sandbox.command.rehearse;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.AccountRecording;
import dev.profileguard.sandbox.account.Origin;
import dev.profileguard.sandbox.account.Progress;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.command.replay.RecordedCalls;
import dev.profileguard.sandbox.command.replay.Replay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/// Shows on a recorded account what the template, with these parameters, would do: the plan for the
/// account as it is, and then how recorded calls would have gone, each in a sandbox of its own.
///
/// @param account to begin with
/// @param parameters values for the template's parameters
record Rehearsal(
        AccountRecording account,
        Path template,
        Map<String, String> parameters,
        PrintWriter out,
        Ansi ansi) {
    private static final String PLAN = "plan";
    private static final String AS_DEPLOYED = "sweep";

    /// What a sweep would find and do now.
    ///
    /// @throws RehearsalException when there is no plan
    void plan() {
        try (Sandbox sandbox = sandboxAt(Instant.now());
                Progress working = Progress.onTerminal("planning", Progress.UNKNOWN)) {
            new Replay(sandbox, out, ansi).introduce();
            PlanText text = new PlanText(out, ansi);
            text.title("The plan");
            text.print(new Sweeper(sandbox).sweep(PLAN));
            working.step();
        }
    }

    /// How the calls would have gone with the template deployed just before, its first sweep over.
    ///
    /// @param recorded calls of the recorded account; those of others are left out
    /// @return whether no function failed
    /// @throws RehearsalException when the first sweep fails
    boolean day(RecordedCalls recorded) {
        RecordedCalls calls = here(recorded);
        try (Sandbox sandbox = sandboxAt(calls.begin());
                Progress progress = Progress.onTerminal("playing", calls.count())) {
            sandbox.onWarning(said -> {}); // the plan began with them
            Replay replay = new Replay(sandbox, out, ansi);
            replay.prepare(calls);
            PlanText text = new PlanText(out, ansi);
            text.title("The first sweep, before the calls");
            SweepReport first = new Sweeper(sandbox).sweep(AS_DEPLOYED);
            text.counts(first);
            text.whatIsLeftToCode(first);
            text.failures(first);
            text.title("The calls");
            recorded.leftOut().forEach(out::println);
            leftOut(recorded.read() - recorded.count(), recorded.read(), "concern no function");
            leftOut(
                    recorded.count() - calls.count(),
                    recorded.read(),
                    "are other accounts': " + recorded.accountsBut(number()));
            return replay.play(calls, progress::step);
        }
    }

    private void leftOut(int records, int all, String why) {
        if (records > 0) {
            out.println("left out: %d of %d records, which %s".formatted(records, all, why));
        }
    }

    private String number() {
        return account.origin().map(Origin::account).orElse(Stack.ACCOUNT);
    }

    private RecordedCalls here(RecordedCalls recorded) {
        return account.origin()
                .map(origin -> recorded.of(number()).in(origin::here))
                .orElseGet(() -> recorded.of(number()));
    }

    private Sandbox sandboxAt(Instant time) {
        Sandbox sandbox = Sandbox.stoppedAt(time, template, parameters);
        account.loadInto(sandbox.account());
        return sandbox;
    }
}
