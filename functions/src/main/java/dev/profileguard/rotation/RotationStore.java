package dev.profileguard.rotation;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.rotation.rule.Link;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores the rotations that are not over in a table of their own, one item for each old profile.
/// Writes use optimistic locking: they never overwrite the write of another invocation.
///
/// @param table the name of a table whose only key is the string attribute `profile`
record RotationStore(DynamoDbClient dynamo, String table) {
    private static final String KEY = "profile";
    private static final String CHANGED = "The rotation of %s was changed meanwhile: ask again";

    /// The rotation of a profile, by one consistent read; null: there is none.
    ///
    /// @throws dev.profileguard.state.stored.UnreadableRecordException if the item has another form
    @Nullable Rotation load(ProfileName from) {
        Map<String, AttributeValue> item = items().item(from.key());
        return item == null ? null : read(item);
    }

    /// All rotations, by one read for each megabyte.
    ///
    /// @throws dev.profileguard.state.stored.UnreadableRecordException if an item has another form
    List<Rotation> all() {
        List<Rotation> all = new ArrayList<>();
        dynamo.scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> all.add(read(item)));
        return all;
    }

    /// Stores a rotation, by one write.
    ///
    /// @return the rotation as it is stored
    /// @throws dev.profileguard.iam.ChangedMeanwhileException if somebody else stored it since
    Rotation save(Rotation rotation) {
        Rotation next = rotation.nextVersion();
        items().put(item(next), rotation.version(), CHANGED.formatted(rotation.from()));
        return next;
    }

    /// Deletes a rotation that is over, by one write.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException if somebody else stored it since
    void delete(Rotation rotation) {
        items().delete(
                        Map.of(KEY, fromS(rotation.from().key())),
                        rotation.version(),
                        CHANGED.formatted(rotation.from()));
    }

    private StoredItems items() {
        return new StoredItems(dynamo, table);
    }

    private static Map<String, AttributeValue> item(Rotation rotation) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(KEY, fromS(rotation.from().key()));
        item.put("from", fromS(rotation.from().value()));
        item.put("fromId", fromS(rotation.fromId()));
        item.put("to", fromS(rotation.to().value()));
        put(item, "toId", rotation.toId());
        item.put("proof", fromS(rotation.proof()));
        item.put("token", fromS(rotation.token()));
        item.put("origin", fromS(rotation.origin().name()));
        item.put("role", fromM(role(rotation.role())));
        item.put("started", fromS(rotation.started().toString()));
        item.put(
                "links",
                fromL(rotation.links().stream().map(each -> fromM(texts(each.json()))).toList()));
        item.put("refreshes", fromM(texts(rotation.refreshes())));
        item.put("versions", fromM(texts(rotation.versions())));
        item.put("phase", fromS(rotation.phase().name()));
        put(
                item,
                "unusedSince",
                rotation.unusedSince() == null ? null : rotation.unusedSince().toString());
        item.put("version", fromN(Long.toString(rotation.version())));
        Schema.FIRST.put(item);
        return item;
    }

    private static Map<String, AttributeValue> role(Rotation.NewRole role) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("name", fromS(role.name().value()));
        map.put("id", fromS(role.id()));
        map.put("arn", fromS(role.arn()));
        if (role.isAnother()) {
            map.put("isAnother", fromBool(true));
        }
        return map;
    }

    private static Map<String, AttributeValue> texts(Map<String, String> texts) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        texts.forEach((key, value) -> map.put(key, fromS(value)));
        return map;
    }

    private static void put(Map<String, AttributeValue> item, String name, @Nullable String value) {
        if (value != null) {
            item.put(name, fromS(value));
        }
    }

    private static Rotation read(Map<String, AttributeValue> item) {
        return StoredMap.read(StoredMap.key(item), item, Schema.FIRST, RotationStore::rotation);
    }

    private static Rotation rotation(StoredMap map) {
        Rotation.NewRole role = map.optional("role", RotationStore::role);
        if (role == null) {
            throw map.wrong("role", "is missing");
        }
        return new Rotation(
                new ProfileName(map.text("from")),
                map.text("fromId"),
                new ProfileName(map.text("to")),
                map.optionalText("toId"),
                map.text("proof"),
                map.text("token"),
                Rotation.Origin.valueOf(map.text("origin")),
                role,
                map.time("started"),
                map.all("links", RotationStore::link),
                map.texts("refreshes"),
                map.texts("versions"),
                Rotation.Phase.valueOf(map.text("phase")),
                map.optionalTime("unusedSince"),
                map.number("version"));
    }

    private static Rotation.NewRole role(StoredMap map) {
        return new Rotation.NewRole(
                new RoleName(map.text("name")),
                map.text("id"),
                map.text("arn"),
                map.flag("isAnother"));
    }

    private static Link link(StoredMap map) {
        String pool = map.optionalText("gkeNodePool");
        String cluster = map.text("gkeCluster");
        String location = map.text("location");
        return pool == null
                ? new Link.GkeCluster(cluster, location)
                : new Link.GkeNodePool(pool, cluster, location);
    }
}
