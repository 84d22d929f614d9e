package dev.profileguard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeInventoryTest {
    @ParameterizedTest
    @CsvSource({
        "$Latest, 3",
        "$Default, 2",
        "1, 1",
        "9, ",
        "latest, ",
        "9999999999999999999, ",
        "-1, "
    })
    void knowsWhichVersionATextMeans(String text, @Nullable Long number) {
        Version version = TEMPLATE.version(text);

        assertThat(version == null ? null : version.number()).isEqualTo(number);
    }

    @Test
    void knowsATemplateByItsRegion() {
        ComputeInventory inventory = inventory(List.of(), List.of(TEMPLATE), List.of());

        assertThat(inventory.template("eu", new TemplateChoice("lt", "1"))).isEqualTo(TEMPLATE);
        assertThat(inventory.template("us", new TemplateChoice("lt", "1"))).isNull();
        assertThat(inventory.template("eu", new TemplateChoice("other", "1"))).isNull();
        assertThat(inventory.version("us", new TemplateChoice("lt", "1"))).isNull();
    }

    @Test
    void startsWithADefaultOrLatestVersion() {
        assertThat(template(1, "web", "web", null).startsWith(WEB)).isTrue();
        assertThat(template(1, null, null, "WEB").startsWith(WEB)).isTrue();
        assertThat(template(3, "web", "web", null).startsWith(WEB)).isFalse();
        assertThat(new LaunchTemplate("eu", "lt", "t", 1, List.of(), Owner.NOBODY).startsWith(WEB))
                .isFalse();
    }

    @Test
    void knowsWhatAGroupStarts() {
        ScalingGroup first = group("eu", new Source.Template(new TemplateChoice("lt", "1")));
        ScalingGroup both =
                group(
                        "eu",
                        new Source.Mixed(
                                List.of(
                                        new TemplateChoice("lt", "1"),
                                        new TemplateChoice("lt", "2"))));
        ScalingGroup configured = group("eu", new Source.Configuration("lc"));
        ScalingGroup elsewhere = group("us", new Source.Configuration("lc"));
        ComputeInventory inventory =
                inventory(List.of(), List.of(TEMPLATE), List.of(first, both, configured));

        assertThat(List.of(first, both, configured)).allMatch(each -> inventory.starts(each, WEB));
        assertThat(inventory.starts(elsewhere, WEB)).isFalse();
        assertThat(inventory.starts(configured, API)).isFalse();
        assertThat(inventory.alwaysStarts(first, WEB)).isTrue();
        assertThat(inventory.alwaysStarts(both, WEB)).isFalse();
        assertThat(inventory.alwaysStarts(configured, WEB)).isTrue();
        assertThat(inventory.alwaysStarts(group("eu", new Source.Unknown()), WEB)).isFalse();
    }

    @Test
    void tellsWhatUsesAProfile() {
        ProfileInstance web = instance("i-1", "web", Owner.NOBODY);
        ProfileInstance api = instance("i-2", "api", Owner.of(Map.of(GROUP, "asg")));
        ScalingGroup group = group("eu", new Source.Template(new TemplateChoice("lt", "1")));
        ComputeInventory inventory =
                inventory(List.of(web, api), List.of(TEMPLATE), List.of(group));

        ProfileUsage usage = inventory.of(WEB);

        assertThat(usage)
                .isEqualTo(
                        new ProfileUsage(
                                WEB,
                                List.of(web),
                                List.of(TEMPLATE),
                                List.of(group),
                                List.of(CONFIGURATION),
                                List.of(NODEGROUP),
                                List.of()));
        assertThat(usage.summary())
                .isEqualTo(
                        "1 instance, 1 Auto Scaling group, 1 launch configuration, 1 managed node"
                                + " group");
        assertThat(inventory.of(API).instances()).containsExactly(api);
        assertThat(inventory.of(API).groups()).containsExactly(group);
        assertThat(inventory.of(API).nodegroups()).containsExactly(NODEGROUP);
        assertThat(inventory.of(API).templates()).isEmpty();
        assertThat(inventory.of(API).configurations()).isEmpty();
        assertThat(inventory.groupsOf(TEMPLATE)).containsExactly(group);
        assertThat(inventory.of(new ProfileName("none")).isUnused()).isTrue();
        assertThat(inventory.of(new ProfileName("none")).summary()).isEqualTo("nothing");
    }

    @Test
    void knowsTheGroupsOfATemplateByTheirRegion() {
        Source source = new Source.Template(new TemplateChoice("lt", "1"));
        ScalingGroup here = group("eu", source);

        assertThat(
                        inventory(List.of(), List.of(), List.of(here, group("us", source)))
                                .groupsOf(TEMPLATE))
                .containsExactly(here);
    }

    @Test
    void isUsedByEachKind() {
        ProfileInstance one = instance("i-1", "web", Owner.NOBODY);
        ScalingGroup group = group("eu", new Source.Unknown());
        LaunchTemplate starting = template(1, "web");

        assertThat(used(List.of(one, one), List.of(), List.of(), List.of(), List.of()))
                .isEqualTo("2 instances");
        assertThat(used(List.of(), List.of(starting), List.of(), List.of(), List.of()))
                .isEqualTo("1 launch template");
        assertThat(used(List.of(), List.of(), List.of(group), List.of(), List.of()))
                .isEqualTo("1 Auto Scaling group");
        assertThat(used(List.of(), List.of(), List.of(), List.of(CONFIGURATION), List.of()))
                .isEqualTo("1 launch configuration");
        assertThat(used(List.of(), List.of(), List.of(), List.of(), List.of(NODEGROUP)))
                .isEqualTo("1 managed node group");
    }

    private static String used(
            List<ProfileInstance> instances,
            List<LaunchTemplate> templates,
            List<ScalingGroup> groups,
            List<LaunchConfiguration> configurations,
            List<NodegroupUse> nodegroups) {
        ProfileUsage usage =
                new ProfileUsage(
                        WEB, instances, templates, groups, configurations, nodegroups, List.of());
        assertThat(usage.isUnused()).isFalse();
        return usage.summary();
    }

    @Test
    void isCompleteIfNothingIsUnknown() {
        ComputeInventory part =
                new ComputeInventory(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("eu: no"),
                        1);

        assertThat(part.isComplete()).isFalse();
        assertThat(part.of(WEB).isComplete()).isFalse();
        assertThat(inventory(List.of(), List.of(), List.of()).isComplete()).isTrue();
        assertThat(inventory(List.of(), List.of(), List.of()).of(WEB).isComplete()).isTrue();
    }

    @Test
    void showsItselfAsJson() {
        Owner owner =
                Owner.of(Map.of(GROUP, "asg", "eks:cluster-name", "c", "eks:nodegroup-name", "ng"));
        ScalingGroup group = group("eu", new Source.Template(new TemplateChoice("lt", "1")));
        ProfileUsage usage =
                new ProfileUsage(
                        WEB,
                        List.of(instance("i-1", "web", owner)),
                        List.of(TEMPLATE),
                        List.of(group, group("eu", new Source.Configuration("lc"))),
                        List.of(CONFIGURATION),
                        List.of(NODEGROUP),
                        List.of("us: no"));

        assertThat(usage.json())
                .hasToString(
                        "{instances=[{region=eu, instance=i-1, state=running, profileId=AIPA,"
                            + " association=assoc, autoScalingGroup=asg, cluster=c, nodegroup=ng}],"
                            + " launchTemplates=[{region=eu, template=lt, name=t, versions=[1],"
                            + " defaultVersion=2, latestVersion=3}], autoScalingGroups=[{region=eu,"
                            + " group=asg, templates="
                                + group.json().get("templates")
                                + ", desiredCapacity=1, instances=0}, {region=eu, group=asg,"
                                + " launchConfiguration=lc, desiredCapacity=1, instances=0}],"
                                + " launchConfigurations=["
                                + CONFIGURATION.json()
                                + "], nodegroups=[{region=eu, cluster=c, nodegroup=ng,"
                                + " nodeRole=arn, groups=[asg]}], unknown=[us: no]}");
    }

    @Test
    void showsWhatATemplateBelongsTo() {
        Owner owner = Owner.of(Map.of("eks:cluster-name", "c", "eks:nodegroup-name", "ng"));

        assertThat(new LaunchTemplate("eu", "lt", "t", 1, List.of(), owner).json(WEB))
                .containsEntry("cluster", "c")
                .containsEntry("nodegroup", "ng");
    }

    @Test
    void readsWhatSomethingBelongsToFromItsTags() {
        Owner node = Owner.of(Map.of("kubernetes.io/cluster/shop", "owned", "Name", "n"));
        Owner both =
                Owner.of(Map.of("kubernetes.io/cluster/shop", "owned", "eks:cluster-name", "blog"));
        Owner gke = Owner.of(Map.of("gke:multicloud:id", "c1"));

        assertThat(node).isEqualTo(new Owner(null, "shop", null, Map.of(), null));
        assertThat(both.cluster()).isEqualTo("blog");
        assertThat(gke.isGke()).isTrue();
        assertThat(gke.json()).isEqualTo(Map.of("gke", Map.of("gke:multicloud:id", "c1")));
        assertThat(node.isGke()).isFalse();
        assertThat(node.isManagedByEks()).isFalse();
        assertThat(Owner.of(Map.of("eks:nodegroup-name", "ng")).isManagedByEks()).isTrue();
        assertThat(Owner.of(Map.of())).isEqualTo(Owner.NOBODY);
    }

    private static final ProfileName WEB = new ProfileName("web");
    private static final ProfileName API = new ProfileName("api");
    private static final String GROUP = "aws:autoscaling:groupName";

    /// Its first version names `web`.
    private static final LaunchTemplate TEMPLATE = template(2, "Web", null, null);

    private static final LaunchConfiguration CONFIGURATION =
            new LaunchConfiguration("eu", "lc", "WEB");
    private static final NodegroupUse NODEGROUP =
            new NodegroupUse("eu", "c", "ng", "arn", List.of("asg"));

    private static LaunchTemplate template(long defaultVersion, @Nullable String... profiles) {
        List<Version> versions = new ArrayList<>();
        for (String each : profiles) {
            versions.add(new Version(versions.size() + 1, each, ""));
        }
        return new LaunchTemplate("eu", "lt", "t", defaultVersion, versions, Owner.NOBODY);
    }

    private static ScalingGroup group(String region, Source source) {
        return new ScalingGroup(region, "asg", source, 1, List.of(), Owner.NOBODY);
    }

    private static ProfileInstance instance(String id, String profile, Owner owner) {
        return new ProfileInstance(
                new InstanceUse(
                        "eu",
                        id,
                        "running",
                        "arn:aws:iam::111122223333:instance-profile/" + profile,
                        "AIPA",
                        null,
                        null,
                        "assoc",
                        false),
                owner);
    }

    /// With a launch configuration and a node group of the group `asg`, and a node group of the
    /// same name elsewhere.
    private static ComputeInventory inventory(
            List<ProfileInstance> instances,
            List<LaunchTemplate> templates,
            List<ScalingGroup> groups) {
        return new ComputeInventory(
                instances,
                templates,
                groups,
                List.of(CONFIGURATION),
                List.of(NODEGROUP, new NodegroupUse("us", "c", "ng", "arn", List.of("asg"))),
                List.of(),
                1);
    }
}
