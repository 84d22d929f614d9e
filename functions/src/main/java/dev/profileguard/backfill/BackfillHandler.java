package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.RateLimitedIam;
import dev.profileguard.aws.RateLimiter;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkPolicyReader;
import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.backfill.baselines.BaselineRequests;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.control.InForce;
import dev.profileguard.control.Probe;
import dev.profileguard.control.SettingsAnswer;
import dev.profileguard.control.StackParts;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Rule;
import dev.profileguard.guard.GuardSweep;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.lambda.Attribution;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.NodeRoleSettings;
import dev.profileguard.noderole.NodeRoleSweep;
import dev.profileguard.provision.ProvisionSweep;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.ProvenanceCache;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.UseInventoryStore;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.Pauses;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.BulkHistory;
import dev.profileguard.sweep.CachedHistory;
import dev.profileguard.sweep.CachedPolicies;
import dev.profileguard.sweep.ConsistentIamReader;
import dev.profileguard.sweep.CurrentRules;
import dev.profileguard.sweep.Foresight;
import dev.profileguard.sweep.KnownAccount;
import dev.profileguard.sweep.NotInSweeps;
import dev.profileguard.sweep.ReadsAhead;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.sweep.SweepRuleSource;
import dev.profileguard.sweep.SweptInventory;
import dev.profileguard.sweep.TagRecordCache;
import dev.profileguard.sweep.UseKeeping;
import dev.profileguard.tag.TagSweepSource;
import dev.profileguard.text.QuotedError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs the rules of all functions over the whole account. It covers resources that existed before
/// the installation, and changes whose event was lost.
///
/// Input: a [SweepRequest], from a person or a schedule.
public final class BackfillHandler implements RequestStreamHandler {
    /// The rules in the order in which they run. Each package builds its own from the environment.
    private static final List<Function<Platform, SweepRuleSource>> RULES =
            List.of(
                    ProvisionSweep::in,
                    GuardSweep::in,
                    TagSweepSource::in,
                    NodeRoleSweep::in,
                    platform -> new NotInSweeps(Rule.FAILURE_ADVISOR, "AdviceMode"),
                    platform -> new NotInSweeps(Rule.PROFILE_ROTATION, "RotationMode"),
                    platform -> new NotInSweeps(Rule.CANARY, "CanaryMinutes"));

    private final SweepSettings settings;
    private final Platform platform;
    private final Attribution attribution;
    private final List<SweepRuleSource> sources;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public BackfillHandler() {
        this(SweepSettings.from(System.getenv()), live());
    }

    /// The JVM reads this property at its first connection. By default, it keeps five idle
    /// connections to a host, and most of the reads at the same time would make new ones.
    ///
    /// See
    /// https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/net/doc-files/net-properties.html
    private static Platform live() {
        System.setProperty("http.maxConnections", String.valueOf(SweepSettings.MOST_AT_ONCE));
        return LambdaPlatform.live();
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public BackfillHandler(Platform platform) {
        this(SweepSettings.from(platform.environment()), platform);
    }

    private BackfillHandler(SweepSettings settings, Platform given) {
        RateLimiter limiter =
                new RateLimiter(given.clock(), given.backoff()::await, settings.perSecond());
        this.settings = settings;
        this.platform = given.with(RateLimitedIam.at(limiter, given.iam()));
        this.attribution = Attribution.forSweeps(given);
        this.sources = RULES.stream().map(rule -> rule.apply(platform)).toList();
    }

    /// Carries out one request, or the part of it for which there is time.
    ///
    /// @throws IllegalArgumentException when the request is invalid; then nothing was changed
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        try {
            Json.write(output, answer(Json.read(input), context));
        } catch (RuntimeException e) {
            throw QuotedError.shown(e);
        }
    }

