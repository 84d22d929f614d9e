package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.command.stack.Reports;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.sandbox.command.stack.Sweeps;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `guard apply`: makes the changes of a plan.
@Command(
        name = "apply",
        description = {
            "Make exactly the changes of a plan, whatever the modes of the functions.",
            "Shows their number and asks first. What changed since the plan is refused."
        })
public final class ApplyCommand extends SweepVerb {
    /// Plans expire after a week.
    private static final Duration LIFETIME = Duration.ofDays(7);

    private static final Set<String> PLANNED = Set.of("would-do");

    @Parameters(paramLabel = "PLAN_ID", description = "The ID that 'guard plan' printed.")
    private String plan = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /// Picocli calls this one.
    public ApplyCommand() {}

    @Override
    void check() {
        if (!PlanText.isId(plan)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "PLAN_ID is the ID that 'guard plan' printed: letters, digits and hyphens");
        }
        if (!isFollowing() && !yes && !options().surroundings().isInteractive()) {
            throw new ParameterException(
                    spec().commandLine(),
                    "There is no terminal to ask at: give --yes to apply the plan without a"
                            + " question");
        }
    }

    @Override
    boolean mayStart(DeployedStack stack) {
        errors().line("Plan %s: %s.".formatted(plan, counts(stack)));
        errors().flush();
        if (yes) {
            return true;
        }
        String typed =
                options()
                        .surroundings()
                        .answerTo("Apply it to %s? Only yes is accepted: ".formatted(stack.name()));
        if (typed != null && typed.strip().equals("yes")) {
            return true;
        }
        errors().error("Nothing was applied.");
        return false;
    }

    /// Without the permission to read the report, Backfill itself says whether there is such a
    /// plan.
    ///
    /// @throws StackException when there is no report of such a plan
    private String counts(DeployedStack stack) {
        Instant now = Instant.now();
        Report report;
        try (Reports reports = stack.reports()) {
            report = reports.of(plan, now.minus(LIFETIME), now.plus(Duration.ofDays(1)));
        } catch (StackException e) {
            return "an unknown number of changes (%s)".formatted(e.getMessage());
        }
        if (report.isMissing()) {
            throw new StackException(
                    "There is no report of a plan %s from the last 7 days. Make a new one: %s"
                            .formatted(plan, options().another("plan")));
        }
        return PlanText.counts(ResourceChange.in(report.outcomes(), PLANNED), report);
    }

    @Override
    String start(Sweeps sweeps) {
        return sweeps.apply(plan);
    }

    @Override
    String words() {
        return "apply " + plan;
    }

    @Override
    boolean print(JsonNode answer, Report report, ChangeText text) {
        return AppliedText.OF_PLANS.print(answer, report, text);
    }
}
