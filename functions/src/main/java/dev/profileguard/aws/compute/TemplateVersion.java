package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.compute.LaunchTemplate;
import org.jspecify.annotations.Nullable;

/// A version of a launch template as EC2 shows it.
///
/// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateVersion.html
///
/// @param template the ID of the launch template
/// @param name of the launch template
/// @param isDefault whether it is the default version
record TemplateVersion(
        String template, String name, boolean isDefault, LaunchTemplate.Version version) {
    static TemplateVersion of(XmlElement item) {
        XmlElement data = item.child("launchTemplateData");
        XmlElement profile = data == null ? null : data.child("iamInstanceProfile");
        String description = item.text("versionDescription");
        return new TemplateVersion(
                String.valueOf(item.text("launchTemplateId")),
                String.valueOf(item.text("launchTemplateName")),
                "true".equals(item.text("defaultVersion")),
                new LaunchTemplate.Version(
                        number(item.text("versionNumber")),
                        profile == null ? null : name(profile),
                        description == null ? "" : description));
    }

    private static @Nullable String name(XmlElement profile) {
        String name = profile.text("name");
        return name == null ? Wanted.name(profile.text("arn")) : name;
    }

    /// A number of AWS; 0: it is none.
    static long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    long number() {
        return version.number();
    }

    boolean names(Wanted wanted) {
        return wanted.has(version.profile());
    }
}
