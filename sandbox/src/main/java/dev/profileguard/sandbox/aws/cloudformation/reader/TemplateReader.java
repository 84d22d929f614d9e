package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ProfileDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RoleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StackOutput;
import dev.profileguard.sandbox.aws.cloudformation.StackResource;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a template as CloudFormation and SAM deploy it: puts the parameters' values in, leaves out
/// resources whose condition is false, and resolves intrinsic functions.
public final class TemplateReader {
    private static final Set<String> CREATE_TABLE =
            Set.of(
                    "AttributeDefinitions",
                    "KeySchema",
                    "BillingMode",
                    "DeletionProtectionEnabled",
                    "ProvisionedThroughput",
                    "GlobalSecondaryIndexes",
                    "LocalSecondaryIndexes",
                    "StreamSpecification");

    private final Resources resources;
    private final Intrinsics intrinsics;
    private final Map<String, Object> globals;
    private final Path folder;

    private TemplateReader(
            Resources resources, Intrinsics intrinsics, Map<String, Object> globals, Path folder) {
        this.resources = resources;
        this.intrinsics = intrinsics;
        this.globals = globals;
        this.folder = folder;
    }

    /// Reads a template.
    ///
    /// @param given values for parameters, by name; the others have their defaults
    /// @throws TemplateException naming the file or parameter that is wrong, and what is expected
    public static Template read(Path file, Map<String, String> given) {
        return read(Stack.DEFAULT, file, given, Map.of());
    }

    /// Reads a template.
    ///
    /// @param stack that it is deployed as
    /// @param given values for parameters, by name
    /// @param defaults values for other parameters, which replace the template's own defaults; the
    ///   template need not have all of these parameters
    /// @throws TemplateException naming the file or parameter that is wrong, and what is expected
    public static Template read(
            Stack stack, Path file, Map<String, String> given, Map<String, String> defaults) {
        Map<String, Object> tree = TemplateText.read(file);
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.keySet().retainAll(TemplateNode.map(tree, "Parameters").keySet());
        all.putAll(given);
        Parameters parameters = Parameters.of(tree, all);
        Map<String, Object> declared = TemplateNode.map(tree, "Resources");
        Intrinsics conditions = Intrinsics.of(tree, parameters, new Resources(stack, Map.of()));
        conditions.checkRules(tree);
        declared.values().removeIf(resource -> !conditions.deploys(TemplateNode.map(resource)));
        Resources resources = new Resources(stack, declared);
        Intrinsics intrinsics = Intrinsics.of(tree, parameters, resources);
        return new TemplateReader(
                        resources,
                        intrinsics,
                        TemplateNode.map(tree, "Globals", "Function"),
                        file.toAbsolutePath().resolveSibling(""))
                .template(parameters.values(), TemplateNode.map(tree, "Outputs"));
    }

    private Template template(Map<String, String> parameters, Map<String, Object> outputs) {
        List<FunctionDefinition> functions = new ArrayList<>();
        EventReader.Events events = new EventReader.Events();
        FunctionReader reader = new FunctionReader(intrinsics, globals);
        resources
                .ofType("AWS::Serverless::Function")
                .forEach((id, resource) -> {
                    FunctionDefinition function = reader.read(id, resource);
                    functions.add(function);
                    new EventReader(intrinsics, id, function.arn()).read(resource, events);
                });
        List<StateMachineDefinition> machines = new ArrayList<>();
        StateMachineReader machineReader = new StateMachineReader(intrinsics, folder);
        resources
                .ofType("AWS::Serverless::StateMachine")
                .forEach((id, resource) -> machines.add(machineReader.read(id, resource, events)));
        RuleReader rules = new RuleReader(intrinsics);
        resources
                .ofType("AWS::Events::Rule")
                .forEach((id, resource) -> rules.read(id, resource, events));
        ScheduleReader schedules = new ScheduleReader(intrinsics);
        resources
                .ofType(StackResource.SCHEDULE)
                .forEach((id, resource) -> schedules.read(id, resource, events));
        return new Template(
                intrinsics.stack(),
                parameters,
                functions,
                machines,
                events.rules(),
                events.rulesOff(),
                events.schedules(),
                tables(),
                queues(),
                events.sources(),
                alarms(),
                profiles(),
                roles(),
                buckets(),
                stored(),
                outputs(outputs),
                resources.all(intrinsics));
    }

    private List<StackOutput> outputs(Map<String, Object> declared) {
        List<StackOutput> outputs = new ArrayList<>();
        declared.forEach((key, output) -> {
            if (intrinsics.deploys(TemplateNode.map(output))) {
                Map<String, Object> resolved = intrinsics.resolveMap(TemplateNode.map(output));
                outputs.add(
                        new StackOutput(
                                key,
                                TemplateNode.text(resolved, "Value", ""),
                                TemplateNode.text(resolved, "Description", "")));
            }
        });
        return outputs;
    }

