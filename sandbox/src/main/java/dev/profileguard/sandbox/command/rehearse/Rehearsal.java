package dev.profileguard.sandbox.command.rehearse;

import dev.profileguard.page.PageChart;
import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageReport;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.AccountRecording;
import dev.profileguard.sandbox.account.Origin;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.command.page.RehearsedDay;
import dev.profileguard.sandbox.command.page.ReportedLines;
import dev.profileguard.sandbox.command.replay.Replay;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.trail.RawRecord;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Shows what the template would do to a recorded account. The first part is the plan for the
/// account. The second part replays recorded calls in it. Each part has its own sandbox.
///
/// @param account the recorded account, with which each sandbox starts
/// @param template the template's file
/// @param parameters the values of the template's parameters
/// @param preparation of each sandbox, before a function starts
/// @param isPaged whether a page is made of the plan
record Rehearsal(
        AccountRecording account,
        Path template,
        Map<String, String> parameters,
        Consumer<Sandbox> preparation,
        boolean isPaged,
        Terminal terminal) {
    private static final String PLAN = "plan";
    private static final String SWEEP = "sweep";

    /// Prints the plan.
    ///
    /// @param page receives the plan as a page shows it
    /// @throws RehearsalException when Backfill fails
    void plan(Consumer<Supplier<PageReport>> page) {
        Instant now = Instant.now();
        try (Sandbox sandbox = sandboxAt(now);
                Progress progress = Progress.onTerminal("planning", Progress.UNKNOWN)) {
            new Replay(sandbox, terminal).printWarnings();
            PlanText text = new PlanText(terminal);
            text.title("The plan");
            SweepReport plan =
                    new Sweeper(sandbox, isPaged ? Set.of() : Sweeper.OF_PAGES).sweep(PLAN);
            text.print(plan);
            page.accept(() -> page(plan, now));
            progress.step();
        }
    }

    private PageReport page(SweepReport plan, Instant made) {
        List<String> notes = new ArrayList<>(account.summary());
        notes.addAll(plan.faults());
        return new PageReport(
                PageKind.REHEARSAL,
                "",
                number(),
                made.truncatedTo(ChronoUnit.SECONDS),
                notes,
                PageReport.counted(account.counts().roles(), account.counts().profiles()),
                ReportedLines.decisions(plan.total()),
                ReportedLines.entries(plan.outcomes()),
                List.of());
    }

    /// Replays recorded calls, as if the template had been deployed before them and the first sweep
    /// had run.
    ///
    /// @param recorded the calls of a trail; those in other accounts are left out
    /// @param chart receives the calls, the changes and the findings over time
    /// @return whether no function failed
    /// @throws RehearsalException when the first sweep fails
    boolean replay(RecordedCalls recorded, Consumer<PageChart> chart) {
        RecordedCalls calls = localized(recorded);
        try (Sandbox sandbox = sandboxAt(Replay.startTime(calls));
                Progress progress = Progress.onTerminal("replaying", calls.count())) {
            sandbox.onWarning(warning -> {}); // printed before the plan
            Replay replay = new Replay(sandbox, terminal);
            replay.prepare(calls);
            PlanText text = new PlanText(terminal);
            text.title("The first sweep, before the calls");
            SweepReport first = new Sweeper(sandbox, Sweeper.OF_PAGES).sweep(SWEEP);
            text.counts(first);
            text.explainLeftToCode(first);
            text.failures(first);
            text.title("The calls");
            recorded.leftOut().forEach(terminal::line);
            leftOut(recorded.read() - recorded.count(), recorded.read(), "concern no function");
            leftOut(
                    recorded.count() - calls.count(),
                    recorded.read(),
                    "belong to other accounts: " + recorded.accountsExcept(number()));
            int before = sandbox.timeline().entries().size();
            boolean succeeded = replay.play(calls, progress::step);
            List<Entry> entries = sandbox.timeline().entries();
            RehearsedDay.of(
                            times(calls),
                            entries.subList(Math.min(before, entries.size()), entries.size()))
                    .ifPresent(chart);
            return succeeded;
        }
    }

    private static List<Instant> times(RecordedCalls calls) {
        return calls.records().stream().map(RawRecord::time).filter(Objects::nonNull).toList();
    }

    private void leftOut(int records, int all, String why) {
        if (records > 0) {
            terminal.line("left out: %d of %d records, which %s".formatted(records, all, why));
        }
    }

    /// The number of the recorded account; the sandbox's own, if no entry has an ARN.
    private String number() {
        return account.origin().map(Origin::account).orElse(Stack.DEFAULT.account());
    }

    private RecordedCalls localized(RecordedCalls recorded) {
        return account.origin()
                .map(origin -> recorded.of(number()).mapped(origin::localized))
                .orElseGet(() -> recorded.of(number()));
    }

    private Sandbox sandboxAt(Instant time) {
        Sandbox sandbox = Sandbox.stoppedAt(time, template, parameters);
        preparation.accept(sandbox);
        account.loadInto(sandbox.account());
        return sandbox;
    }
}