    private Map<String, @Nullable Object> answer(Map<String, Object> json, Context context) {
        if (SettingsAnswer.isAskedFor(json)) {
            return shown(context).json();
        }
        if (BaselineRequests.isIn(json)) {
            return baselines(context).answer(json);
        }
        List<String> names = sources.stream().map(SweepRuleSource::name).toList();
        SweepRequest request = SweepRequest.read(json, names);
        settings.check(request);
        Cursor cursor = request.cursor() == null ? null : Cursor.read(request, names);
        return answer(request, cursor, context);
    }

    private Map<String, @Nullable Object> answer(
            SweepRequest request, @Nullable Cursor cursor, Context context) {
        if (request.mode() == SweepRequest.Mode.APPLY) {
            refuseWhilePaused();
        }
        String plan = request.plan();
        if (plan != null && BaselineRequests.isPlan(plan)) {
            return baselines(context).apply(plan);
        }
        SweepRun run = SweepRun.begin(request, cursor, context, platform, settings);
        CurrentRules rules = CurrentRules.of(sources);
        Position stopped =
                request.plan() == null
                        ? sweep(request, rules, run, context)
                        : apply(request.plan(), rules, run, context);
        return run.answer(stopped);
    }

    private BaselineRequests baselines(Context context) {
        return new BaselineRequests(
                platform,
                settings.table(),
                settings.planTable(),
                settings.bucket(),
                settings.requests(),
                context);
    }

    private Outcome shown(Context context) {
        List<Probe> probes = new ArrayList<>(platform.probes());
        probes.add(Probe.ofQuery(platform.dynamo(), settings.planTable(), "plan"));
        return new SettingsAnswer("Backfill", "SweepMode", platform.environment(), probes, pauses())
                .of(
                        context,
                        Map.of(
                                "inForce",
                                new InForce(
                                                platform.audit().health().configurations(),
                                                platform.clock().instant())
                                        .described(functions(context))));
    }

    private List<String> functions(Context context) {
        return new StackParts(platform.parameters(), settings.checks())
                .functions(context.getFunctionName());
    }

    /// @throws IllegalArgumentException while all writes are paused
    private void refuseWhilePaused() {
        Pause pause = pauses().current();
        if (pause != null) {
            throw new IllegalArgumentException(
                    pause.sentence()
                            + ". Nothing is applied. Apply the plan after it: a plan is kept for 7"
                            + " days");
        }
    }

    private Pauses pauses() {
        return platform.pauses(settings.table());
    }

    private @Nullable Position sweep(
            SweepRequest request, CurrentRules current, SweepRun run, Context context) {
        try (CallsAhead calls = platform.audit().callsAhead(settings.readsAtOnce())) {
            SdkIamReader reader = new SdkIamReader(platform.iam());
            return sweep(request, current, run, context, reader, ahead(reader, calls));
        }
    }

    private ReadsAhead ahead(SdkIamReader reader, CallsAhead calls) {
        return new ReadsAhead(calls, reader, new SdkPolicyReader(platform.iam()));
    }

