package dev.profileguard.sandbox.aws.cloudformation.query;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StackResource;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.query.QueryXml;
import dev.profileguard.sandbox.aws.query.Xml;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// CloudFormation's API of version 2010-05-15, as far as the sandbox has it: DescribeStacks,
/// ListStacks and DescribeStackResource. The stack is in its region only.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
///
/// @param created when the stack was created
/// @param authorizers says what a caller may do
public record CloudFormationQuery(
        Template template, Instant created, Function<Caller, Authorizer> authorizers)
        implements QueryApi {
    private static final String VERSION = "2010-05-15";
    private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    @Override
    public QueryResponse result(Map<String, List<String>> form, Origin origin) {
        String action = QueryForm.first(form, "Action", "");
        String version = QueryForm.first(form, "Version", "NO_VERSION_SPECIFIED");
        String asked = QueryForm.first(form, "StackName", "");
        return switch (version.equals(VERSION) ? action : "") {
            case "DescribeStacks" -> {
                require(origin, "cloudformation:DescribeStacks", resource(asked, origin));
                boolean here = origin.region().equals(Stack.REGION);
                if (!asked.isEmpty() && !(here && StackXml.isNamed(asked, template.stack()))) {
                    throw error(
                            400,
                            "ValidationError",
                            "Stack with id %s does not exist".formatted(asked));
                }
                yield response(
                        action,
                        origin,
                        xml -> StackXml.stacks(xml, here ? List.of(template) : List.of(), created));
            }
            case "ListStacks" -> {
                require(origin, "cloudformation:ListStacks", resource("", origin));
                boolean shown =
                        origin.region().equals(Stack.REGION) && StackXml.isWanted(filter(form));
                yield response(
                        action,
                        origin,
                        xml ->
                                StackXml.summaries(
                                        xml, shown ? List.of(template) : List.of(), created));
            }
            case "DescribeStackResource" -> {
                require(origin, "cloudformation:DescribeStackResource", resource(asked, origin));
                StackResource found = resource(form, asked, origin);
                yield response(
                        action,
                        origin,
                        xml -> StackXml.resource(xml, template.stack(), found, created));
            }
            default ->
                    throw error(
                            400,
                            "InvalidAction",
                            "Could not find operation %s for version %s"
                                    .formatted(action, version));
        };
    }

    @Override
    public QueryResponse refused(int status, String code, String message, String requestId) {
        String namespace = code.equals("InvalidAction") ? QueryXml.FAULTS : NAMESPACE;
        return QueryResponse.xml(
                status, requestId, QueryXml.error(namespace, status, code, message, requestId));
    }

    private StackResource resource(Map<String, List<String>> form, String asked, Origin origin) {
        if (!origin.region().equals(Stack.REGION) || !StackXml.isNamed(asked, template.stack())) {
            throw error(400, "ValidationError", "Stack '%s' does not exist".formatted(asked));
        }
        String id = QueryForm.first(form, "LogicalResourceId", "");
        return template.resources().stream()
                .filter(each -> each.logicalId().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        error(
                                400,
                                "ValidationError",
                                "Resource %s does not exist for stack %s".formatted(id, asked)));
    }

    private static List<String> filter(Map<String, List<String>> form) {
        return form.entrySet().stream()
                .filter(each -> each.getKey().startsWith("StackStatusFilter.member."))
                .flatMap(each -> each.getValue().stream())
                .toList();
    }

    private static QueryResponse response(String action, Origin origin, Consumer<Xml> result) {
        return QueryResponse.xml(
                200,
                origin.requestId(),
                QueryXml.response(
                        NAMESPACE,
                        action,
                        origin.requestId(),
                        xml -> {
                            xml.open(action + "Result");
                            result.accept(xml);
                            xml.close(action + "Result");
                        }));
    }

    /// The resource as messages of AWS name it: `stack/NAME/*`, and without a name all stacks.
    private static String resource(String asked, Origin origin) {
        if (asked.startsWith("arn:")) {
            return asked;
        }
        return "arn:%s:cloudformation:%s:%s:stack/%s"
                .formatted(
                        Stack.PARTITION,
                        origin.region(),
                        origin.account(),
                        asked.isEmpty() ? "*/*" : asked + "/*");
    }

    private void require(Origin origin, String action, String resource) {
        String refusal = authorizers.apply(origin.caller()).refusal(action, resource);
        if (refusal != null) {
            throw error(403, "AccessDenied", refusal);
        }
    }

    private static AwsServiceException error(int status, String code, String message) {
        return ServiceErrors.of(
                AwsServiceException.builder(), "cloudformation", status, code, message);
    }
}
