package dev.profileguard.state.usage;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.compute.KeptUsage;
import dev.profileguard.compute.KeptUse;
import dev.profileguard.compute.KeptUse.Kind;
import dev.profileguard.compute.Manager;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.state.stored.StoredMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Converts [KeptUsage] to and from an item of the baseline table: a list for each kind of use.
final class KeptUsageItem {
    private static final String SEEN = "seen";
    private static final String MORE = "more";
    private static final String UNKNOWN = "unknown";
    private static final String REGION = "region";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String ASSOCIATION = "association";
    private static final String GROUP = "group";
    private static final String CLUSTER = "cluster";
    private static final String NODEGROUP = "nodegroup";
    private static final String GKE = "gke";
    private static final String TEMPLATES = "templates";
    private static final String VERSION = "version";
    private static final String VERSIONS = "versions";
    private static final String DEFAULT = "default";
    private static final String LATEST = "latest";
    private static final String CONFIGURATION = "configuration";

    private KeptUsageItem() {}

    static Map<String, AttributeValue> write(String key, KeptUsage usage) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(key));
        item.put(SEEN, fromS(usage.seen().toString()));
        Schema.FIRST.put(item);
        Map<String, AttributeValue> more = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            putList(
                    item,
                    kind.key(),
                    usage.uses().stream()
                            .filter(each -> each.kind() == kind)
                            .map(each -> fromM(use(each)))
                            .toList());
            Integer count = usage.more().get(kind);
            if (count != null) {
                more.put(kind.key(), fromN(count.toString()));
            }
        }
        if (!more.isEmpty()) {
            item.put(MORE, fromM(more));
        }
        putList(item, UNKNOWN, usage.unknown().stream().map(AttributeValue::fromS).toList());
        return item;
    }

    private static Map<String, AttributeValue> use(KeptUse use) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put(REGION, fromS(use.region()));
        switch (use) {
            case KeptUse.Instance instance -> {
                map.put(ID, fromS(instance.id()));
                put(map, ASSOCIATION, instance.association());
                put(map, instance.owner());
            }
            case KeptUse.Group group -> {
                map.put(NAME, fromS(group.name()));
                putList(map, TEMPLATES, group.templates().stream().map(KeptUsageItem::of).toList());
                put(map, CONFIGURATION, group.configuration());
                put(map, group.owner());
            }
            case KeptUse.Template template -> {
                map.put(ID, fromS(template.id()));
                map.put(NAME, fromS(template.name()));
                putList(
                        map,
                        VERSIONS,
                        template.versions().stream().map(each -> fromS(each.toString())).toList());
                put(map, DEFAULT, template.defaultVersion());
                put(map, LATEST, template.latestVersion());
            }
            case KeptUse.Configuration configuration -> map.put(NAME, fromS(configuration.name()));
            case KeptUse.Nodegroup nodegroup -> {
                map.put(CLUSTER, fromS(nodegroup.cluster()));
                map.put(NAME, fromS(nodegroup.name()));
            }
        }
        return map;
    }

    private static AttributeValue of(TemplateChoice choice) {
        return fromM(Map.of(ID, fromS(choice.id()), VERSION, fromS(choice.version())));
    }

    private static void put(Map<String, AttributeValue> map, Owner owner) {
        put(map, GROUP, owner.group());
        put(map, CLUSTER, owner.cluster());
        put(map, NODEGROUP, owner.nodegroup());
        if (owner.isGke()) {
            Map<String, AttributeValue> tags = new LinkedHashMap<>();
            owner.gke().forEach((key, value) -> tags.put(key, fromS(value)));
            map.put(GKE, fromM(tags));
        }
        if (owner.manager() != null) {
            map.put(owner.manager().kind(), fromS(owner.manager().name()));
        }
    }

    private static void put(Map<String, AttributeValue> map, String name, @Nullable String text) {
        if (text != null) {
            map.put(name, fromS(text));
        }
    }

    private static void put(Map<String, AttributeValue> map, String name, long number) {
        if (number > 0) {
            map.put(name, fromN(Long.toString(number)));
        }
    }

    private static void putList(
            Map<String, AttributeValue> map, String name, List<AttributeValue> values) {
        if (!values.isEmpty()) {
            map.put(name, fromL(values));
        }
    }

    /// @throws dev.profileguard.state.stored.UnreadableRecordException if the item does not have
    ///   the format of this version
    static KeptUsage read(Map<String, AttributeValue> item) {
        return StoredMap.read(StoredMap.key(item), item, Schema.FIRST, KeptUsageItem::usage);
    }

    private static KeptUsage usage(StoredMap map) {
        List<KeptUse> uses = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            uses.addAll(map.all(kind.key(), each -> use(kind, each)));
        }
        Map<Kind, Integer> more = map.optional(MORE, KeptUsageItem::more);
        List<String> unknown = map.optionalTexts(UNKNOWN);
        return new KeptUsage(
                map.time(SEEN),
                uses,
                more == null ? Map.of() : more,
                unknown == null ? List.of() : unknown);
    }

    private static Map<Kind, Integer> more(StoredMap map) {
        Map<Kind, Integer> more = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (map.has(kind.key())) {
                more.put(kind, Math.toIntExact(map.number(kind.key())));
            }
        }
        return more;
    }

    private static KeptUse use(Kind kind, StoredMap map) {
        String region = map.text(REGION);
        return switch (kind) {
            case INSTANCE ->
                    new KeptUse.Instance(
                            region, map.text(ID), map.optionalText(ASSOCIATION), owner(map));
            case GROUP ->
                    new KeptUse.Group(
                            region,
                            map.text(NAME),
                            map.all(TEMPLATES, KeptUsageItem::choice),
                            map.optionalText(CONFIGURATION),
                            owner(map));
            case TEMPLATE ->
                    new KeptUse.Template(
                            region,
                            map.text(ID),
                            map.text(NAME),
                            versions(map),
                            number(map, DEFAULT),
                            number(map, LATEST));
            case CONFIGURATION -> new KeptUse.Configuration(region, map.text(NAME));
            case NODEGROUP -> new KeptUse.Nodegroup(region, map.text(CLUSTER), map.text(NAME));
        };
    }

    private static TemplateChoice choice(StoredMap map) {
        return new TemplateChoice(map.text(ID), map.text(VERSION));
    }

    private static Owner owner(StoredMap map) {
        return new Owner(
                map.optionalText(GROUP),
                map.optionalText(CLUSTER),
                map.optionalText(NODEGROUP),
                map.texts(GKE),
                manager(map));
    }

    private static @Nullable Manager manager(StoredMap map) {
        if (map.has(Manager.Stack.KIND)) {
            return new Manager.Stack(map.text(Manager.Stack.KIND));
        }
        if (map.has(Manager.Environment.KIND)) {
            return new Manager.Environment(map.text(Manager.Environment.KIND));
        }
        return map.has(Manager.NodeClass.KIND)
                ? new Manager.NodeClass(map.text(Manager.NodeClass.KIND))
                : null;
    }

    private static List<Long> versions(StoredMap map) {
        List<String> texts = map.optionalTexts(VERSIONS);
        return texts == null
                ? List.of()
                : texts.stream()
                        .map(each -> {
                            if (!each.matches("[1-9]\\d{0,17}")) {
                                throw map.wrong(VERSIONS, "is not a list of whole numbers from 1");
                            }
                            return Long.valueOf(each);
                        })
                        .toList();
    }

    private static long number(StoredMap map, String name) {
        return map.has(name) ? map.number(name) : 0;
    }
}
