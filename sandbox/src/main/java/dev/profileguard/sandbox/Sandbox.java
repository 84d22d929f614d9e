package dev.profileguard.sandbox;

import dev.profileguard.aws.AuditClients;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.aws.cloudtrail.AnsweredCall;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.PastCalls;
import dev.profileguard.sandbox.aws.cloudtrail.PrincipalIds;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import dev.profileguard.sandbox.aws.cloudwatch.Alarms;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.aws.dynamodb.LocalDynamo;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.eventbridge.EventBus;
import dev.profileguard.sandbox.aws.eventbridge.Schedule;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.FaultGate;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.lambda.QueueReader;
import dev.profileguard.sandbox.aws.notify.Notifications;
import dev.profileguard.sandbox.aws.notify.NotifyServices;
import dev.profileguard.sandbox.aws.s3.ReportFolder;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.aws.ssm.ParameterStore;
import dev.profileguard.sandbox.aws.stepfunctions.StepFunctions;
import dev.profileguard.sandbox.aws.tagging.TaggingApi;
import dev.profileguard.sandbox.aws.tagging.TaggingClient;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.host.FunctionEventHistory;
import dev.profileguard.sandbox.host.FunctionPlatform;
import dev.profileguard.sandbox.host.FunctionReportStore;
import dev.profileguard.sandbox.host.Recorder;
import dev.profileguard.sandbox.host.StackHealth;
import dev.profileguard.sandbox.time.SandboxClock;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.time.Ticker;
import dev.profileguard.sandbox.timeline.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/// One AWS account, empty at start, with the template deployed to it.
///
/// Each call to IAM yields its CloudTrail record; EventBridge hands it to the functions whose
/// patterns match; their calls yield records in turn. With a clock that stands still all of that
/// waits until [#settle()] or [#advance(Duration)], and runs on the caller's thread; with one that
/// runs it happens by itself.
public final class Sandbox implements AutoCloseable {
    /// Where time begins when it stands still.
    public static final Instant TEST_TIME = Instant.parse("2026-01-05T09:00:00Z");

    /// Half a second, so that a swap, which takes two calls, is not met half way. On AWS it is
    /// more: seconds, at times minutes.
    private static final Duration LATENCY = Duration.ofMillis(500);

    /// The canary would sing in between while people look at something else.
    private static final Map<String, String> NO_CANARY = Map.of("CanaryMinutes", "off");

    /// Nor would tests have a sweep come before what they look at.
    private static final Map<String, String> QUIET =
            Map.of("CanaryMinutes", "off", "SweepMode", "off");

    private static final String USER_AGENT =
            "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.7";
    private static final String ADDRESS = "198.51.100.7";

    private final Template template;
    private final SandboxClock clock;
    private final Scheduler agenda;
    private @Nullable Ticker ticker;
    private final Timeline timeline = new Timeline();
    private final Notifications notifications = new Notifications();
    private final ReportFolder reports = new ReportFolder();
    private final PastCalls pastCalls;
    private final LocalDynamo dynamo = new LocalDynamo();
    private final IamAccount account;
    private final Faults faults;
    private final Queues queues;
    private final LambdaService lambda;
    private final EventBus bus;
    private final StepFunctions stepFunctions;
    private final NotifyServices notifyServices;
    private Consumer<String> warned = System.err::println;
    private final Recorder recorder;
    private final ParameterStore parameters;
    private final TaggingApi tagging;
    private final Instances instances;
    private final Metrics metrics = new Metrics();
    private final Alarms alarms;

    /// How time passes.
    public enum Mode {
        /// It stands at [#TEST_TIME] until moved; nothing happens by itself.
        TEST_CLOCK,
        /// It runs as usual, and can be moved.
        REAL_CLOCK
    }

