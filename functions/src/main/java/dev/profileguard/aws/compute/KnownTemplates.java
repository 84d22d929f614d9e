package dev.profileguard.aws.compute;

import dev.profileguard.aws.compute.TemplateReader.Described;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.Owner;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The versions of a region's launch templates that are known.
final class KnownTemplates {
    private final Map<String, Map<Long, TemplateVersion>> byId = new LinkedHashMap<>();
    private final Map<String, String> idByName = new HashMap<>();

    KnownTemplates(Collection<TemplateVersion> versions) {
        for (TemplateVersion each : versions) {
            byId.computeIfAbsent(each.template(), id -> new TreeMap<>()).put(each.number(), each);
            idByName.put(each.name(), each.template());
        }
    }

    /// The ID of a template that is used; its name if the ID is not known.
    String id(TemplateUse use) {
        return use.id().isEmpty() ? idByName.getOrDefault(use.name(), use.name()) : use.id();
    }

    /// Whether a version by number has to be asked for.
    boolean lacks(TemplateUse use) {
        long number = TemplateVersion.number(use.version());
        return number > 0 && !byId.getOrDefault(id(use), Map.of()).containsKey(number);
    }

    /// Whether all versions of a template are known. EC2 does not use a number again.
    ///
    /// @param described null: EC2 does not say it
    boolean hasAll(String id, @Nullable Described described) {
        Map<Long, TemplateVersion> versions = byId.getOrDefault(id, Map.of());
        return described != null
                && versions.size() == described.latestVersion()
                && versions.containsKey(described.latestVersion())
                && versions.containsKey(described.defaultVersion());
    }

    /// The IDs of the templates with a known version that names one of the profiles, in order.
    List<String> naming(Wanted wanted) {
        return byId.entrySet().stream()
                .filter(each ->
                        each.getValue().values().stream()
                                .anyMatch(version -> version.names(wanted)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// A template with its known versions.
    ///
    /// @param id of a template with a known version
    /// @param described null: EC2 does not say it
    LaunchTemplate template(String region, String id, @Nullable Described described) {
        Collection<TemplateVersion> versions = byId.getOrDefault(id, Map.of()).values();
        return new LaunchTemplate(
                region,
                id,
                described == null ? name(versions) : described.name(),
                described == null ? defaultOf(versions) : described.defaultVersion(),
                versions.stream()
                        .sorted(Comparator.comparingLong(TemplateVersion::number))
                        .map(TemplateVersion::version)
                        .toList(),
                described == null ? Owner.NOBODY : described.owner());
    }

    private static String name(Collection<TemplateVersion> versions) {
        return versions.stream().map(TemplateVersion::name).findFirst().orElse("");
    }

    private static long defaultOf(Collection<TemplateVersion> versions) {
        return versions.stream()
                .filter(TemplateVersion::isDefault)
                .mapToLong(TemplateVersion::number)
                .findFirst()
                .orElse(0);
    }
}
