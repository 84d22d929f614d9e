package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// The table that says what ProfileGuard restores.
public final class BaselineTable {
    private static final String NAME = "profile-guard-BaselineTable";

    private final Sandbox sandbox;
    private final Narrator narrator;
    private final Attempts attempts;

    BaselineTable(Sandbox sandbox, Narrator narrator, Attempts attempts) {
        this.sandbox = sandbox;
        this.narrator = narrator;
        this.attempts = attempts;
    }

    /// The row of a profile.
    public Map<String, AttributeValue> row(String profile) {
        Map<String, AttributeValue> key = Map.of("profile", AttributeValue.fromS(profile));
        return sandbox.dynamo().getItem(r -> r.tableName(NAME).key(key)).item();
    }

    /// Writes a row as a user.
    ///
    /// @return the error with which DynamoDB refuses it; empty: it is written
    public String put(String user, Map<String, AttributeValue> row) {
        narrator.printEntries();
        narrator.remark("%s calls PutItem on %s".formatted(user, NAME));
        try {
            sandbox.dynamoAs(Sandbox.user(user)).putItem(r -> r.tableName(NAME).item(row));
            attempts.add(user, "dynamodb:PutItem", "");
            return "";
        } catch (DynamoDbException refused) {
            String error = refused.awsErrorDetails().errorMessage();
            attempts.add(user, "dynamodb:PutItem", error);
            narrator.remark("DynamoDB refuses it: " + error);
            return error;
        }
    }

    /// Writes a row as if the table had no resource policy.
    ///
    /// @param how in words
    public void putWithoutPolicy(String how, Map<String, AttributeValue> row) {
        narrator.printEntries();
        narrator.remark(how);
        sandbox.dynamo().putItem(r -> r.tableName(NAME).item(row));
    }
}
