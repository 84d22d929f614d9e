package dev.profileguard.sandbox.http;

import static java.util.Map.entry;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.query.AutoScalingQuery;
import dev.profileguard.sandbox.aws.eks.EksRest;
import dev.profileguard.sandbox.aws.kms.KmsJson;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.notify.NotifyServices;
import dev.profileguard.sandbox.aws.securityhub.SecurityHubRest;
import dev.profileguard.sandbox.http.control.Controls;
import dev.profileguard.sandbox.http.message.AccessKeys;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Signature;
import dev.profileguard.sandbox.http.service.BusOperations;
import dev.profileguard.sandbox.http.service.DynamoService;
import dev.profileguard.sandbox.http.service.EksService;
import dev.profileguard.sandbox.http.service.ExecutionOperations;
import dev.profileguard.sandbox.http.service.IamService;
import dev.profileguard.sandbox.http.service.InvokeService;
import dev.profileguard.sandbox.http.service.JsonServices;
import dev.profileguard.sandbox.http.service.KmsService;
import dev.profileguard.sandbox.http.service.ObjectService;
import dev.profileguard.sandbox.http.service.PerCaller;
import dev.profileguard.sandbox.http.service.QueryService;
import dev.profileguard.sandbox.http.service.QueueOperations;
import dev.profileguard.sandbox.http.service.SecurityHubService;
import dev.profileguard.sandbox.http.service.Service;
import dev.profileguard.sandbox.http.service.TopicService;
import dev.profileguard.sandbox.http.service.TrailOperations;
import dev.profileguard.sandbox.http.watch.AlarmOperations;
import dev.profileguard.sandbox.http.watch.LogOperations;
import dev.profileguard.sandbox.http.watch.ScheduleService;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the service for a request: by the service in its signature, or else by its path and
/// headers.
final class ServiceRouter {
    private final Controls controls;
    private final AccessKeys accessKeys;
    private final Map<String, Service> services;
    private final Map<String, Service> others;
    private final Service unserved;

    /// @param others services that take the place of those of the sandbox
    ServiceRouter(Sandbox sandbox, Map<String, Service> others) {
        this.others = others;
        controls = new Controls(sandbox);
        Permissions permissions = sandbox.permissions();
        accessKeys =
                new AccessKeys(
                        sandbox.account().accountId(), sandbox.clock(), permissions.sessions());
        NotifyServices notify = sandbox.notifyServices();
        services =
                Map.ofEntries(
                        entry("iam", new IamService(sandbox.account())),
                        entry("sts", new QueryService(sandbox.sts(accessKeys))),
                        entry(
                                "dynamodb",
                                new DynamoService(
                                        sandbox.database(), sandbox::databasePermissions)),
                        entry("lambda", new InvokeService(sandbox.lambda(), permissions::of)),
                        entry(
                                "sns",
                                new PerCaller(caller -> new TopicService(notify.topics(caller)))),
                        entry(
                                "events",
                                new PerCaller(caller -> BusOperations.service(notify.bus(caller)))),
                        entry(
                                "sqs",
                                new PerCaller(
                                        caller -> QueueOperations.service(notify.queues(caller)))),
                        entry("tagging", JsonServices.tagging(sandbox.taggingApi())),
                        entry("ssm", JsonServices.parameters(sandbox.parameters())),
                        entry("ec2", new QueryService(sandbox.ec2())),
                        entry(
                                "autoscaling",
                                new QueryService(new AutoScalingQuery(sandbox.autoScaling()))),
                        entry("eks", new EksService(new EksRest(sandbox.eks()))),
                        entry("cloudformation", new QueryService(sandbox.cloudFormation())),
                        entry(
                                "scheduler",
                                new ScheduleService(
                                        sandbox.template().stack(),
                                        sandbox.template().resources(),
                                        sandbox.created(),
                                        permissions::of)),
                        entry("states", ExecutionOperations.service(sandbox.executionCalls())),
                        entry("cloudtrail", TrailOperations.service(sandbox.pastCalls())),
                        entry(
                                "monitoring",
                                new AlarmOperations(
                                                sandbox.template().alarms(),
                                                sandbox::alarms,
                                                permissions::of,
                                                sandbox.clock())
                                        .service()),
                        entry(
                                "logs",
                                new LogOperations(
                                                sandbox.lambda().functions(),
                                                sandbox.timeline(),
                                                permissions::of)
                                        .service()),
                        entry("kms", new KmsService(new KmsJson(sandbox.kms()))),
                        entry(
                                "securityhub",
                                new SecurityHubService(new SecurityHubRest(sandbox.securityHub()))),
                        entry("s3", new ObjectService(sandbox.buckets(), sandbox.reports())));
        unserved = new UnservedService(new TreeSet<>(services.keySet()));
    }

    /// Whether this is the key of a function, or of a session of AssumeRole.
    boolean knows(String accessKeyId) {
        return accessKeys.knows(accessKeyId);
    }

    Reply handle(Request request) {
        if (request.path().startsWith(Controls.PREFIX)) {
            return controls.handle(request);
        }
        Signature signature = request.signature();
        return handle(service(request, signature), request, signature);
    }

    private Service service(Request request, @Nullable Signature signature) {
        String name = signature == null ? unsignedService(request) : signature.service();
        Service found = others.containsKey(name) ? others.get(name) : services.get(name);
        Service service = UnservedService.isCbor(request) ? null : found;
        return service == null ? unserved : service;
    }

    private Reply handle(Service service, Request request, @Nullable Signature signature) {
        try {
            if (signature == null) {
                Signature.requireComplete(request.header("authorization"));
                throw new Refusal(
                        403,
                        "MissingAuthenticationToken",
                        "Request is missing Authentication Token");
            }
            return service.handle(request, accessKeys.caller(signature.accessKeyId()));
        } catch (Refusal refusal) {
            return service.refused(request, refusal);
        }
    }

    private static String unsignedService(Request request) {
        String target = request.header("x-amz-target");
        if (!target.isEmpty()) {
            return target.startsWith("DynamoDB") ? "dynamodb" : "";
        }
        if (request.path().startsWith("/2015-03-31/")
                || request.path().startsWith("/2016-08-19/")) {
            return "lambda";
        }
        if (request.path().startsWith("/clusters")) {
            return "eks";
        }
        String form = request.query() + "&" + request.body();
        return form.contains("Version=2011-06-15") ? "sts" : "iam";
    }
}
