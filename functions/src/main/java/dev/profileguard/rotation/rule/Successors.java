package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import org.jspecify.annotations.Nullable;

/// Which versions of launch templates a rotation made of which. A version is known by its
/// description.
record Successors(Rotation rotation) {
    /// The version that the rotation made of another; null: none yet.
    @Nullable Version of(LaunchTemplate template, Version source) {
        return template.versions().stream()
                .filter(each -> isMadeOf(each, source))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /// The same for a version that a group uses.
    @Nullable Version of(ComputeInventory inventory, ScalingGroup group, TemplateChoice choice) {
        LaunchTemplate template = inventory.template(group.region(), choice);
        Version used = template == null ? null : template.version(choice.version());
        return template == null || used == null ? null : of(template, used);
    }

    private boolean isMadeOf(Version version, Version source) {
        return version.names(rotation.to())
                && version.description().equals(rotation.description(source.number()));
    }

    /// The latest version that the rotation did not make: `$Latest` has to mean the same, apart
    /// from the profile, when the rotation is over.
    ///
    /// @return null: no version is known
    @Nullable Version original(LaunchTemplate template) {
        return template.versions().stream()
                .filter(each ->
                        template.versions().stream().noneMatch(source -> isMadeOf(each, source)))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }
}