    private Sandbox(Template template, SandboxClock clock, boolean still) {
        this.template = template;
        this.clock = clock;
        agenda =
                new Scheduler(
                        clock, still ? Runnable::run : Executors.newVirtualThreadPerTaskExecutor());
        pastCalls = new PastCalls(clock);
        account = new IamAccount(Stack.ACCOUNT, clock);
        faults = new Faults(account::readLag);
        queues = new Queues(template.queues(), clock, timeline, faults);
        alarms = new Alarms(template.alarms(), template.queues(), queues, metrics, clock);
        Permissions permissions = new Permissions(template.functions());
        parameters = new ParameterStore(permissions::of, clock, this::record);
        tagging = new TaggingApi(account, clock, this::record);
        instances = new Instances(account, clock, this::record);
        FunctionPlatform world =
                new FunctionPlatform(
                        account,
                        dynamo,
                        parameters,
                        clock,
                        still ? clock::move : this::pause,
                        warning -> warned.accept(warning),
                        timeline,
                        metrics,
                        this::notifyServices,
                        new AuditClients(
                                new FunctionEventHistory(pastCalls, faults, timeline, clock),
                                new FunctionReportStore(reports),
                                new StackHealth(template, queues)));
        lambda =
                new LambdaService(
                        template.functions(), world::handler, agenda, clock, timeline, queues);
        template.sources()
                .forEach(source ->
                        QueueReader.connect(source, lambda, queues, agenda, clock, timeline));
        bus =
                new EventBus(
                        template.rules(),
                        lambda,
                        queues,
                        faults,
                        agenda,
                        clock,
                        timeline,
                        still ? Duration.ZERO : LATENCY);
        notifyServices = new NotifyServices(notifications, bus, queues, faults, clock, timeline);
        stepFunctions =
                new StepFunctions(
                        template.startedMachines(), lambda, agenda, clock, timeline, metrics);
        template.tables().forEach(dynamo::create);
        FaultGate faultGate = new FaultGate(faults);
        account.gate(call -> {
            faultGate.admit(call);
            permissions.admit(call);
        });
        recorder = new Recorder(account::userId, permissions, timeline, pastCalls, bus);
        account.observer(recorder);
    }

    private Sandbox scheduled() {
        for (ScheduleDefinition each : template.schedules()) {
            new Schedule(each, lambda, stepFunctions, queues, agenda, clock, timeline).start();
        }
        return this;
    }

    /// Deploys a template.
    ///
    /// @param parameters values for the template's parameters, by name; the others have their
    ///   defaults, but CanaryMinutes and SweepMode are off
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when the template or a
    ///   parameter is not as it should be
    public static Sandbox start(Path template, Map<String, String> parameters, Mode mode) {
        if (mode == Mode.TEST_CLOCK) {
            return standingAt(TEST_TIME, template, parameters);
        }
        Sandbox sandbox =
                new Sandbox(
                        TemplateReader.read(template, parameters, QUIET),
                        SandboxClock.running(),
                        false);
        sandbox.begin();
        return sandbox;
    }

    /// Prepares an account for a template, which is deployed by [#begin()]: so that there can be
    /// something in the account before. Its time runs.
    ///
    /// @param parameters values for the template's parameters, by name; the others have their
    ///   defaults, but CanaryMinutes is off
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when the template or a
    ///   parameter is not as it should be
    public static Sandbox prepare(Path template, Map<String, String> parameters) {
        return new Sandbox(
                TemplateReader.read(template, parameters, NO_CANARY),
                SandboxClock.running(),
                false);
    }

    /// Begins with the template's schedules, and with whatever happened to the account since it was
    /// prepared. To be called once.
    public void begin() {
        scheduled();
        ticker = Ticker.watch(agenda);
    }

    /// Deploys a template at a time that stands still until it is moved.
    ///
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when the template or a
    ///   parameter is not as it should be
    public static Sandbox standingAt(Instant time, Path template, Map<String, String> parameters) {
        return new Sandbox(
                        TemplateReader.read(template, parameters, QUIET),
                        SandboxClock.standingAt(time),
                        true)
                .scheduled();
    }

    /// IAM as this user sees it.
    public IamClient iamAs(String user) {
        return iamAs(user(user));
    }

    /// IAM as this caller sees it.
    public IamClient iamAs(Caller caller) {
        return account.as(caller, USER_AGENT, ADDRESS);
    }

