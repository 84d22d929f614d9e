package dev.profileguard.sandbox.aws.ec2.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A launch template. Its first version is the default. Immutable.
///
/// @param id such as `lt-0123456789abcdef0`
/// @param createdBy the ARN of the caller
/// @param versions version 1 first
public record LaunchTemplate(
        String id,
        String name,
        String region,
        Instant created,
        String createdBy,
        List<TemplateData> versions) {
    /// Copies the versions.
    public LaunchTemplate {
        versions = List.copyOf(versions);
    }

    LaunchTemplate with(TemplateData version) {
        List<TemplateData> more = new ArrayList<>(versions);
        more.add(version);
        return new LaunchTemplate(id, name, region, created, createdBy, more);
    }

    /// The number of a version.
    ///
    /// @param version as in [TemplateReference]
    /// @return null: there is no such version
    public @Nullable Integer number(@Nullable String version) {
        if (version == null || version.isEmpty() || version.equals("$Default")) {
            return 1;
        }
        if (version.equals("$Latest")) {
            return versions.size();
        }
        Integer number = version.matches("\\d{1,6}") ? Integer.valueOf(version) : null;
        return number == null || number < 1 || number > versions.size() ? null : number;
    }

    TemplateData version(int number) {
        return versions.get(number - 1);
    }

    /// As EC2 returns it.
    Map<String, Object> json() {
        Map<String, Object> json = head();
        json.put("defaultVersionNumber", 1);
        json.put("latestVersionNumber", versions.size());
        return json;
    }

    /// A version as EC2 returns it.
    Map<String, Object> json(int number) {
        Map<String, Object> json = head();
        json.put("versionNumber", number);
        json.put("defaultVersion", number == 1);
        json.put("launchTemplateData", version(number).json());
        return json;
    }

    private Map<String, Object> head() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("launchTemplateId", id);
        json.put("launchTemplateName", name);
        json.put("createTime", created.toEpochMilli());
        json.put("createdBy", createdBy);
        return json;
    }
}
