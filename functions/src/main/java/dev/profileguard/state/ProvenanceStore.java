package dev.profileguard.state;

import static dev.profileguard.aws.Attributes.text;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores [ProvenanceRecord]s in the baseline table, under keys that start with `made#`. Such
/// profiles also have [ProvenanceTags], but these are not proof: everybody who may tag a profile
/// can set them.
public final class ProvenanceStore implements ProvenanceRecords {
    /// The IAM permissions for all calls.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public ProvenanceStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Records by one write that a profile is about to be created for a role. Replaces the record
    /// of an earlier profile of that name.
    @Override
    public void recordCreation(ProfileName profile, Role role, Instant now) {
        dynamo.putItem(request ->
                request.tableName(table)
                        .item(
                                Map.of(
                                        "profile", key(profile),
                                        "roleId", fromS(role.id()),
                                        "at", fromS(now.toString()))));
    }

    /// The record of a profile, by one consistent read; null if ProfileProvisioner never created a
    /// profile of this name.
    @Override
    public @Nullable ProvenanceRecord load(ProfileName profile) {
        Map<String, AttributeValue> item =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(Map.of("profile", key(profile)))
                                        .consistentRead(true))
                        .item();
        return item == null || item.isEmpty()
                ? null
                : new ProvenanceRecord(text(item, "roleId"), Instant.parse(text(item, "at")));
    }

    private static AttributeValue key(ProfileName profile) {
        return fromS("made#" + profile.key());
    }
}
