package dev.profileguard.sandbox;

import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.compute.Compute;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.autoscaling.AutoScaling;
import dev.profileguard.sandbox.aws.autoscaling.query.AutoScalingQuery;
import dev.profileguard.sandbox.aws.cloudformation.ProfileDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RoleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.query.CloudFormationQuery;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.aws.cloudtrail.CompletedCall;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.PastCalls;
import dev.profileguard.sandbox.aws.cloudtrail.PrincipalIds;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import dev.profileguard.sandbox.aws.cloudwatch.Alarms;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.aws.dynamodb.LocalDynamo;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.ec2.Ec2Access;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.query.Ec2Query;
import dev.profileguard.sandbox.aws.ec2.query.FleetQuery;
import dev.profileguard.sandbox.aws.eks.Eks;
import dev.profileguard.sandbox.aws.eks.EksRest;
import dev.profileguard.sandbox.aws.eventbridge.EventBus;
import dev.profileguard.sandbox.aws.eventbridge.ForeignBuses;
import dev.profileguard.sandbox.aws.eventbridge.RuleStates;
import dev.profileguard.sandbox.aws.eventbridge.Schedule;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.FaultGate;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.identity.IdentityPolicies;
import dev.profileguard.sandbox.aws.iam.identity.OrganizationPolicies;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.kms.Kms;
import dev.profileguard.sandbox.aws.kms.KmsJson;
import dev.profileguard.sandbox.aws.lambda.FunctionRest;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.lambda.QueueReader;
import dev.profileguard.sandbox.aws.notify.Notifications;
import dev.profileguard.sandbox.aws.notify.NotifyServices;
import dev.profileguard.sandbox.aws.s3.BucketRest;
import dev.profileguard.sandbox.aws.s3.Buckets;
import dev.profileguard.sandbox.aws.s3.ReportFolder;
import dev.profileguard.sandbox.aws.securityhub.SecurityHub;
import dev.profileguard.sandbox.aws.securityhub.SecurityHubRest;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.aws.ssm.ParameterStore;
import dev.profileguard.sandbox.aws.stepfunctions.ExecutionCalls;
import dev.profileguard.sandbox.aws.stepfunctions.StepFunctions;
import dev.profileguard.sandbox.aws.sts.SessionKeys;
import dev.profileguard.sandbox.aws.sts.Sts;
import dev.profileguard.sandbox.aws.sts.StsQuery;
import dev.profileguard.sandbox.aws.tagging.TaggingApi;
import dev.profileguard.sandbox.aws.tagging.TaggingClient;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.host.FunctionClusters;
import dev.profileguard.sandbox.host.FunctionCompute;
import dev.profileguard.sandbox.host.FunctionDecoder;
import dev.profileguard.sandbox.host.FunctionEc2;
import dev.profileguard.sandbox.host.FunctionEks;
import dev.profileguard.sandbox.host.FunctionEventHistory;
import dev.profileguard.sandbox.host.FunctionInvocations;
import dev.profileguard.sandbox.host.FunctionLambda;
import dev.profileguard.sandbox.host.FunctionPlatform;
import dev.profileguard.sandbox.host.FunctionProfileUsers;
import dev.profileguard.sandbox.host.FunctionReportStore;
import dev.profileguard.sandbox.host.FunctionResourcePolicies;
import dev.profileguard.sandbox.host.FunctionSts;
import dev.profileguard.sandbox.host.Recorder;
import dev.profileguard.sandbox.host.StackHealth;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.time.SandboxClock;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.time.Ticker;
import dev.profileguard.sandbox.timeline.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/// One AWS account, empty at start, with the template deployed to it.
///
/// CloudTrail records each call to IAM. EventBridge sends the record to the functions whose event
/// patterns match, and the calls of these functions are recorded in turn. With a stopped clock, all
/// of this waits until [#settle()] or [#advance(Duration)] and runs on the caller's thread. With a
/// running clock, it happens by itself.
public final class Sandbox implements AutoCloseable {
    /// The time at which a stopped clock starts.
    public static final Instant TEST_TIME = Instant.parse("2026-01-05T09:00:00Z");

    /// From a call to the delivery of its event: half a second, so that no event arrives between
    /// the two calls that replace a role. On AWS it takes seconds, sometimes minutes.
    private static final Duration LATENCY = Duration.ofMillis(500);

    /// The canary's calls would appear between the calls that people look at.
    private static final Map<String, String> NO_CANARY = Map.of("CanaryMinutes", "off");

    /// The same, and no sweep runs before the calls that a test makes.
    private static final Map<String, String> NO_BACKGROUND_CALLS =
            Map.of("CanaryMinutes", "off", "SweepMode", "off");

