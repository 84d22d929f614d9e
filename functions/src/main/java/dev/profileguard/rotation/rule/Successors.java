package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which versions of launch templates are successors of others: the same with the new profile.
///
/// A version is proven to be one if EC2 answered with its number when ProfileRotation made it.
/// Others say in their description that they are: people made them by the commands of the rotation,
/// or anybody did, with whatever data. ProfileRotation lets nothing start instances from those: EC2
/// does not ask whoever makes a version whether they may pass the role.
///
/// See
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
record Successors(RotationState state) {
    /// The successor that a step goes by; null: none yet. While ProfileRotation may act, it is
    /// proven, because ProfileRotation makes it otherwise.
    @Nullable Version expected(LaunchTemplate template, Version source) {
        return state.may().isGiven() ? proven(template, source) : known(template, source);
    }

    /// The successor that people may use after they looked at it; null: none yet.
    @Nullable Version known(LaunchTemplate template, Version source) {
        Version proven = proven(template, source);
        return proven != null ? proven : described(template, source);
    }

    /// The proven successor of a version that a group uses; null: none yet.
    @Nullable Version proven(ScalingGroup group, TemplateChoice choice) {
        return of(group, choice, this::proven);
    }

    /// The successor that only says in its description that it is one; null: there is none, or it
    /// is proven.
    @Nullable Version claimed(LaunchTemplate template, Version source) {
        return proven(template, source) == null ? described(template, source) : null;
    }

    /// The same as [#known(LaunchTemplate, Version)] for a version that a group uses.
    @Nullable Version known(ScalingGroup group, TemplateChoice choice) {
        return of(group, choice, this::known);
    }

    /// The versions of which nothing proves that ProfileRotation made them, from which a group
    /// starts instances. While ProfileRotation may not act, nothing has to.
    List<Version> unproven(ScalingGroup group) {
        return state.may().isGiven()
                ? group.source().templates().stream()
                        .map(choice -> unproven(group.region(), choice))
                        .filter(Objects::nonNull)
                        .toList()
                : List.of();
    }

    private @Nullable Version unproven(String region, TemplateChoice choice) {
        Version version = state.inventory().version(region, choice);
        return version == null || state.rotation().hasMade(region, choice.id(), version.number())
                ? null
                : version;
    }

    /// The latest version that is no successor: `$Latest` has to mean the same, apart from the
    /// profile, when the rotation is over.
    ///
    /// @return null: no version is known
    @Nullable Version original(LaunchTemplate template) {
        return template.versions().stream()
                .filter(each ->
                        template.versions().stream()
                                .noneMatch(source ->
                                        isProven(template, each, source)
                                                || isDescribed(each, source)))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /// The successor that EC2 made for this rotation; null: none yet.
    @Nullable Version proven(LaunchTemplate template, Version source) {
        return template.versions().stream()
                .filter(each -> isProven(template, each, source))
                .findFirst()
                .orElse(null);
    }

    /// What people do before they use a successor that is not proven.
    static String warning(Version source, Version successor) {
        return "Version %d says that it is version %d with the new profile, which anybody can write who makes versions: compare the two first"
                .formatted(successor.number(), source.number());
    }

    private @Nullable Version described(LaunchTemplate template, Version source) {
        return template.versions().stream()
                .filter(each -> isDescribed(each, source))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private boolean isProven(LaunchTemplate template, Version version, Version source) {
        return Long.toString(version.number())
                .equals(
                        state.rotation()
                                .version(template.region(), template.id(), source.number()));
    }

    private boolean isDescribed(Version version, Version source) {
        return version.names(state.rotation().to())
                && version.description().equals(state.rotation().description(source.number()));
    }

    private @Nullable Version of(ScalingGroup group, TemplateChoice choice, Search search) {
        ComputeInventory inventory = state.inventory();
        LaunchTemplate template = inventory.template(group.region(), choice);
        Version used = template == null ? null : template.version(choice.version());
        return template == null || used == null ? null : search.of(template, used);
    }

    @FunctionalInterface
    private interface Search {
        @Nullable Version of(LaunchTemplate template, Version source);
    }
}
