package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.Filter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Which versions DescribeLaunchTemplateVersions is asked for. Without a template, these are the
/// latest or default versions of all templates of the region.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
///
/// @param template null: all templates
/// @param versions numbers, `$Latest` or `$Default`; empty: all versions of the template
/// @param from MinVersion; null: from the first
/// @param to MaxVersion; null: up to the latest
public record VersionsRequest(
        @Nullable TemplateReference template,
        List<String> versions,
        @Nullable Integer from,
        @Nullable Integer to,
        List<Filter> filters,
        TemplatePage page) {
    private static final Set<String> OF_ALL = Set.of("$Latest", "$Default");

    /// Copies the lists.
    public VersionsRequest {
        versions = List.copyOf(versions);
        filters = List.copyOf(filters);
    }

    /// Versions of one template; all of them where none are named.
    public static VersionsRequest of(TemplateReference template, String... versions) {
        return new VersionsRequest(
                template, List.of(versions), null, null, List.of(), TemplatePage.FIRST);
    }

    /// The latest or default versions of all templates.
    ///
    /// @param versions `$Latest`, `$Default`
    public static VersionsRequest ofAll(String... versions) {
        return new VersionsRequest(
                null, List.of(versions), null, null, List.of(), TemplatePage.FIRST);
    }

    /// Throws EC2's error for a request that names neither a template nor what all templates have.
    void check(RecordedService service) {
        if (template == null && !(OF_ALL.containsAll(versions) && !versions.isEmpty())) {
            throw service.refusal(
                    "MissingParameter",
                    "The request must contain the parameter LaunchTemplateId or"
                            + " LaunchTemplateName, or the versions $Latest or $Default");
        }
        if (!versions.isEmpty() && (from != null || to != null)) {
            throw service.refusal(
                    "InvalidParameterCombination",
                    "The parameter Versions cannot be used with MinVersion or MaxVersion");
        }
    }

    /// The versions of a template, the newest first where the request names none.
    ///
    /// @throws AwsServiceException `InvalidLaunchTemplateId.VersionNotFound`
    Stream<TemplateVersion> of(LaunchTemplate found, TemplateTable table) {
        return versions.isEmpty()
                ? found.versions().descendingMap().values().stream().filter(this::isInRange)
                : versions.stream().map(version -> table.version(found, version)).distinct();
    }

    private boolean isInRange(TemplateVersion version) {
        return (from == null || version.number() >= from) && (to == null || version.number() <= to);
    }
}