    private static final String USER_AGENT =
            "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.7";
    private static final String ADDRESS = "198.51.100.7";

    private final Template template;
    private final SandboxClock clock;
    private final Scheduler scheduler;
    private @Nullable Ticker ticker;
    private final Timeline timeline = new Timeline();
    private final Notifications notifications = new Notifications();
    private final ReportFolder reports = new ReportFolder();
    private final PastCalls pastCalls;
    private final LocalDynamo dynamo;
    private final IamAccount account;
    private final Faults faults;
    private final Queues queues;
    private final LambdaService lambda;
    private final EventBus bus;
    private final StepFunctions stepFunctions;
    private final NotifyServices notifyServices;
    private Consumer<String> warningListener = Terminal.standardError()::line;
    private IntFunction<CallsAhead> callsAhead = most -> CallsAhead.NONE;
    private final Recorder recorder;
    private final ParameterStore parameters;
    private final TaggingApi tagging;
    private final IdentityPolicies identityPolicies;
    private final OrganizationPolicies organizationPolicies;
    private final Permissions permissions;
    private final Instances instances;
    private final Ec2Query ec2;
    private final AutoScaling autoScaling;
    private final Eks eks;
    private final Kms kms;
    private final SecurityHub securityHub;
    private final Buckets buckets;
    private final FunctionCompute compute;
    private final Metrics metrics = new Metrics();
    private final Instant created;
    private final Alarms alarms;

    /// How the clock runs.
    public enum Mode {
        /// It is stopped at [#TEST_TIME] and moves only on request; nothing happens by itself.
        TEST_CLOCK,
        /// It runs at normal speed, and can be moved forward.
        REAL_CLOCK
    }

    private Sandbox(Template template, World world) {
        boolean stopped = world.stopped();
        this.template = template;
        clock = world.clock();
        scheduler = world.scheduler();
        created = clock.instant();
        pastCalls = new PastCalls(clock);
        dynamo = new LocalDynamo(template.stack());
        account = new IamAccount(template.stack().account(), clock);
        faults = new Faults(account::readLag);
        queues = new Queues(template.queues(), clock, timeline, faults);
        RuleStates rules = new RuleStates(template.rules(), template.rulesOff());
        alarms = new Alarms(template.alarms(), template.queues(), queues, metrics, clock);
        identityPolicies = new IdentityPolicies(account);
        organizationPolicies = new OrganizationPolicies(account);
        permissions = new Permissions(template.functions(), identityPolicies, organizationPolicies);
        parameters = new ParameterStore(template.stack(), permissions::of, clock, this::record);
        template.stored().forEach(parameters::put);
        tagging = new TaggingApi(account, clock, this::record);
        instances =
                new Instances(account, clock, this::record, new Ec2Access(faults, permissions::of));
        LaunchTemplates templates = new LaunchTemplates(instances.calls());
        ec2 = new Ec2Query(instances, FleetQuery.of(instances, templates));
        autoScaling =
                new AutoScaling(
                        account,
                        instances,
                        templates,
                        clock,
                        scheduler,
                        this::record,
                        faults,
                        permissions::of);
        eks =
                new Eks(
                        account,
                        instances,
                        templates,
                        autoScaling,
                        clock,
                        this::record,
                        faults,
                        permissions::of);
        kms = new Kms(account, instances.regions(), clock, this::record, faults, permissions::of);
        securityHub =
                new SecurityHub(instances.regions(), clock, this::record, faults, permissions::of);
        buckets =
                new Buckets(
                        template.buckets(),
                        account,
                        instances.regions(),
                        clock,
                        this::record,
                        faults,
                        permissions::of);
        Backoff waits = stopped ? clock::move : this::pause;
        FunctionProfileUsers users = new FunctionProfileUsers(ec2, waits, clock);
        FunctionClusters clusters = new FunctionClusters(new EksRest(eks), users, waits, clock);
        compute =
                new FunctionCompute(
                        ec2, new AutoScalingQuery(autoScaling), new EksRest(eks), waits, clock);
        FunctionResourcePolicies policies =
                new FunctionResourcePolicies(
                        new KmsJson(kms), new BucketRest(buckets), users, waits, clock);
        FunctionInvocations invocations = new FunctionInvocations(this::lambda);
        FunctionPlatform platform =
                new FunctionPlatform(
                        account,
                        dynamo,
                        parameters,
                        clock,
                        waits,
                        warning -> warningListener.accept(warning),
                        timeline,
                        metrics,
                        this::notifyServices,
                        new SecurityHubRest(securityHub),
                        identity ->
                                AuditClients.of(
                                        new FunctionEventHistory(
                                                pastCalls, faults, timeline, clock, identity),
                                        new FunctionReportStore(reports),
                                        new StackHealth(
                                                rules,
                                                template,
                                                queues,
                                                new FunctionLambda(
                                                        this::functionRest,
                                                        identity.role(),
                                                        waits)),
                                        regions -> users.of(identity, regions),
                                        FunctionDecoder.of(
                                                sts(SessionKeys.forgotten()), identity, waits),
                                        (regions, patience) ->
                                                clusters.of(identity, regions, patience),
                                        regions -> compute.as(identity.role(), regions),
                                        regions -> policies.as(identity, regions),
                                        () -> invocations.as(identity),
                                        most -> callsAhead.apply(most)));
        lambda =
                new LambdaService(
                        template.functions(),
                        platform::handler,
                        scheduler,
                        clock,
                        timeline,
                        queues,
                        metrics);
        template.sources()
                .forEach(source ->
                        QueueReader.connect(source, lambda, queues, scheduler, clock, timeline));
        bus =
                new EventBus(
                        template.stack(),
                        rules,
                        lambda,
                        queues,
                        faults,
                        scheduler,
                        clock,
                        timeline,
                        stopped ? Duration.ZERO : LATENCY);
        notifyServices =
                new NotifyServices(
                        notifications,
                        permissions,
                        bus,
                        world.foreignBuses(),
                        queues,
                        faults,
                        clock,
                        timeline);
        stepFunctions = new StepFunctions(template, lambda, scheduler, clock, timeline, metrics);
        template.tables().forEach(dynamo::create);
        template.profiles().forEach(this::create);
        template.roles().forEach(this::create);
        FaultGate faultGate = new FaultGate(faults);
        account.gate(call -> {
            faultGate.admit(call);
            permissions.admit(call);
        });
        recorder = new Recorder(account::userId, permissions, timeline, pastCalls, bus);
        account.observer(recorder);
    }

