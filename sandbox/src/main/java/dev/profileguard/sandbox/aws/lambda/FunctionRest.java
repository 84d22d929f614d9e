package dev.profileguard.sandbox.aws.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Lambda's REST API for configurations, versions, the alias `live`, and the account's concurrency.
/// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
///
/// @param permissions finds what a caller may do
public record FunctionRest(LambdaService lambda, Function<Caller, Authorizer> permissions) {
    private static final Pattern PATH =
            Pattern.compile(
                    "/2015-03-31/functions/([^/]+)/(configuration|versions|aliases/([^/]+))/?");
    private static final Pattern ACCOUNT = Pattern.compile("/2016-08-19/account-settings/?");

    /// The default quota of an account that is not new.
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int CONCURRENCY = 1_000;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /// Lambda's response to a request. Every error leads to an error response, never to an
    /// exception.
    ///
    /// @param path decoded
    /// @param query encoded
    public InProcessHttp.Response respond(
            String method, String path, String query, String body, Caller caller) {
        try {
            if (method.equals("GET") && ACCOUNT.matcher(path).matches()) {
                return account(caller);
            }
            Matcher found = PATH.matcher(path);
            if (!found.matches()) {
                throw unknown();
            }
            return route(method, found, query, body, caller);
        } catch (AwsServiceException e) {
            return refused(
                    e.statusCode(),
                    e.awsErrorDetails().errorCode(),
                    e.awsErrorDetails().errorMessage());
        } catch (IOException | IllegalArgumentException e) {
            return refused(
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json");
        }
    }

    /// https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
    private InProcessHttp.Response account(Caller caller) {
        require(caller, "lambda:GetAccountSettings", "*");
        int reserved = lambda.functions().stream().mapToInt(FunctionDefinition::concurrency).sum();
        return answer(
                200,
                Map.of(
                        "AccountLimit",
                        Map.of(
                                "ConcurrentExecutions",
                                CONCURRENCY,
                                "UnreservedConcurrentExecutions",
                                CONCURRENCY - reserved),
                        "AccountUsage",
                        Map.of("FunctionCount", lambda.functions().size())));
    }

    private InProcessHttp.Response route(
            String method, Matcher path, String query, String body, Caller caller)
            throws IOException {
        FunctionDefinition function = function(path.group(1), caller);
        String resource = path.group(2).split("/", 2)[0];
        return switch (method + " " + resource) {
            case "GET configuration" -> {
                String qualifier =
                        QueryForm.parse(query)
                                .getOrDefault("Qualifier", List.of(qualifier(path.group(1))))
                                .getLast();
                yield read(function, qualifier, caller);
            }
            case "PUT configuration" -> {
                require(caller, "lambda:UpdateFunctionConfiguration", function.arn());
                yield answer(
                        200,
                        FunctionJson.of(
                                lambda.deployed(function)
                                        .update(FunctionJson.environment(JSON.std.mapFrom(body))),
                                DeployedFunction.LATEST));
            }
            case "POST versions" -> {
                require(caller, "lambda:PublishVersion", function.arn());
                DeployedFunction.Version version = lambda.deployed(function).publish();
                yield answer(201, FunctionJson.of(version, version.number()));
            }
            case "GET aliases" -> {
                require(caller, "lambda:GetAlias", function.arn());
                yield alias(function, path.group(3));
            }
            case "PUT aliases" -> {
                require(caller, "lambda:UpdateAlias", function.arn());
                lambda.pointAlias(
                        function,
                        version(
                                function,
                                String.valueOf(JSON.std.mapFrom(body).get("FunctionVersion"))));
                yield alias(function, path.group(3));
            }
            default -> throw unknown();
        };
    }

    /// What follows the function's name, such as `live` in `NAME:live`.
    private static String qualifier(String named) {
        String name = named.replaceFirst("^.*function:", "");
        return name.contains(":")
                ? name.substring(name.lastIndexOf(':') + 1)
                : DeployedFunction.LATEST;
    }

    private InProcessHttp.Response read(
            FunctionDefinition function, String qualifier, Caller caller) {
        String arn =
                qualifier.equals(DeployedFunction.LATEST)
                        ? function.arn()
                        : function.arn() + ":" + qualifier;
        require(caller, "lambda:GetFunctionConfiguration", arn);
        return answer(200, FunctionJson.of(version(function, qualifier), qualifier));
    }

    private InProcessHttp.Response alias(FunctionDefinition function, String name) {
        DeployedFunction.Version version =
                name.equals(DeployedFunction.ALIAS) ? version(function, name) : null;
        if (version == null) {
            throw error(
                    NOT_FOUND,
                    "ResourceNotFoundException",
                    "Cannot find alias arn: %s:%s".formatted(function.arn(), name));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("AliasArn", function.arn() + ":" + name);
        json.put("Name", name);
        json.put("FunctionVersion", version.number());
        json.put("Description", "");
        return answer(200, json);
    }

    private DeployedFunction.Version version(FunctionDefinition function, String qualifier) {
        DeployedFunction.Version found = lambda.deployed(function).version(qualifier);
        if (found != null) {
            return found;
        }
        String text =
                qualifier.matches("[0-9]+")
                        ? "Function not found: %s:%s"
                        : "Cannot find alias arn: %s:%s";
        throw error(
                NOT_FOUND, "ResourceNotFoundException", text.formatted(function.arn(), qualifier));
    }

    private FunctionDefinition function(String named, Caller caller) {
        return lambda.find(named)
                .orElseThrow(() ->
                        error(
                                NOT_FOUND,
                                "ResourceNotFoundException",
                                "Function not found: "
                                        + new Stack(caller.accountId())
                                                .arn(
                                                        "lambda",
                                                        "function:"
                                                                + named.replaceFirst(
                                                                        "^.*function:", ""))));
    }

    private void require(Caller caller, String action, String arn) {
        String refusal = permissions.apply(caller).refusal(action, arn);
        if (refusal != null) {
            throw error(FORBIDDEN, "AccessDeniedException", refusal);
        }
    }

    private static AwsServiceException unknown() {
        return error(
                NOT_FOUND,
                "UnknownOperationException",
                "The sandbox has only these operations of Lambda: Invoke, GetFunctionConfiguration,"
                        + " UpdateFunctionConfiguration, PublishVersion, GetAlias, UpdateAlias,"
                        + " GetAccountSettings.");
    }

    private static AwsServiceException error(int status, String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), "lambda", status, code, message);
    }

    private static InProcessHttp.Response refused(int status, String code, String message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Type", "User");
        json.put("message", message);
        InProcessHttp.Response response = answer(status, json);
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.put("x-amzn-ErrorType", code);
        return new InProcessHttp.Response(status, headers, response.body());
    }

    private static InProcessHttp.Response answer(int status, Map<String, ?> json) {
        try {
            return new InProcessHttp.Response(
                    status,
                    Map.of(
                            "Content-Type",
                            "application/json",
                            "x-amzn-RequestId",
                            UUID.randomUUID().toString()),
                    JSON.std.asString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
