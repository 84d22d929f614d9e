package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.Manager;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.iam.ProfileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps for launch templates: each version that starts instances with the old profile gets a
/// successor with the new one.
///
/// A new version becomes the latest, and `$Latest` must not mean something else than before. So the
/// successor of the latest version is made last, and none is made after it. If groups use
/// `$Latest`, no other successor is made: they would start instances from it.
///
/// See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
final class TemplateSteps {
    private static final String LATEST = "$Latest";

    private final RotationState state;
    private final ProfileName from;
    private final ProfileName to;
    private final Successors successors;
    private final ManagedCompute managed;

    TemplateSteps(RotationState state) {
        this.state = state;
        this.managed = new ManagedCompute(state.inventory());
        this.successors = new Successors(state);
        this.from = state.rotation().from();
        this.to = state.rotation().to();
    }

    /// One step for each template, those that are done too.
    List<RotationStep> all() {
        return state.inventory().templates().stream()
                .filter(each -> !managed.has(each))
                .map(this::step)
                .filter(Objects::nonNull)
                .toList();
    }

    /// Whether ProfileRotation can make successors itself.
    boolean isReady(LaunchTemplate template) {
        return managed.manager(template) == null
                && problem(template, missing(template, successors::expected)) == null;
    }

    private @Nullable RotationStep step(LaunchTemplate template) {
        String title =
                "Let launch template %s (%s) in %s start instances with %s"
                        .formatted(template.name(), template.id(), template.region(), to);
        Manager manager = managed.manager(template);
        if (manager != null) {
            return managed(template, manager, title);
        }
        List<Version> missing = missing(template, successors::expected);
        String problem = problem(template, missing);
        List<Version> left = problem == null ? missing : missing(template, successors::known);
        Version usual = template.version(template.defaultVersion());
        if (left.isEmpty() && (usual == null || !usual.names(from))) {
            return template.naming(to).isEmpty() ? null : RotationStep.done(title);
        }
        String check = ComputeCommands.showTemplate(template.region(), template.id());
        String warning = left.isEmpty() ? warning(template) : null;
        if (warning != null) {
            return RotationStep.byHand(title, warning, commands(template, left), check);
        }
        return problem == null
                ? RotationStep.ready(
                        title, actions(template, missing), commands(template, missing), check)
                : RotationStep.byHand(
                        title,
                        problem,
                        wouldMoveGroups(template, left)
                                ? holdGroups(template)
                                : commands(template, left),
                        check);
    }

    /// The step for a template that a tool made. The tool makes the versions, but leaves the
    /// default one as it is.
    private @Nullable RotationStep managed(LaunchTemplate template, Manager manager, String title) {
        if (!template.startsWith(from)) {
            return template.naming(to).isEmpty() ? null : RotationStep.done(title);
        }
        String check = ComputeCommands.showTemplate(template.region(), template.id());
        Version latest = template.latest();
        return latest == null || latest.names(from)
                ? new ManagerSteps(manager, to).step(title, check)
                : RotationStep.byHand(
                        title,
                        "Its latest version does not name %s any more, but its default version does"
                                .formatted(from),
                        List.of(
                                ComputeCommands.setDefaultVersion(
                                        template.region(),
                                        template.id(),
                                        Long.toString(latest.number()))),
                        check);
    }

    /// Why people look at the version before it becomes the default one; null: it is proven.
    private @Nullable String warning(LaunchTemplate template) {
        Version usual = template.version(template.defaultVersion());
        Version claimed = usual == null ? null : successors.claimed(template, usual);
        return usual == null || claimed == null ? null : Successors.warning(usual, claimed);
    }

    /// The versions that need a successor and have none.
    private List<Version> missing(
            LaunchTemplate template,
            BiFunction<LaunchTemplate, Version, @Nullable Version> successor) {
        return sources(template).stream()
                .filter(each -> successor.apply(template, each) == null)
                .toList();
    }

    /// The versions that start instances with the old profile: lowest number first.
    private List<Version> sources(LaunchTemplate template) {
        Set<Long> numbers = new TreeSet<>();
        add(numbers, template.version(template.defaultVersion()));
        add(numbers, successors.original(template));
        state.inventory()
                .groupsOf(template)
                .flatMap(group -> group.source().templates().stream())
                .filter(choice -> choice.id().equals(template.id()))
                .forEach(choice -> add(numbers, template.version(choice.version())));
        return numbers.stream().map(template::version).filter(Objects::nonNull).toList();
    }

    private void add(Set<Long> numbers, @Nullable Version version) {
        if (version != null && version.names(from)) {
            numbers.add(version.number());
        }
    }

