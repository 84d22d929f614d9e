package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/// An Auto Scaling group as Auto Scaling shows it. Its launch templates may be given by their
/// names.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html
///
/// @param templates that of the group or of its policy first, then those of the policy's overrides
record ReadGroup(String region, XmlElement xml, List<TemplateUse> templates) {
    private static final String TEMPLATE = "LaunchTemplate";
    private static final String SPECIFICATION = "LaunchTemplateSpecification";
    private static final String POLICY = "MixedInstancesPolicy";

    /// Takes a copy.
    ReadGroup {
        templates = List.copyOf(templates);
    }

    static ReadGroup of(String region, XmlElement xml) {
        XmlElement policy = xml.child(POLICY);
        XmlElement mixed = policy == null ? null : policy.child(TEMPLATE);
        Stream<TemplateUse> uses =
                mixed == null
                        ? Stream.ofNullable(TemplateUse.of(xml.child(TEMPLATE)))
                        : Stream.concat(
                                        Stream.ofNullable(
                                                TemplateUse.of(mixed.child(SPECIFICATION))),
                                        mixed.items("Overrides").stream()
                                                .map(each -> each.child(SPECIFICATION))
                                                .map(TemplateUse::of))
                                .filter(Objects::nonNull);
        return new ReadGroup(region, xml, uses.distinct().toList());
    }

    /// The group.
    ///
    /// @param id finds the ID of a template
    ScalingGroup group(Function<TemplateUse, String> id) {
        return new ScalingGroup(
                region,
                String.valueOf(xml.text("AutoScalingGroupName")),
                source(id),
                Math.toIntExact(
                        Math.min(
                                Integer.MAX_VALUE,
                                TemplateVersion.number(xml.text("DesiredCapacity")))),
                xml.items("Instances").stream()
                        .map(each -> each.text("InstanceId"))
                        .filter(Objects::nonNull)
                        .toList(),
                Owner.of(TemplateReader.tags(xml.items("Tags"), "Key", "Value")));
    }

    private Source source(Function<TemplateUse, String> id) {
        List<TemplateChoice> choices =
                templates.stream()
                        .map(each -> new TemplateChoice(id.apply(each), each.version()))
                        .distinct()
                        .toList();
        String configuration = xml.text("LaunchConfigurationName");
        if (xml.child(POLICY) != null) {
            return new Source.Mixed(choices);
        }
        if (!choices.isEmpty()) {
            return new Source.Template(choices.getFirst());
        }
        return configuration == null
                ? new Source.Unknown()
                : new Source.Configuration(configuration);
    }
}
