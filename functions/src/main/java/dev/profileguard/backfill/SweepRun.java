package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.ReportStore;
import dev.profileguard.control.PauseReport;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.Subject;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LazyFindingDelivery;
import dev.profileguard.lambda.Platform;
import dev.profileguard.page.Page;
import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageReport;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.Pauses;
import dev.profileguard.state.stored.UnreadableRecordException;
import dev.profileguard.state.trend.SweepTrend;
import dev.profileguard.state.trend.SweepTrendStore;
import dev.profileguard.state.trend.SweptPoint;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.KnownAccount;
import dev.profileguard.sweep.page.SweepPage;
import dev.profileguard.sweep.result.CheckedDelivery;
import dev.profileguard.sweep.result.SweepEnd;
import dev.profileguard.sweep.result.SweepTally;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// One invocation of a sweep: its position, report, plan and answer.
///
/// Not thread-safe.
final class SweepRun implements SweepReport {
    private static final int MOST_LINES = 200;
    private static final String NOTHING_EVALUATED =
            "No role or profile was evaluated: no name matches, or every function is off. To run a"
                    + " rule anyway, name it in \"rules\"";
    private static final Duration PLAN_LIFETIME = Duration.ofDays(7);

    private final SweepRequest request;
    private final @Nullable Cursor cursor;
    private final Context context;
    private final Platform platform;
    private final SweepSettings settings;
    private final SweepSummary summary;
    private final List<PlanStore.Planned> planned = new ArrayList<>();
    private final LazyFindingDelivery delivery;

    private @Nullable SweepPage page;
    private SweepTrend trend = SweepTrend.EMPTY;
    private final SweepTally tally;
    private @Nullable CheckedDelivery checked;

    private SweepRun(
            SweepRequest request,
            @Nullable Cursor cursor,
            Context context,
            Platform platform,
            SweepSettings settings) {
        this.request = request;
        this.cursor = cursor;
        this.context = context;
        this.platform = platform;
        this.settings = settings;
        this.delivery = new LazyFindingDelivery(platform).forSweep();
        this.summary = new SweepSummary(cursor == null ? Map.of() : cursor.counts());
        this.tally = SweepTally.read(cursor == null ? null : cursor.found());
    }

    static SweepRun begin(
            SweepRequest request,
            @Nullable Cursor cursor,
            Context context,
            Platform platform,
            SweepSettings settings) {
        return new SweepRun(request, cursor, context, platform, settings);
    }

    /// Where the earlier invocations stopped.
    Position start() {
        return cursor == null ? Position.START : cursor.position();
    }

    PlanStore plans() {
        return new PlanStore(platform.dynamo(), settings.planTable());
    }

    /// The items that earlier invocations planned; empty: none, or the sweep makes no plan.
    List<PlanStore.Planned> earlierItems() {
        return cursor == null || cursor.plan() == null
                ? List.of()
                : plans().before(cursor.plan(), part(), platform.clock().instant());
    }

    /// The subjects with an open finding or a notice that is not sent, by the name of the rule. A
    /// subject that does not exist any more has to be evaluated for it. A plan sends nothing.
    Map<String, Set<Subject>> unsettled() {
        return request.mode() == SweepRequest.Mode.PLAN
                ? Map.of()
                : delivery.unsettled().stream()
                        .filter(record -> Subject.isSubject(record.subject()))
                        .collect(
                                Collectors.groupingBy(
                                        record -> record.rule().inSweeps(),
                                        Collectors.mapping(
                                                record -> Subject.parse(record.subject()),
                                                Collectors.toSet())));
    }

    /// Checks for faults that keep events from arriving.
    void check(SweepHealth health, KnownAccount account) {
        checked =
                new CheckedDelivery(
                        health.checks(region(), context.getFunctionName()),
                        health.records(account),
                        () -> health.records(account));
    }

    /// Reports whether all writes are paused. A sweep without a pause resolves the finding. If the
    /// stored pause cannot be read, each write fails and reports it.
    void report(Pauses pauses) {
        if (request.mode() == SweepRequest.Mode.PLAN || cursor != null) {
            return;
        }
        try {
            Pause pause = pauses.current();
            String why = pause == null ? "Writes are not paused" : pause.sentence();
            PauseReport report =
                    new PauseReport(
                            Arn.account(context.getInvokedFunctionArn()),
                            context.getAwsRequestId());
            confirm(Rule.PROFILE_GUARD.inSweeps(), report.of(pause, why));
        } catch (UnreadableRecordException e) {
            return;
        }
    }

    /// The report for a sweep over this account. In plan mode it also collects the plan's items.
    ///
    /// @param earlier the items that earlier invocations planned
    /// @param records with what used the profiles, and what earlier sweeps found
    SweepReport over(
            AccountSnapshot snapshot, List<PlanStore.Planned> earlier, StoredRecords records) {
        SweepPage made = new SweepPage(kind(), snapshot, records.usages());
        earlier.forEach(item -> made.keep(item.actions()));
        page = made;
        trend = records.trend();
        return request.mode() == SweepRequest.Mode.PLAN
                ? new PlanReport(this, planned, PlanItem.keys(earlier), snapshot)
                : this;
    }

    @Override
    public IntentLog intents(String rule) {
        return delivery.intents(context, Rule.inSweeps(rule));
    }

    @Override
    public void add(String rule, Outcome outcome) {
        summary.add(
                rule,
                outcome,
                request.plan() != null,
                page == null ? null : page.add(rule, outcome));
        tally.add(rule, outcome);
        boolean isNoteworthy = !outcome.actions().isEmpty() || !outcome.findings().isEmpty();
        if (isNoteworthy && request.mode() != SweepRequest.Mode.PLAN) {
            platform.reporting().report(context, new InvocationResult(List.of(outcome)), List.of());
        }
        confirm(rule, outcome);
    }