    /// The Resource Groups Tagging API as this caller sees it.
    public TaggingClient tagging(Caller caller) {
        return new TaggingClient(tagging, new Origin(caller, USER_AGENT, ADDRESS));
    }

    /// EC2 as this caller sees it.
    public ComputeClient ec2(Caller caller) {
        return new ComputeClient(instances, new Origin(caller, USER_AGENT, ADDRESS));
    }

    /// A user whose access key is called like itself.
    public static Caller.User user(String name) {
        return new Caller.User(Stack.ACCOUNT, name, name);
    }

    /// A session of a role that exists in the account.
    ///
    /// @throws IllegalArgumentException when it does not
    public Caller.RoleSession assumeRole(String roleName, String session) {
        Role role =
                account.role(roleName)
                        .orElseThrow(
                                () -> new IllegalArgumentException("There is no role " + roleName));
        String accessKeyId = "ASIA" + PrincipalIds.role(roleName, session).substring(4, 20);
        return sessionOf(role, session, accessKeyId);
    }

    /// A session of this role.
    ///
    /// @param accessKeyId what its calls are signed with
    public static Caller.RoleSession sessionOf(Role role, String session, String accessKeyId) {
        return new Caller.RoleSession(
                Stack.ACCOUNT, role.path(), role.roleName(), role.roleId(), session, accessKeyId);
    }

    /// Has what the functions warn of their settings told here instead of on standard error.
    public void onWarning(Consumer<String> listener) {
        warned = listener;
    }

    /// Runs what is due, and what becomes due by it.
    public void settle() {
        agenda.settle();
    }

    /// Moves time on, running what becomes due on the way at its time.
    public void advance(Duration time) {
        agenda.advance(time);
    }

    /// The sandbox's time.
    public SandboxClock clock() {
        return clock;
    }

    /// The template, its parameters put in.
    public Template template() {
        return template;
    }

    /// The account's IAM.
    public IamAccount account() {
        return account;
    }

    /// The template's functions.
    public LambdaService lambda() {
        return lambda;
    }

    /// EventBridge.
    public EventBus bus() {
        return bus;
    }

    /// The queues, dead letters among them.
    public Queues queues() {
        return queues;
    }

    /// The parameters of Parameter Store.
    public ParameterStore parameters() {
        return parameters;
    }

    /// The tagging API, for what comes over the wire.
    public TaggingApi taggingApi() {
        return tagging;
    }

    /// EC2's instances, for what comes over the wire.
    public Instances instances() {
        return instances;
    }

    /// What goes wrong, on demand.
    public Faults faults() {
        return faults;
    }

    /// What has happened.
    public Timeline timeline() {
        return timeline;
    }

    /// CloudTrail's memory of all calls, delivered or not.
    public PastCalls pastCalls() {
        return pastCalls;
    }

    /// The folder that holds the reports of sweeps, under one of the name of their bucket.
    public ReportFolder reports() {
        return reports;
    }

    /// The findings as sent, oldest first.
    public List<Map<String, @Nullable Object>> findings() {
        return timeline.findings();
    }

    /// What was published to topics and put onto the bus.
    public Notifications notifications() {
        return notifications;
    }

    /// SNS, EventBridge's PutEvents and SQS.
    public NotifyServices notifyServices() {
        return notifyServices;
    }

    /// What was measured.
    public Metrics metrics() {
        return metrics;
    }

    /// What each alarm of the template says now.
    public List<Alarm> alarms() {
        return alarms.now();
    }

    /// The database itself, for what comes over the wire.
    public LocalDynamo database() {
        return dynamo;
    }

    /// A client of the database that may do anything.
    public DynamoDbClient dynamo() {
        return dynamo.client(Authorizer.ALLOW_ALL);
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        reports.close();
        dynamo.close();
    }

    private void record(AnsweredCall call, Duration took) {
        recorder.add(call, took);
    }

    private void pause(Duration time) {
        lambda.pausing();
        try {
            agenda.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The sandbox stops", e);
        }
    }
}