    /// Why the successors cannot be made without a person; null: they can.
    private @Nullable String problem(LaunchTemplate template, List<Version> missing) {
        String cluster = clusterWithoutAccess(template);
        if (cluster != null) {
            return "Instances that are started from it become nodes of cluster %s, which does not know role %s: let the cluster know it first"
                    .formatted(cluster, state.rotation().role().name());
        }
        Version latest = successors.original(template);
        if (missing.isEmpty() || latest == null) {
            return null;
        }
        if (!latest.names(from)) {
            return "Its latest version names %s. A new version would become the latest, which whoever starts instances from $Latest would get"
                    .formatted(latest.names(to) ? to + " already" : "another profile, or none");
        }
        if (!missing.contains(latest)) {
            return "Its latest version has a successor already. A new version would become the"
                    + " latest, which whoever starts instances from $Latest would get";
        }
        return wouldMoveGroups(template, missing)
                ? "Groups use $Latest, and other versions are in use too. A new version becomes the latest: let these groups use version %d by its number first. They can use $Latest again when this launch template is done"
                        .formatted(latest.number())
                : null;
    }

    /// A cluster whose nodes are started from whatever the template calls its default or latest
    /// version, and that does not know the new role; null: none.
    private @Nullable String clusterWithoutAccess(LaunchTemplate template) {
        Stream<String> ofGroups =
                state.inventory()
                        .groupsOf(template)
                        .filter(group ->
                                group.source().templates().stream()
                                        .filter(choice -> choice.id().equals(template.id()))
                                        .anyMatch(LaunchSteps::followsTemplate))
                        .flatMap(group -> Stream.ofNullable(state.clusterWithoutAccess(group)));
        return Stream.concat(Stream.ofNullable(template.owner().cluster()), ofGroups)
                .filter(state::needsAccess)
                .findFirst()
                .orElse(null);
    }

    /// Whether groups would start instances from the successor of a version that they do not use.
    private boolean wouldMoveGroups(LaunchTemplate template, List<Version> missing) {
        return clusterWithoutAccess(template) == null
                && missing.size() > 1
                && missing.contains(successors.original(template))
                && followers(template).findAny().isPresent();
    }

    /// The groups that use the latest version, whatever its number is.
    private Stream<ScalingGroup> followers(LaunchTemplate template) {
        return state.inventory()
                .groupsOf(template)
                .filter(group ->
                        group.source()
                                .templates()
                                .contains(new TemplateChoice(template.id(), LATEST)));
    }

    /// The commands that let these groups use that version by its number.
    private List<String> holdGroups(LaunchTemplate template) {
        List<String> commands = new ArrayList<>();
        String number = Long.toString(template.versions().getLast().number());
        followers(template)
                .forEach(group -> {
                    if (group.source() instanceof Source.Mixed) {
                        commands.addAll(ComputeCommands.changePolicy(group.region(), group.name()));
                    } else {
                        commands.add(
                                ComputeCommands.useTemplateVersion(
                                        group.region(), group.name(), template.id(), number));
                    }
                });
        return commands;
    }

    private List<ComputeAction> actions(LaunchTemplate template, List<Version> missing) {
        Rotation rotation = state.rotation();
        List<ComputeAction> actions = new ArrayList<>();
        for (Version each : missing) {
            actions.add(
                    new ComputeAction.CreateTemplateVersion(
                            template.region(),
                            template.id(),
                            each.number(),
                            to,
                            rotation.description(each.number()),
                            token(template, each)));
        }
        Version usual = template.version(template.defaultVersion());
        Version next =
                usual == null || !usual.names(from) ? null : successors.expected(template, usual);
        if (missing.isEmpty() && next != null) {
            actions.add(
                    new ComputeAction.SetDefaultVersion(
                            template.region(), template.id(), next.number()));
        }
        return actions;
    }

    /// EC2 knows a repetition by it. If the version that EC2 made was deleted, it is another one.
    private String token(LaunchTemplate template, Version source) {
        Rotation rotation = state.rotation();
        String deleted = rotation.version(template.region(), template.id(), source.number());
        return "%s-%s-%d%s"
                .formatted(
                        rotation.token(),
                        template.id(),
                        source.number(),
                        deleted == null ? "" : "-" + deleted);
    }

    /// If several versions are missing, the default one is set by the commands that follow them:
    /// which of the new numbers it has is not known before.
    private List<String> commands(LaunchTemplate template, List<Version> missing) {
        List<String> commands = new ArrayList<>();
        for (Version each : missing) {
            commands.add(
                    ComputeCommands.createTemplateVersion(
                            template.region(),
                            template.id(),
                            each.number(),
                            to,
                            state.rotation().description(each.number())));
        }
        Version usual = template.version(template.defaultVersion());
        if (usual != null && usual.names(from)) {
            Version next = successors.known(template, usual);
            Version claimed = successors.claimed(template, usual);
            if (claimed != null) {
                commands.add(
                        ComputeCommands.compareVersions(
                                template.region(),
                                template.id(),
                                usual.number(),
                                claimed.number()));
            }
            if (next != null || missing.size() == 1) {
                commands.add(
                        ComputeCommands.setDefaultVersion(
                                template.region(),
                                template.id(),
                                next == null ? "VERSION" : Long.toString(next.number())));
            }
        }
        return commands;
    }
}
