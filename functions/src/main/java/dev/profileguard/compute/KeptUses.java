package dev.profileguard.compute;

import dev.profileguard.compute.KeptUse.Kind;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Chooses what is kept of a profile's usage: so much that an item of DynamoDB can hold it,
/// whatever the names are. An item has at most 400 KB, and a character of a name up to 4 bytes.
///
/// See
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
public final class KeptUses {
    /// How many sentences about what is missing are kept.
    public static final int MOST_UNKNOWN = 20;

    private static final int LONGEST_REASON = 300;

    /// The longest names that AWS allows are those of Auto Scaling groups and launch
    /// configurations.
    private static final int LONGEST_NAME = 255;

    /// Of launch templates, clusters and node groups.
    private static final int LONGEST_SHORT_NAME = 128;

    /// Of IDs, versions, and of tags, which can be longer.
    private static final int LONGEST_ID = 64;

    private static final int MOST_TAGS = 3;
    private static final int MOST_VERSIONS = 10;
    private static final int MOST_CHOICES = 3;

    private KeptUses() {}

    /// How many of a kind are kept.
    public static int most(Kind kind) {
        return switch (kind) {
            case INSTANCE -> 50;
            case GROUP, TEMPLATE, CONFIGURATION, NODEGROUP -> 25;
        };
    }

    /// What is kept, in an order that does not depend on AWS's.
    public static KeptUsage of(ProfileUsage usage, Instant seen) {
        List<KeptUse> kept = new ArrayList<>();
        Map<Kind, Integer> more = new EnumMap<>(Kind.class);
        List<KeptUse> all = all(usage);
        for (Kind kind : Kind.values()) {
            List<KeptUse> some = all.stream().filter(each -> each.kind() == kind).toList();
            some.stream()
                    .sorted(Comparator.comparing(KeptUse::region).thenComparing(KeptUse::known))
                    .limit(most(kind))
                    .forEach(kept::add);
            if (some.size() > most(kind)) {
                more.put(kind, some.size() - most(kind));
            }
        }
        return new KeptUsage(seen.truncatedTo(ChronoUnit.SECONDS), kept, more, unknown(usage));
    }

    private static List<String> unknown(ProfileUsage usage) {
        return usage.unknown().stream()
                .limit(MOST_UNKNOWN)
                .map(each -> VisibleText.excerpt(each, LONGEST_REASON))
                .toList();
    }

    private static List<KeptUse> all(ProfileUsage usage) {
        return Stream.<Stream<KeptUse>>of(
                        usage.instances().stream().map(KeptUses::instance),
                        usage.groups().stream().map(KeptUses::group),
                        usage.templates().stream().map(each -> template(each, usage)),
                        usage.configurations().stream()
                                .map(each ->
                                        new KeptUse.Configuration(
                                                each.region(), name(each.name()))),
                        usage.nodegroups().stream()
                                .map(each ->
                                        new KeptUse.Nodegroup(
                                                each.region(),
                                                shortName(each.cluster()),
                                                shortName(each.name()))))
                .flatMap(each -> each)
                .toList();
    }

    private static KeptUse instance(ProfileInstance instance) {
        String association = instance.use().associationId();
        return new KeptUse.Instance(
                instance.use().region(),
                id(instance.use().instanceId()),
                association == null ? null : id(association),
                owner(instance.owner()));
    }

    private static KeptUse group(ScalingGroup group) {
        String configuration = group.source().configuration();
        return new KeptUse.Group(
                group.region(),
                name(group.name()),
                group.source().templates().stream()
                        .limit(MOST_CHOICES)
                        .map(each -> new TemplateChoice(id(each.id()), id(each.version())))
                        .toList(),
                configuration == null ? null : name(configuration),
                owner(group.owner()));
    }

    private static KeptUse template(LaunchTemplate template, ProfileUsage usage) {
        Version latest = template.latest();
        return new KeptUse.Template(
                template.region(),
                id(template.id()),
                shortName(template.name()),
                template.naming(usage.profile()).reversed().stream()
                        .limit(MOST_VERSIONS)
                        .map(Version::number)
                        .sorted()
                        .toList(),
                template.defaultVersion(),
                latest == null ? 0 : latest.number());
    }

    private static Owner owner(Owner owner) {
        Map<String, String> gke = new TreeMap<>();
        owner.gke().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_TAGS)
                .forEach(each -> gke.put(id(each.getKey()), id(each.getValue())));
        return new Owner(
                owner.group() == null ? null : name(owner.group()),
                owner.cluster() == null ? null : id(owner.cluster()),
                owner.nodegroup() == null ? null : id(owner.nodegroup()),
                gke,
                manager(owner.manager()));
    }

    private static @Nullable Manager manager(@Nullable Manager manager) {
        return switch (manager) {
            case null -> null;
            case Manager.Stack(String name) -> new Manager.Stack(shortName(name));
            case Manager.Environment(String name) -> new Manager.Environment(shortName(name));
            case Manager.NodeClass(String name) -> new Manager.NodeClass(shortName(name));
        };
    }

    private static String name(String text) {
        return VisibleText.cut(text, LONGEST_NAME);
    }

    private static String shortName(String text) {
        return VisibleText.cut(text, LONGEST_SHORT_NAME);
    }

    private static String id(String text) {
        return VisibleText.cut(text, LONGEST_ID);
    }
}
