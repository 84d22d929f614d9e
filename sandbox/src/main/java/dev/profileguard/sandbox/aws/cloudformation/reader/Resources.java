package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StackResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names and ARNs of the stack's deployed resources.
final class Resources {
    /// What SAM makes of its own types.
    private static final Map<String, String> SAM_TYPES =
            Map.of(
                    "AWS::Serverless::Function", "AWS::Lambda::Function",
                    "AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine");

    private final Stack stack;
    private final Map<String, Object> resources;

    Resources(Stack stack, Map<String, Object> resources) {
        this.stack = stack;
        this.resources = resources;
    }

    /// The stack that has them.
    Stack stack() {
        return stack;
    }

    /// The resources of a type, by logical ID.
    Map<String, Map<String, Object>> ofType(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        resources.forEach((id, resource) -> {
            if (type.equals(TemplateNode.map(resource).get("Type"))) {
                found.put(id, TemplateNode.map(resource));
            }
        });
        return found;
    }

    /// All resources.
    List<StackResource> all(Intrinsics intrinsics) {
        return resources.keySet().stream()
                .map(id -> {
                    String type = String.valueOf(type(id));
                    Map<String, Object> properties =
                            type.equals(StackResource.SCHEDULE)
                                    ? intrinsics.resolveMap(
                                            TemplateNode.map(resources, id, "Properties"))
                                    : Map.of();
                    return new StackResource(
                            id,
                            SAM_TYPES.getOrDefault(type, type),
                            String.valueOf(reference(id, intrinsics.name(id))),
                            properties);
                })
                .toList();
    }

    /// The value of `!Ref` of a resource; null: there is no such resource.
    @Nullable String reference(String id, String name) {
        return switch (type(id)) {
            case null -> roleOfAFunction(id);
            case "AWS::SQS::Queue" ->
                    "https://sqs.%s.amazonaws.com/%s/%s"
                            .formatted(Stack.REGION, stack.account(), name);
            case "AWS::SNS::Topic" -> stack.arn("sns", name);
            case "AWS::IAM::ManagedPolicy" -> stack.iamArn("policy/" + name);
            case "AWS::Serverless::StateMachine" -> arn(id, name);
            default -> name;
        };
    }

    /// The value of `!GetAtt` of a resource; null: there is no such resource or attribute. SAM
    /// creates a role for each function and a rule for each of its EventBridge events.
    @Nullable String attribute(String id, String name, String attribute) {
        return switch (attribute) {
            case "Arn" -> arn(id, name);
            case "QueueName", "TopicName", "Name" -> type(id) == null ? null : name;
            case "QueueUrl" -> reference(id, name);
            default -> null;
        };
    }

    /// The name that the template gives to a resource, not yet resolved; null: it gives none.
    @Nullable Object givenName(String id) {
        Map<String, Object> properties = TemplateNode.map(resources, id, "Properties");
        for (String key :
                new String[] {
                    "FunctionName",
                    "TableName",
                    "QueueName",
                    "RoleName",
                    "TopicName",
                    "BucketName",
                    "InstanceProfileName",
                    "Name"
                }) {
            if (properties.containsKey(key)) {
                return properties.get(key);
            }
        }
        return null;
    }

    /// The path that the template gives to an IAM resource, not yet resolved; null: it gives none.
    @Nullable Object givenPath(String id) {
        return String.valueOf(type(id)).startsWith("AWS::IAM::")
                ? TemplateNode.map(resources, id, "Properties").get("Path")
                : null;
    }

    /// The name that a deployment generates for a resource without a name. A bucket's name has no
    /// capital letters.
    String generatedName(String id) {
        String name = Stack.NAME + "-" + id;
        return "AWS::S3::Bucket".equals(type(id)) ? name.toLowerCase(Locale.ROOT) : name;
    }

    private @Nullable String arn(String id, String name) {
        return switch (type(id)) {
            case null -> createdBySam(id);
            case "AWS::Serverless::Function", "AWS::Lambda::Function" ->
                    stack.arn("lambda", "function:" + name);
            case "AWS::DynamoDB::Table" -> stack.arn("dynamodb", "table/" + name);
            case "AWS::SQS::Queue" -> stack.arn("sqs", name);
            case "AWS::SNS::Topic" -> stack.arn("sns", name);
            case "AWS::Events::Rule" -> stack.arn("events", "rule/" + name);
            case "AWS::Events::EventBus" -> stack.arn("events", "event-bus/" + name);
            case "AWS::Serverless::StateMachine" -> stack.arn("states", "stateMachine:" + name);
            case "AWS::Logs::LogGroup" -> stack.arn("logs", "log-group:" + name + ":*");
            case "AWS::S3::Bucket" -> "arn:%s:s3:::%s".formatted(Stack.PARTITION, name);
            case "AWS::IAM::Role" -> stack.iamArn("role/" + name);
            case "AWS::IAM::InstanceProfile" -> stack.iamArn("instance-profile/" + name);
            case "AWS::CloudWatch::Alarm" -> stack.arn("cloudwatch", "alarm:" + name);
            default -> null;
        };
    }

    private @Nullable String createdBySam(String id) {
        for (String function : ofType("AWS::Serverless::Function").keySet()) {
            String rest = id.startsWith(function) ? id.substring(function.length()) : "";
            if (rest.equals("Role")) {
                return stack.iamArn("role/" + roleName(id));
            }
            if (TemplateNode.map(resources, function, "Properties", "Events").containsKey(rest)) {
                return stack.arn("events", "rule/%s-%s".formatted(Stack.NAME, id));
            }
        }
        return null;
    }

    private @Nullable String roleOfAFunction(String id) {
        return ofType("AWS::Serverless::Function").keySet().stream()
                .filter(function -> id.equals(function + "Role"))
                .map(function -> roleName(id))
                .findFirst()
                .orElse(null);
    }

    private static String roleName(String id) {
        return "%s-%s".formatted(Stack.NAME, id);
    }

    private @Nullable String type(String id) {
        return TemplateNode.text(TemplateNode.map(resources, id), "Type");
    }
}
