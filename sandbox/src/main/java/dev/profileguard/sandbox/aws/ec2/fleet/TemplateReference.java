package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A launch template as a call names it: by ID or by name.
///
/// @param id null: the call names it by name
/// @param name null: the call names it by ID
/// @param version a number, `$Latest` or `$Default`; null: the default version
public record TemplateReference(
        @Nullable String id, @Nullable String name, @Nullable String version) {
    /// The default version of the template with this name.
    public static TemplateReference named(String name) {
        return new TemplateReference(null, name, null);
    }

    /// What the call names it by.
    public String text() {
        return id == null ? Objects.requireNonNullElse(name, "") : id;
    }

    /// The reference as CloudTrail records it in a request.
    ///
    /// @param capital whether keys are capitalized
    public Map<String, Object> recorded(boolean capital) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        put(recorded, capital ? "LaunchTemplateId" : "launchTemplateId", id);
        put(recorded, capital ? "LaunchTemplateName" : "launchTemplateName", name);
        put(recorded, capital ? "Version" : "version", version);
        return recorded;
    }

    private static void put(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
