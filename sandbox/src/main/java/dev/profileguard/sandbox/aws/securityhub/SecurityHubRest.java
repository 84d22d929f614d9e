package dev.profileguard.sandbox.aws.securityhub;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.regional.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Security Hub's REST API of version 2018-10-26: JSON bodies, and an error's code in a header.
public record SecurityHubRest(SecurityHub hub) {
    private static final int DEFAULT_MOST = 100;

    /// The response to a request. Every error leads to an error response, never to an exception.
    ///
    /// @param body JSON, perhaps empty
    public InProcessHttp.Response respond(String method, String path, String body, Origin origin) {
        try {
            Map<String, Object> input = body.isBlank() ? Map.of() : JSON.std.mapFrom(body);
            return response(200, origin.requestId(), result(method + " " + path, input, origin));
        } catch (IOException e) {
            return refused(
                    400,
                    "InvalidInputException",
                    "The request is no JSON object",
                    origin.requestId());
        } catch (AwsServiceException e) {
            return refused(
                    e.statusCode(),
                    e.awsErrorDetails().errorCode(),
                    e.awsErrorDetails().errorMessage(),
                    origin.requestId());
        }
    }

    private Map<String, Object> result(String route, Map<String, Object> input, Origin origin) {
        return switch (route) {
            case "POST /accounts" -> {
                hub.enable(origin);
                yield Map.of();
            }
            case "GET /accounts" -> Map.of("HubArn", hub.describe(origin));
            case "POST /findings/import" -> hub.importAll(origin, findings(input));
            case "POST /findings" -> found(input, origin);
            default ->
                    throw ServiceErrors.of(
                            AwsServiceException.builder(),
                            "securityhub",
                            501,
                            "NotImplemented",
                            "The sandbox has only these operations of Security Hub:"
                                    + " EnableSecurityHub, DescribeHub, BatchImportFindings,"
                                    + " GetFindings");
        };
    }

    private static List<Map<?, ?>> findings(Map<String, Object> input) {
        List<Map<?, ?>> findings = new ArrayList<>();
        if (input.get("Findings") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> finding) {
                    findings.add(finding);
                }
            }
        }
        return findings;
    }

    private Map<String, Object> found(Map<String, Object> input, Origin origin) {
        Map<?, ?> filters = input.get("Filters") instanceof Map<?, ?> map ? map : Map.of();
        int most = input.get("MaxResults") instanceof Integer number ? number : DEFAULT_MOST;
        String token = input.get("NextToken") instanceof String text ? text : null;
        Page<Map<String, Object>> page = hub.find(origin, filters, most, token);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("Findings", page.items());
        if (page.next() != null) {
            result.put("NextToken", page.next());
        }
        return result;
    }

    /// The response to a request that Security Hub refuses.
    ///
    /// @param status of HTTP
    /// @param code as Security Hub spells it
    public static InProcessHttp.Response refused(
            int status, String code, String message, String requestId) {
        InProcessHttp.Response response =
                response(status, requestId, Map.of("Message", message, "Code", code));
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.put("x-amzn-ErrorType", code);
        return new InProcessHttp.Response(status, headers, response.body());
    }

    private static InProcessHttp.Response response(
            int status, String requestId, Map<String, ? extends Object> json) {
        try {
            return new InProcessHttp.Response(
                    status,
                    Map.of("Content-Type", "application/json", "x-amzn-RequestId", requestId),
                    JSON.std.asString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