    private List<TableDefinition> tables() {
        List<TableDefinition> tables = new ArrayList<>();
        resources
                .ofType("AWS::DynamoDB::Table")
                .forEach((id, resource) -> {
                    String name = intrinsics.name(id);
                    Map<String, Object> request =
                            new LinkedHashMap<>(
                                    intrinsics.resolveMap(
                                            TemplateNode.map(resource, "Properties")));
                    Map<String, Object> policy =
                            TemplateNode.map(request, "ResourcePolicy", "PolicyDocument");
                    request.keySet().retainAll(CREATE_TABLE);
                    request.put("TableName", name);
                    tables.add(
                            new TableDefinition(
                                    name,
                                    intrinsics.stack().arn("dynamodb", "table/" + name),
                                    request,
                                    policy.isEmpty() ? null : Patterns.json(policy)));
                });
        return tables;
    }

    private List<ProfileDefinition> profiles() {
        List<ProfileDefinition> profiles = new ArrayList<>();
        resources
                .ofType("AWS::IAM::InstanceProfile")
                .forEach((id, resource) -> {
                    Map<String, Object> properties =
                            intrinsics.resolveMap(TemplateNode.map(resource, "Properties"));
                    String role = TemplateNode.texts(properties.get("Roles")).getFirst();
                    profiles.add(
                            new ProfileDefinition(intrinsics.name(id), role, trustPolicy(role)));
                });
        return profiles;
    }

    /// Those that are in a profile are created with it.
    private List<RoleDefinition> roles() {
        List<String> inProfiles = profiles().stream().map(ProfileDefinition::role).toList();
        List<RoleDefinition> roles = new ArrayList<>();
        resources
                .ofType("AWS::IAM::Role")
                .forEach((id, resource) -> {
                    Map<String, Object> properties =
                            intrinsics.resolveMap(TemplateNode.map(resource, "Properties"));
                    Map<String, Object> trust =
                            TemplateNode.map(properties, "AssumeRolePolicyDocument");
                    if (namesAccounts(trust) && !inProfiles.contains(intrinsics.name(id))) {
                        roles.add(
                                new RoleDefinition(
                                        intrinsics.name(id),
                                        TemplateNode.text(properties, "Path", "/"),
                                        Patterns.json(trust),
                                        inline(properties)));
                    }
                });
        return roles;
    }

    private static boolean namesAccounts(Map<String, Object> trust) {
        return TemplateNode.list(trust.get("Statement")).stream()
                .map(TemplateNode::map)
                .anyMatch(each -> TemplateNode.map(each, "Principal").containsKey("AWS"));
    }

    private static Map<String, String> inline(Map<String, Object> role) {
        Map<String, String> inline = new LinkedHashMap<>();
        for (Object each : TemplateNode.list(role.get("Policies"))) {
            Map<String, Object> policy = TemplateNode.map(each);
            inline.put(
                    TemplateNode.text(policy, "PolicyName", ""),
                    Patterns.json(TemplateNode.map(policy, "PolicyDocument")));
        }
        return inline;
    }

    private String trustPolicy(String role) {
        for (Map.Entry<String, Map<String, Object>> each :
                resources.ofType("AWS::IAM::Role").entrySet()) {
            if (intrinsics.name(each.getKey()).equals(role)) {
                Map<String, Object> properties =
                        intrinsics.resolveMap(TemplateNode.map(each.getValue(), "Properties"));
                return Patterns.json(TemplateNode.map(properties, "AssumeRolePolicyDocument"));
            }
        }
        throw new TemplateException("The template has no role " + role);
    }

    private List<String> buckets() {
        return resources.ofType("AWS::S3::Bucket").keySet().stream().map(intrinsics::name).toList();
    }

    private Map<String, String> stored() {
        Map<String, String> stored = new LinkedHashMap<>();
        resources
                .ofType("AWS::SSM::Parameter")
                .forEach((id, resource) ->
                        stored.put(
                                intrinsics.name(id),
                                TemplateNode.text(
                                        intrinsics.resolveMap(
                                                TemplateNode.map(resource, "Properties")),
                                        "Value",
                                        "")));
        return stored;
    }

    private List<AlarmDefinition> alarms() {
        List<AlarmDefinition> alarms = new ArrayList<>();
        resources
                .ofType("AWS::CloudWatch::Alarm")
                .forEach((id, resource) ->
                        alarms.add(
                                new AlarmReader(
                                                id,
                                                intrinsics.resolveMap(
                                                        TemplateNode.map(resource, "Properties")))
                                        .read()));
        return alarms;
    }

    private List<QueueDefinition> queues() {
        List<QueueDefinition> queues = new ArrayList<>();
        resources
                .ofType("AWS::SQS::Queue")
                .forEach((id, resource) ->
                        queues.add(
                                QueueReader.read(
                                        id,
                                        intrinsics.name(id),
                                        intrinsics.stack().arn("sqs", intrinsics.name(id)),
                                        intrinsics.resolveMap(
                                                TemplateNode.map(resource, "Properties")))));
        return queues;
    }
}
