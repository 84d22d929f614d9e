package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A launch template. Immutable.
///
/// @param id such as `lt-0123456789abcdef0`
/// @param defaultVersion a number; at first that of its first version
/// @param last the highest number that a version has had; no number is used twice
/// @param versions by their numbers; at least the default version
public record LaunchTemplate(
        String id,
        String name,
        String region,
        Map<String, String> tags,
        int defaultVersion,
        int last,
        NavigableMap<Integer, TemplateVersion> versions) {
    /// Copies tags and versions.
    public LaunchTemplate {
        tags = Map.copyOf(tags);
        versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
    }

    static LaunchTemplate made(
            String id,
            String name,
            String region,
            Map<String, String> tags,
            TemplateVersion version) {
        return new LaunchTemplate(
                id, name, region, tags, 1, 1, new TreeMap<>(Map.of(version.number(), version)));
    }

    LaunchTemplate with(TemplateVersion version) {
        NavigableMap<Integer, TemplateVersion> more = new TreeMap<>(versions);
        more.put(version.number(), version);
        return new LaunchTemplate(id, name, region, tags, defaultVersion, version.number(), more);
    }

    LaunchTemplate without(int number) {
        NavigableMap<Integer, TemplateVersion> left = new TreeMap<>(versions);
        left.remove(number);
        return new LaunchTemplate(id, name, region, tags, defaultVersion, last, left);
    }

    LaunchTemplate withDefault(int number) {
        return new LaunchTemplate(id, name, region, tags, number, last, versions);
    }

    /// The number of a version.
    ///
    /// @param version as in [TemplateReference]
    /// @return null: there is no such version
    public @Nullable Integer number(@Nullable String version) {
        if (version == null || version.isEmpty() || version.equals("$Default")) {
            return defaultVersion;
        }
        if (version.equals("$Latest")) {
            return versions.lastKey();
        }
        Integer number = version.matches("\\d{1,6}") ? Integer.valueOf(version) : null;
        return number == null || !versions.containsKey(number) ? null : number;
    }

    TemplateVersion version(int number) {
        TemplateVersion version = versions.get(number);
        if (version == null) {
            throw new IllegalArgumentException("%s has no version %d".formatted(id, number));
        }
        return version;
    }

    /// As EC2 returns it.
    Map<String, Object> json() {
        Map<String, Object> json = head(versions.firstEntry().getValue());
        json.put("defaultVersionNumber", defaultVersion);
        json.put("latestVersionNumber", versions.lastKey());
        if (!tags.isEmpty()) {
            List<Map<String, Object>> items = new ArrayList<>();
            tags.forEach((key, value) -> items.add(tag(key, value)));
            json.put("tagSet", Map.of("items", items));
        }
        return json;
    }

    private static Map<String, Object> tag(String key, String value) {
        Map<String, Object> tag = new LinkedHashMap<>();
        tag.put("key", key);
        tag.put("value", value);
        return tag;
    }

    /// A version as EC2 returns it.
    Map<String, Object> json(TemplateVersion version) {
        Map<String, Object> json = head(version);
        json.put("versionNumber", version.number());
        json.put("defaultVersion", version.number() == defaultVersion);
        if (version.description() != null) {
            json.put("versionDescription", version.description());
        }
        json.put("launchTemplateData", version.data().json());
        return json;
    }

    private Map<String, Object> head(TemplateVersion version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("launchTemplateId", id);
        json.put("launchTemplateName", name);
        json.put("createTime", version.created().toEpochMilli());
        json.put("createdBy", version.createdBy());
        return json;
    }
}