    /// As CloudFormation does, before the stack has rules that would see it.
    private void create(ProfileDefinition profile) {
        IamClient iam = iamAs("cloudformation");
        iam.createRole(
                r -> r.roleName(profile.role()).assumeRolePolicyDocument(profile.trustPolicy()));
        iam.createInstanceProfile(r -> r.instanceProfileName(profile.name()));
        iam.addRoleToInstanceProfile(
                r -> r.instanceProfileName(profile.name()).roleName(profile.role()));
    }

    private void create(RoleDefinition role) {
        IamClient iam = iamAs("cloudformation");
        iam.createRole(r ->
                r.path(role.path())
                        .roleName(role.name())
                        .assumeRolePolicyDocument(role.trustPolicy()));
        role.policies()
                .forEach((name, document) ->
                        iam.putRolePolicy(r ->
                                r.roleName(role.name()).policyName(name).policyDocument(document)));
    }

    private Sandbox startSchedules() {
        for (ScheduleDefinition each : template.schedules()) {
            new Schedule(
                            template.stack(),
                            each,
                            lambda,
                            stepFunctions,
                            queues,
                            scheduler,
                            clock,
                            timeline)
                    .start();
        }
        return this;
    }

    /// Deploys a template.
    ///
    /// @param parameters values for the template's parameters, by name; others have their defaults,
    ///   except that CanaryMinutes and SweepMode are off
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when the template or a
    ///   parameter is wrong
    public static Sandbox start(Path template, Map<String, String> parameters, Mode mode) {
        if (mode == Mode.TEST_CLOCK) {
            return stoppedAt(TEST_TIME, template, parameters);
        }
        Sandbox sandbox =
                new Sandbox(
                        TemplateReader.read(
                                Stack.DEFAULT, template, parameters, NO_BACKGROUND_CALLS),
                        World.running(ForeignBuses.NONE));
        sandbox.begin();
        return sandbox;
    }

    /// Prepares an account whose template [#begin()] deploys, so that the account can have content
    /// before that. Its clock runs.
    ///
    /// @param parameters values for the template's parameters, by name; others have their defaults,
    ///   except that CanaryMinutes is off
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when the template or a
    ///   parameter is wrong
    public static Sandbox prepare(Path template, Map<String, String> parameters) {
        return new Sandbox(
                TemplateReader.read(Stack.DEFAULT, template, parameters, NO_CANARY),
                World.running(ForeignBuses.NONE));
    }

    /// Starts the template's schedules, and delivers the events since the account was prepared.
    /// Call it once.
    public void begin() {
        startSchedules();
        ticker = Ticker.watch(scheduler);
    }

