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

/// Keeps which profiles were made for which roles, in the table of the baselines under keys that
/// start with `made#`. The tags of such a profile say so too, but whoever may tag a profile can
/// write them.
public final class ProvenanceStore implements ProvenanceRecords {
    /// What its calls need.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    private final DynamoDbClient dynamo;
    private final String table;

    /// Keeps them in this table, whose only key is the text attribute `profile`.
    public ProvenanceStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Remembers by one write that a profile is about to be made for a role. What an earlier role
    /// left under that name is forgotten.
    @Override
    public void making(ProfileName profile, Role role, Instant now) {
        dynamo.putItem(request ->
                request.tableName(table)
                        .item(
                                Map.of(
                                        "profile", key(profile),
                                        "roleId", fromS(role.id()),
                                        "at", fromS(now.toString()))));
    }

    /// How a profile of this name was last made, by one consistent read; null: none ever was.
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
