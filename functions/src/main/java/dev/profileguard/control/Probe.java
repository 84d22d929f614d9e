package dev.profileguard.control;

import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.text.VisibleText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// A cheap read that shows whether a function has a permission which it always needs.
///
/// @param permission such as `dynamodb:GetItem`
/// @param target what is read, such as `table profile-guard-BaselineTable`
/// @param read throws an SdkException if AWS refuses it
public record Probe(String permission, String target, Runnable read) {
    private static final String NOBODY = "profile-guard-settings";
    private static final int FORBIDDEN = 403;

    /// Reads an item that is not there.
    ///
    /// @param key the name of the table's only key
    public static Probe ofTable(DynamoDbClient dynamo, String table, String key) {
        return new Probe(
                "dynamodb:GetItem",
                "table " + table,
                () ->
                        dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(Map.of(key, AttributeValue.fromS(NOBODY)))));
    }

    /// Reads items that are not there by one call.
    ///
    /// @param table the name of the baseline table
    public static Probe ofItems(DynamoDbClient dynamo, String table) {
        return new Probe(
                StoredItems.READ_TOGETHER,
                "table " + table,
                () -> new StoredItems(dynamo, table).all(List.of(NOBODY)));
    }

    /// Queries items that are not there.
    ///
    /// @param key the name of the table's partition key
    public static Probe ofQuery(DynamoDbClient dynamo, String table, String key) {
        return new Probe(
                "dynamodb:Query",
                "table " + table,
                () ->
                        dynamo.query(request ->
                                request.tableName(table)
                                        .limit(1)
                                        .keyConditionExpression("#key = :nobody")
                                        .expressionAttributeNames(Map.of("#key", key))
                                        .expressionAttributeValues(
                                                Map.of(":nobody", AttributeValue.fromS(NOBODY)))));
    }

    /// Reads an instance profile.
    ///
    /// @param name of a profile, whether it exists or not
    public static Probe ofProfiles(IamClient iam, String name) {
        return new Probe(
                "iam:GetInstanceProfile",
                "instance profile " + name,
                () -> {
                    try {
                        iam.getInstanceProfile(request -> request.instanceProfileName(name));
                    } catch (NoSuchEntityException e) { // so the call is allowed
                        return;
                    }
                });
    }

    /// What is wrong, as a sentence without its end; null: the function has the permission.
    @Nullable String problem() {
        try {
            read.run();
            return null;
        } catch (SdkException e) {
            return "%s %s on %s: %s"
                    .formatted(
                            isRefusal(e) ? "Lacks the permission" : "Cannot check the permission",
                            permission,
                            target,
                            VisibleText.message(e.getMessage()));
        }
    }

    /// DynamoDB refuses with status 400, IAM with 403.
    private static boolean isRefusal(SdkException e) {
        return e instanceof AwsServiceException refused
                && (refused.statusCode() == FORBIDDEN
                        || (refused.awsErrorDetails() != null
                                && String.valueOf(refused.awsErrorDetails().errorCode())
                                        .startsWith("AccessDenied")));
    }
}
