package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.Pages;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.compute.Owner;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads launch templates. All its methods throw [QueryException] if a call fails.
///
/// See
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
record TemplateReader(QueryCalls ec2) {
    static final String VERSIONS = "DescribeLaunchTemplateVersions";
    static final String TEMPLATES = "DescribeLaunchTemplates";
    static final String LATEST = "$Latest";
    static final String DEFAULT = "$Default";

    /// How many templates one call describes.
    static final int AT_ONCE = 100;

    /// 20,000 templates of a region, or versions of a template. By default, EC2 allows 5,000 and
    /// 10,000. See
    /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html
    private static final Pages PAGES = new Pages("MaxResults", 200, 100);

    private static final Pages BY_ID = new Pages("", AT_ONCE, 10);
    private static final String LIST = "launchTemplateVersionSet";
    private static final String VERSION = "LaunchTemplateVersion.1";
    private static final String ID = "LaunchTemplateId";

    /// What EC2 says about a template apart from its versions.
    record Described(String name, long defaultVersion, long latestVersion, Owner owner) {}

    /// The latest or default versions of all templates of a region: one call for 200 templates.
    ///
    /// @param version [#LATEST] or [#DEFAULT]
    List<TemplateVersion> ofAllTemplates(String region, String version) {
        return versions(region, Map.of(VERSION, version));
    }

    /// All versions of a template: one call for 200 of them.
    List<TemplateVersion> ofTemplate(String region, String id) {
        return versions(region, Map.of(ID, id));
    }

    private List<TemplateVersion> versions(String region, Map<String, String> parameters) {
        return PAGES.all(
                ec2,
                region,
                VERSIONS,
                parameters,
                LIST,
                each -> Stream.of(TemplateVersion.of(each)));
    }

    /// The version that a group uses, by one call; empty: it or its template was deleted.
    List<TemplateVersion> used(String region, TemplateUse use) {
        try {
            return ec2
                    .call(
                            region,
                            VERSIONS,
                            Map.of(
                                    use.id().isEmpty() ? "LaunchTemplateName" : ID,
                                    use.id().isEmpty() ? use.name() : use.id(),
                                    VERSION,
                                    use.version()))
                    .items(LIST)
                    .stream()
                    .map(TemplateVersion::of)
                    .toList();
        } catch (QueryException e) {
            if (isGone(e.code())) {
                return List.of();
            }
            throw e;
        }
    }

    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    private static boolean isGone(String code) {
        return code.startsWith("InvalidLaunchTemplate") && code.contains("NotFound");
    }

    /// Names, default versions and tags of templates, by one call, by ID.
    ///
    /// @param ids at most [#AT_ONCE]
    Map<String, Described> described(String region, List<String> ids) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            parameters.put(ID + "." + (i + 1), ids.get(i));
        }
        Map<String, Described> found = new HashMap<>();
        for (XmlElement item : BY_ID.all(ec2, region, TEMPLATES, parameters, "launchTemplates")) {
            found.put(
                    String.valueOf(item.text("launchTemplateId")),
                    new Described(
                            String.valueOf(item.text("launchTemplateName")),
                            TemplateVersion.number(item.text("defaultVersionNumber")),
                            TemplateVersion.number(item.text("latestVersionNumber")),
                            Owner.of(tags(item.items("tagSet"), "key", "value"))));
        }
        return found;
    }

    /// @param key the element with the key of a tag
    /// @param value the one with its value
    static Map<String, String> tags(List<XmlElement> tags, String key, String value) {
        Map<String, String> found = new HashMap<>();
        for (XmlElement tag : tags) {
            String text = tag.text(value);
            found.put(String.valueOf(tag.text(key)), text == null ? "" : text);
        }
        return found;
    }
}