    private @Nullable Position sweep(
            SweepRequest request,
            CurrentRules current,
            SweepRun run,
            Context context,
            SdkIamReader reader,
            ReadsAhead ahead) {
        List<SweepRule> rules = current.requested(request.rules());
        boolean dry = request.mode() == SweepRequest.Mode.PLAN;
        boolean compares = !dry && rules.stream().anyMatch(SweepRule::comparesUses);
        ProfileUse uses = compares ? allUses() : ProfileUse.NONE;
        AccountSnapshot snapshot = AccountSnapshot.of(reader, consistent(ahead), ahead);
        StoredRecords records = StoredRecords.scan(platform.dynamo(), settings.table());
        GuardRecordCache baselines = GuardRecordCache.of(baselineStore(), records, dry);
        if (!dry && request.cursor() == null) {
            baselines.forget(platform.clock().instant());
        }
        ProvenanceCache made =
                new ProvenanceCache(
                        new ProvenanceStore(platform.dynamo(), settings.table()), records);
        KnownAccount account =
                new KnownAccount(snapshot, baselines, made, new TagRecordCache(records));
        run.check(
                new SweepHealth(
                        platform.audit().health(),
                        platform.parameters(),
                        settings,
                        current.all(),
                        platform.clock().instant()),
                account);
        run.report(pauses());
        List<PlanStore.Planned> earlier = run.earlierItems();
        List<Consumer<ProfileName>> right = new ArrayList<>();
        if (compares) {
            right.add(new UseKeeping(uses, records.uses(), useInventory())::keep);
        }
        if (!dry) {
            right.addAll(
                    inventory(request, rules)
                            .of(
                                    account,
                                    records,
                                    compares ? uses : null,
                                    request.cursor() == null,
                                    context));
        }
        SweepProgress progress = new SweepProgress();
        BulkHistory history = new BulkHistory(attribution, platform.clock());
        RuleEvaluator evaluator =
                new RuleEvaluator(
                        request.mode(),
                        account,
                        ports(ahead.policies()),
                        history,
                        call(context),
                        run.over(snapshot, earlier, records),
                        progress,
                        profile -> right.forEach(each -> each.accept(profile)));
        Sweep sweep =
                new Sweep(
                        rules,
                        account,
                        run.unsettled(),
                        progress,
                        evaluator,
                        new Foresight(account, ahead));
        history.expecting(rule -> sweep.lookups(rule, request, run.start()));
        if (dry && request.cursor() != null) {
            sweep.resume(earlier);
        }
        return sweep.run(request, run.start(), context);
    }

    private SweptInventory inventory(SweepRequest request, List<SweepRule> rules) {
        return new SweptInventory(
                platform,
                settings.regions(),
                settings.table(),
                settings.inventory(),
                request::asksFor,
                rules.stream().filter(SweepRule::keepsInventory).toList());
    }

    private ProfileUse allUses() {
        return platform.audit().users(settings.regions()).all();
    }

    private @Nullable Position apply(
            String plan, CurrentRules rules, SweepRun run, Context context) {
        List<PlanStore.Planned> items =
                run.plans().items(plan, run.start().after(), platform.clock().instant());
        PlanApplication application =
                new PlanApplication(
                        rules.all(),
                        ports(new SdkPolicyReader(platform.iam())),
                        consistent(new SdkIamReader(platform.iam())),
                        new BulkHistory(attribution, platform.clock()),
                        (item, state) -> run.plans().note(plan, item, state),
                        baselineStore(),
                        call(context),
                        run);
        String last = application.apply(items, context);
        return last == null ? null : new Position(last);
    }

    private ConsistentIamReader consistent(IamReader reader) {
        return new ConsistentIamReader(reader, platform.clock(), platform.backoff());
    }

    /// The ports of one invocation, by the mode of the rule.
    private Function<Mode, Ports> ports(PolicyReader live) {
        CachedHistory history = new CachedHistory(attribution);
        Clusters clusters =
                NodeRoleSettings.from(platform.environment())
                        .clusters(platform, Clusters.Patience.OF_SWEEPS);
        PolicyReader policies = new CachedPolicies(live);
        return mode ->
                writing(
                        mode,
                        platform.ports(mode, settings.table())
                                .reading(policies)
                                .asking(history)
                                .asking(clusters)
                                .asking(platform.users(settings.regions(), settings.table())));
    }

    private Ports writing(Mode mode, Ports ports) {
        return mode == Mode.ENFORCE
                ? platform.associating(ports, settings.regions(), settings.table())
                : ports;
    }

    private UseInventoryStore useInventory() {
        return new UseInventoryStore(platform.dynamo(), settings.table());
    }

    private GuardRecordStore baselineStore() {
        return new GuardRecordStore(platform.dynamo(), settings.table());
    }

    /// The time has whole seconds, like the times in CloudTrail.
    private Call call(Context context) {
        return new Call(
                new Actor.Unattributed(),
                "Sweep",
                FunctionHandler.account(context),
                context.getAwsRequestId(),
                platform.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    }
}