    /// An outcome without findings resolves earlier ones.
    @Override
    public void confirm(String rule, Outcome outcome) {
        if (request.mode() != SweepRequest.Mode.PLAN) {
            InvocationResult result = new InvocationResult(List.of(outcome));
            delivery.deliver(context, Rule.inSweeps(rule), result);
        }
    }

    /// @param stopped where there was no more time; null: all subjects are handled
    Map<String, @Nullable Object> answer(@Nullable Position stopped) {
        String plan = plan();
        if (plan != null && !planned.isEmpty()) {
            plans().add(plan, part(), planned, platform.clock().instant().plus(PLAN_LIFETIME));
        }
        if (request.mode() != SweepRequest.Mode.PLAN) {
            platform.reporting()
                    .measured(
                            context,
                            new Measurement(
                                    Measurement.SWEPT_SUBJECTS,
                                    summary.reported(),
                                    Measurement.Unit.COUNT));
        }
        boolean ends = stopped == null && settings.isWhole(request);
        if (ends) {
            Instant end = platform.clock().instant().truncatedTo(ChronoUnit.SECONDS);
            trend = trend.with(tally.point(end, summary.failed()));
        }
        List<String> lines = lines();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("mode", request.mode().text());
        json.put("run", run());
        json.put("part", part());
        json.put("counts", summary.counts());
        json.put("total", summary.total());
        json.put("failed", summary.failed());
        json.put("lines", lines.subList(0, Math.min(MOST_LINES, lines.size())));
        json.put("linesLeftOut", Math.max(0, lines.size() - MOST_LINES));
        json.put("report", report());
        json.put("page", page(stopped == null));
        json.put("listed", page == null ? null : page.listed());
        json.put(
                "trend",
                page == null ? null : trend.points().stream().map(SweptPoint::json).toList());
        json.put("faults", faults());
        json.put("plan", plan);
        json.put(
                "cursor",
                stopped == null
                        ? null
                        : new Cursor(
                                        run(),
                                        part(),
                                        requestWithoutCursor(),
                                        stopped,
                                        plan,
                                        summary.total(),
                                        tally.json())
                                .text());
        if (ends) {
            keepTrend();
        }
        if (stopped == null) {
            end();
        }
        return json;
    }

    /// The trend is only shown: if it cannot be stored, a point is missing in it.
    private void keepTrend() {
        try {
            new SweepTrendStore(platform.dynamo(), settings.table()).save(trend);
        } catch (SdkException e) {
            return;
        }
    }

    private PageKind kind() {
        return request.mode() == SweepRequest.Mode.PLAN ? PageKind.PLAN : PageKind.SWEEP;
    }

    private @Nullable List<String> faults() {
        return checked == null ? null : checked.faults();
    }

    private void end() {
        Call call =
                new Call(
                        new Actor.Unattributed(),
                        "Sweep",
                        FunctionHandler.account(context),
                        run(),
                        platform.clock().instant().truncatedTo(ChronoUnit.SECONDS));
        new SweepEnd(context, platform, delivery, call)
                .report(
                        request.mode().text(),
                        summary.evaluated(),
                        summary.failed(),
                        tally,
                        settings.isWhole(request),
                        checked);
    }

    private List<String> lines() {
        List<String> lines = summary.lines();
        return lines.isEmpty() ? List.of(NOTHING_EVALUATED) : lines;
    }

    private SweepRequest requestWithoutCursor() {
        return new SweepRequest(
                request.mode(), request.rules(), request.names(), null, request.plan());
    }

    /// The plan's ID; null: the sweep makes no plan. An empty plan gets an item, so that it can be
    /// applied.
    private @Nullable String plan() {
        if (request.mode() != SweepRequest.Mode.PLAN) {
            return null;
        }
        if (planned.isEmpty() && cursor == null) {
            planned.add(PlanItem.NOTHING);
        }
        return cursor == null ? context.getAwsRequestId() : cursor.plan();
    }

    private String run() {
        return cursor == null ? context.getAwsRequestId() : cursor.run();
    }

    private int part() {
        return cursor == null ? 1 : cursor.part() + 1;
    }

    private String report() {
        return stored(
                ReportStore.Type.LINES,
                "jsonl",
                "%d lines".formatted(summary.reported()),
                summary::report);
    }

    /// Null: the request applies a plan, which has a page.
    private @Nullable String page(boolean isLast) {
        SweepPage made = page;
        return made == null
                ? null
                : stored(
                        ReportStore.Type.PAGE,
                        "html",
                        "the page",
                        () -> Page.html(shown(made, isLast && part() == 1)));
    }

    private PageReport shown(SweepPage made, boolean isWhole) {
        return made.report(
                FunctionHandler.account(context),
                platform.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                part(),
                isWhole,
                summary.counts(),
                Objects.requireNonNullElse(faults(), List.of()),
                trend);
    }

    /// A failed write of a report must not lose the answer.
    private String stored(
            ReportStore.Type type, String suffix, String what, Supplier<String> report) {
        if (settings.bucket().isEmpty()) {
            return "none: ReportsBucket is not set, so %s cannot be stored".formatted(what);
        }
        String day = LocalDate.ofInstant(platform.clock().instant(), ZoneOffset.UTC).toString();
        String key = "%s/%s/%04d.%s".formatted(day, run(), part(), suffix);
        try {
            return platform.audit().reports().put(settings.bucket(), key, type, report.get());
        } catch (SdkException e) {
            return "none: cannot store %s: %s".formatted(what, VisibleText.message(e.getMessage()));
        }
    }

    /// The function's region; empty: unknown.
    private String region() {
        return Arn.region(context.getInvokedFunctionArn());
    }
}
