package dev.profileguard.sandbox.aws.dynamodb;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// GetResourcePolicy, PutResourcePolicy and DeleteResourcePolicy, which DynamoDB Local does not
/// have. A new policy is in force at once; on AWS this takes some seconds. The errors are those
/// that [moto checks against AWS](https://github.com/getmoto/moto/blob/master/tests/test_dynamodb).
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html
///
/// @param hasTable whether there is a table of this name
record PolicyOperations(TablePolicies policies, Predicate<String> hasTable) {
    private static final Set<String> NAMES =
            Set.of("GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy");

    private static final Pattern ARN =
            Pattern.compile("arn:[^:]+:dynamodb:[^:]+:\\d{12}:table/(.+)");
    private static final String NOT_FOUND =
            "Resource-based policy not found for the provided ResourceArn: ";

    /// An expected revision: there is no policy yet.
    private static final String NONE = "NO_POLICY";

    static boolean has(String operation) {
        return NAMES.contains(operation);
    }

    /// The response, as JSON.
    ///
    /// @throws AwsServiceException DynamoDB's error
    String answer(String operation, String body) {
        Map<String, Object> request = read(body);
        String arn = String.valueOf(request.getOrDefault("ResourceArn", ""));
        requireTable(arn);
        return switch (operation) {
            case "GetResourcePolicy" -> get(arn);
            case "PutResourcePolicy" -> put(arn, request);
            default -> delete(arn, request);
        };
    }

    private String get(String arn) {
        TablePolicies.Attached policy = policies.of(arn);
        if (policy == null) {
            throw error("PolicyNotFoundException", NOT_FOUND + arn);
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("Policy", policy.document());
        response.put("RevisionId", policy.revision());
        return json(response);
    }

    private String put(String arn, Map<String, Object> request) {
        String document = String.valueOf(request.getOrDefault("Policy", ""));
        read(document);
        requireRevision(arn, request.get("ExpectedRevisionId"));
        return json(Map.of("RevisionId", policies.put(arn, document).revision()));
    }

    /// Without a policy, it does nothing.
    private String delete(String arn, Map<String, Object> request) {
        requireRevision(arn, request.get("ExpectedRevisionId"));
        TablePolicies.Attached removed = policies.remove(arn);
        return json(removed == null ? Map.of() : Map.of("RevisionId", removed.revision()));
    }

    private void requireTable(String arn) {
        Matcher table = ARN.matcher(arn);
        if (!table.matches()) {
            throw error(
                    "ValidationException",
                    "One or more parameter values were invalid: Provided Arn is not a DynamoDB"
                            + " resource arn: "
                            + arn);
        }
        if (!hasTable.test(table.group(1))) {
            throw error(
                    "ResourceNotFoundException",
                    "Requested resource not found: Table: %s not found".formatted(table.group(1)));
        }
    }

    private void requireRevision(String arn, @Nullable Object expected) {
        TablePolicies.Attached policy = policies.of(arn);
        String found = policy == null ? NONE : policy.revision();
        if (expected == null || expected.equals(found)) {
            return;
        }
        String table = arn.substring(arn.indexOf('/') + 1);
        if (policy == null) {
            throw error("PolicyNotFoundException", NOT_FOUND + arn);
        }
        throw error(
                "PolicyNotFoundException",
                NOT_FOUND
                        + (expected.equals(NONE)
                                ? "Requested policy update expecting none to be present for table %s, but a policy exists with revision id %s."
                                        .formatted(table, found)
                                : "Requested update for policy with revision id %s, but the policy associated to target table %s has revision id %s."
                                        .formatted(expected, table, found)));
    }

    private static Map<String, Object> read(String text) {
        try {
            Map<String, Object> object = JSON.std.mapFrom(text);
            if (object != null) {
                return object;
            }
        } catch (IOException noJson) {
            // said below
        }
        throw error("ValidationException", "The policy or the request is no JSON object");
    }

    private static String json(Map<String, Object> values) {
        try {
            return JSON.std.asString(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AwsServiceException error(String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), "dynamodb", 400, code, message);
    }
}