    /// Deploys a template with a clock that is stopped at this time and moves only on request.
    ///
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when the template or a
    ///   parameter is wrong
    public static Sandbox stoppedAt(Instant time, Path template, Map<String, String> parameters) {
        return new Sandbox(
                        TemplateReader.read(
                                Stack.DEFAULT, template, parameters, NO_BACKGROUND_CALLS),
                        World.stoppedAt(time, ForeignBuses.NONE))
                .startSchedules();
    }

    /// Deploys a template to an account of an organization. The world's clock and its scheduler are
    /// the caller's.
    public static Sandbox in(World world, Template template) {
        return new Sandbox(template, world).startSchedules();
    }

    /// IAM as this user sees it.
    public IamClient iamAs(String user) {
        return iamAs(new Caller.User(template.stack().account(), user, user));
    }

    /// IAM as this caller sees it.
    public IamClient iamAs(Caller caller) {
        return account.as(caller, USER_AGENT, ADDRESS);
    }

    /// The Resource Groups Tagging API as this caller sees it.
    public TaggingClient tagging(Caller caller) {
        return new TaggingClient(tagging, new Origin(caller, USER_AGENT, ADDRESS));
    }

    /// EC2 in the stack's region as this caller sees it.
    public ComputeClient ec2(Caller caller) {
        return ec2(caller, Stack.REGION);
    }

    /// EC2 in a region as this caller sees it.
    ///
    /// @param region such as `eu-west-1`
    public ComputeClient ec2(Caller caller, String region) {
        return new ComputeClient(instances, new Origin(caller, USER_AGENT, ADDRESS).in(region));
    }

    /// EC2's endpoints in all regions as this caller reaches them by the SDK's HTTP client, without
    /// a socket. The region is that of a request's signature, or else of its host.
    public SdkHttpClient ec2Http(Caller caller) {
        return FunctionEc2.client(ec2, new Origin(caller, USER_AGENT, ADDRESS));
    }

    /// A user of the default account, whose access key ID is the user's name.
    public static Caller.User user(String name) {
        return new Caller.User(Stack.DEFAULT.account(), name, name);
    }

    /// A session of a role that exists in the account.
    ///
    /// @throws IllegalArgumentException when there is no such role
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
    /// @param accessKeyId the key that signs its calls
    public static Caller.RoleSession sessionOf(Role role, String session, String accessKeyId) {
        return new Caller.RoleSession(
                role.arn().split(":", 6)[4],
                role.path(),
                role.roleName(),
                role.roleId(),
                session,
                accessKeyId);
    }

    /// Passes the functions' warnings about their settings to this listener instead of standard
    /// error.
    public void onWarning(Consumer<String> listener) {
        warningListener = listener;
    }

    /// Lets functions make calls before their answers are needed, as on Lambda. By default they
    /// make one after the other, in the same order each time.
    public void callsAhead(IntFunction<CallsAhead> ahead) {
        callsAhead = ahead;
    }

    /// Runs all due work, and the work that becomes due through it.
    public void settle() {
        scheduler.settle();
    }

    /// Moves the clock forward and runs the work that becomes due, each at its own time.
    public void advance(Duration time) {
        scheduler.advance(time);
    }

    /// The sandbox's time.
    public SandboxClock clock() {
        return clock;
    }

    /// The template with its parameters' values.
    public Template template() {
        return template;
    }

    /// The account's IAM.
    public IamAccount account() {
        return account;
    }

    /// Lambda's configurations, versions and aliases.
    public FunctionRest functionRest() {
        return new FunctionRest(lambda, permissions::of);
    }

    /// The template's functions.
    public LambdaService lambda() {
        return lambda;
    }

    /// EventBridge.
    public EventBus bus() {
        return bus;
    }

    /// The queues, dead-letter queues included.
    public Queues queues() {
        return queues;
    }

    /// The parameters of Parameter Store.
    public ParameterStore parameters() {
        return parameters;
    }

    /// The tagging API, for requests over HTTP.
    public TaggingApi taggingApi() {
        return tagging;
    }

    /// Holds users and roles to their identity policies, once that is switched on.
    public IdentityPolicies identityPolicies() {
        return identityPolicies;
    }

    /// The policies that an organization attaches to the account.
    public OrganizationPolicies organizationPolicies() {
        return organizationPolicies;
    }

    /// What each caller may do.
    public Permissions permissions() {
        return permissions;
    }

    /// EC2 itself: for requests over HTTP, and to ask what role an instance has now.
    public Instances instances() {
        return instances;
    }

