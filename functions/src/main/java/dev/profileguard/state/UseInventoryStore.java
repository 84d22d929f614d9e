package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.UseInventory;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores the associations with each profile in the baseline table, under keys that start with
/// `used#`.
public final class UseInventoryStore implements UseInventory {
    /// The number of associations that are stored of a profile: an item has at most 400 KB. What is
    /// not stored is not known.
    ///
    /// See
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
    static final int MOST = 10_000;

    private static final String PREFIX = "used#";
    private static final String ASSOCIATIONS = "associations";

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public UseInventoryStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Makes one consistent read.
    @Override
    public Set<String> associations(ProfileName profile) {
        return read(
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(Map.of("profile", key(profile)))
                                        .consistentRead(true))
                        .item());
    }

    /// Makes one write.
    @Override
    public void save(ProfileName profile, Set<String> associations) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", key(profile));
        List<String> kept = new TreeSet<>(associations).stream().limit(MOST).toList();
        if (!kept.isEmpty()) {
            item.put(ASSOCIATIONS, AttributeValue.fromSs(kept));
        }
        dynamo.putItem(request -> request.tableName(table).item(item));
    }

    /// The stored associations among all items of the table, by the name of their profile in lower
    /// case.
    static Map<String, Set<String>> in(Collection<Map<String, AttributeValue>> items) {
        Map<String, Set<String>> stored = new HashMap<>();
        for (Map<String, AttributeValue> item : items) {
            String key = item.get("profile").s();
            if (key.startsWith(PREFIX)) {
                stored.put(key.substring(PREFIX.length()), read(item));
            }
        }
        return stored;
    }

    private static Set<String> read(Map<String, AttributeValue> item) {
        AttributeValue associations = item.get(ASSOCIATIONS);
        return associations == null ? Set.of() : new HashSet<>(associations.ss());
    }

    private static AttributeValue key(ProfileName profile) {
        return fromS(PREFIX + profile.key());
    }
}
