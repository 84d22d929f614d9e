package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.XmlElement;
import org.jspecify.annotations.Nullable;

/// A launch template that a group uses, as Auto Scaling shows it.
///
/// See
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html
///
/// @param id empty: it is given by its name
/// @param name empty: it is given by its ID
/// @param version a number, `$Latest` or `$Default`
record TemplateUse(String id, String name, String version) {
    /// @param xml a LaunchTemplateSpecification; null: there is none
    static @Nullable TemplateUse of(@Nullable XmlElement xml) {
        if (xml == null) {
            return null;
        }
        String id = xml.text("LaunchTemplateId");
        String name = xml.text("LaunchTemplateName");
        String version = xml.text("Version");
        return id == null && name == null
                ? null
                : new TemplateUse(
                        id == null ? "" : id,
                        name == null ? "" : name,
                        version == null ? TemplateReader.DEFAULT : version);
    }
}