    /// EC2 as requests reach it, with its launch templates, fleets and Spot requests.
    public Ec2Query ec2() {
        return ec2;
    }

    /// Auto Scaling.
    public AutoScaling autoScaling() {
        return autoScaling;
    }

    /// EKS.
    public Eks eks() {
        return eks;
    }

    /// EKS's endpoints in all regions as this caller reaches them by the SDK's HTTP client, without
    /// a socket. The region is that of a request's signature, or else of its host.
    public SdkHttpClient eksHttp(Caller caller) {
        return FunctionEks.client(new EksRest(eks), new Origin(caller, USER_AGENT, ADDRESS));
    }

    /// What starts or runs instances, as a function with this caller's permissions reads and
    /// changes it.
    ///
    /// @param regions those to ask; empty: all that are enabled
    public Compute computeAs(Caller caller, List<String> regions) {
        return compute.as(caller, regions);
    }

    /// The keys of KMS.
    public Kms kms() {
        return kms;
    }

    /// Security Hub, which is off until it is enabled.
    public SecurityHub securityHub() {
        return securityHub;
    }

    /// The buckets of S3.
    public Buckets buckets() {
        return buckets;
    }

    /// The caller's origin in a region, for the services without a client.
    ///
    /// @param region such as `eu-west-1`
    public static Origin origin(Caller caller, String region) {
        return new Origin(caller, USER_AGENT, ADDRESS).in(region);
    }

    /// The faults that can be switched on.
    public Faults faults() {
        return faults;
    }

    /// What has happened.
    public Timeline timeline() {
        return timeline;
    }

    /// STS.
    ///
    /// @param keys of the sessions that it makes
    public StsQuery sts(SessionKeys keys) {
        return new StsQuery(new Sts(account, clock, this::record, permissions::of, keys));
    }

    /// STS as this caller reaches it by the SDK's HTTP client, without a socket. Nobody knows the
    /// keys of the sessions that it makes.
    public SdkHttpClient stsHttp(Caller caller) {
        return FunctionSts.client(
                sts(SessionKeys.forgotten()), new Origin(caller, USER_AGENT, ADDRESS));
    }

    /// CloudTrail's event history: all calls, whether EventBridge delivered their events or not.
    public PastCalls pastCalls() {
        return pastCalls;
    }

    /// The folder with the reports of sweeps, in a subfolder that has their bucket's name.
    public ReportFolder reports() {
        return reports;
    }

    /// The findings as sent, oldest first.
    public List<Map<String, @Nullable Object>> findings() {
        return timeline.findings();
    }

    /// The messages published to topics and the events put on the bus.
    public Notifications notifications() {
        return notifications;
    }

    /// SNS, EventBridge's PutEvents and SQS.
    public NotifyServices notifyServices() {
        return notifyServices;
    }

    /// Step Functions as callers reach it.
    public ExecutionCalls executionCalls() {
        return new ExecutionCalls(stepFunctions, permissions::of, clock, this::record);
    }

    /// CloudFormation, which has the sandbox's own stack.
    public CloudFormationQuery cloudFormation() {
        return new CloudFormationQuery(template, created, permissions::of);
    }

    /// When the stack was created.
    public Instant created() {
        return created;
    }

    /// The metrics of the functions and state machines.
    public Metrics metrics() {
        return metrics;
    }

    /// The state of each alarm of the template now.
    public List<Alarm> alarms() {
        return alarms.now();
    }

    /// The database itself, for requests over HTTP.
    public LocalDynamo database() {
        return dynamo;
    }

    /// A client of the database for a caller, held to [#databasePermissions(Caller)]. It is that of
    /// the functions, which has the operations that they call.
    public DynamoDbClient dynamoAs(Caller caller) {
        return FunctionPlatform.client(dynamo, databasePermissions(caller));
    }

    /// What a caller may do with the database. Where identity policies are enforced, the tables'
    /// policies hold too. Otherwise a function that runs outside of the sandbox, with the keys of a
    /// user, could not write.
    public Authorizer databasePermissions(Caller caller) {
        Authorizer own = permissions.of(caller);
        return identityPolicies.enforced() ? dynamo.held(caller, own) : own;
    }

    /// The same, for a client that may do anything.
    public DynamoDbClient dynamo() {
        return FunctionPlatform.client(dynamo, Authorizer.ALLOW_ALL);
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        reports.close();
        dynamo.close();
    }

    private void record(CompletedCall call, Duration took) {
        recorder.add(call, took);
    }

    private void pause(Duration time) {
        lambda.pausing();
        try {
            scheduler.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The sandbox stops", e);
        }
    }
}
