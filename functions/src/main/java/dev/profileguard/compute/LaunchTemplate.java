package dev.profileguard.compute;

import dev.profileguard.iam.ProfileName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A launch template with all its versions.
///
/// See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
///
/// @param id such as `lt-0123456789abcdef0`
/// @param defaultVersion the version that `$Default` means
/// @param versions lowest number first
public record LaunchTemplate(
        String region,
        String id,
        String name,
        long defaultVersion,
        List<Version> versions,
        Owner owner) {
    private static final int MOST_SHOWN = 100;
    private static final String LATEST = "$Latest";
    private static final String DEFAULT = "$Default";

    /// A version.
    ///
    /// @param profile the name of the profile that it names, also if it names it by its ARN; null:
    ///   none
    /// @param description as somebody wrote it; empty: none
    public record Version(long number, @Nullable String profile, String description) {
        /// Whether it names this profile.
        public boolean names(ProfileName other) {
            return profile != null && profile.equalsIgnoreCase(other.value());
        }
    }

    /// Takes a copy.
    public LaunchTemplate {
        versions = List.copyOf(versions);
    }

    /// The version that `$Latest` means.
    ///
    /// @return null: no version is known
    public @Nullable Version latest() {
        return versions.isEmpty() ? null : versions.getLast();
    }

    /// The version that a group or a request means.
    ///
    /// @param text a number, `$Latest` or `$Default`
    /// @return null: there is no such version
    public @Nullable Version version(String text) {
        return switch (text) {
            case LATEST -> latest();
            case DEFAULT -> version(defaultVersion);
            default -> text.matches("\\d{1,18}") ? version(Long.parseLong(text)) : null;
        };
    }

    /// The version with this number.
    ///
    /// @return null: there is no such version
    public @Nullable Version version(long number) {
        return versions.stream().filter(each -> each.number() == number).findFirst().orElse(null);
    }

    /// The versions that name a profile, lowest number first.
    public List<Version> naming(ProfileName profile) {
        return versions.stream().filter(each -> each.names(profile)).toList();
    }

    /// Whether an instance gets the profile if it is started from the default or the latest
    /// version.
    public boolean startsWith(ProfileName profile) {
        Version latest = latest();
        Version usual = version(defaultVersion);
        return (latest != null && latest.names(profile)) || (usual != null && usual.names(profile));
    }

    /// As JSON values, with the latest versions that name the profile, at most 100.
    public Map<String, Object> json(ProfileName profile) {
        Version latest = latest();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", region);
        json.put("template", id);
        json.put("name", name);
        List<Version> naming = naming(profile);
        json.put(
                "versions",
                naming.stream()
                        .skip(Math.max(0, naming.size() - MOST_SHOWN))
                        .map(Version::number)
                        .toList());
        json.put("defaultVersion", defaultVersion);
        json.put("latestVersion", latest == null ? 0 : latest.number());
        json.putAll(owner.json());
        return json;
    }
}
