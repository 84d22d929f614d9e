package dev.profileguard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageIndexTest {
    @ParameterizedTest
    @ValueSource(strings = {"web", "WEB", "db", "api", "none"})
    void tellsTheSameAsTheInventory(String name) {
        ProfileName profile = new ProfileName(name);

        assertThat(new UsageIndex(INVENTORY).of(profile)).isEqualTo(INVENTORY.of(profile));
    }

    @Test
    void tellsWhatUsesEachProfile() {
        assertUses("web", "i-1, i-3", "lt-1", "us/by-id, eu/mixed", "", "n-1, n-2");
        assertUses("db", "i-2", "lt-1", "eu/by-tag, eu/mixed", "", "n-1");
        assertUses("api", "", "", "eu/configured", "lc", "");
        assertUses("none", "", "", "", "", "");
    }

    private static void assertUses(
            String profile,
            String instances,
            String templates,
            String groups,
            String configurations,
            String nodegroups) {
        ProfileUsage usage = new UsageIndex(INVENTORY).of(new ProfileName(profile));

        assertThat(joined(usage.instances(), each -> each.use().instanceId())).isEqualTo(instances);
        assertThat(joined(usage.templates(), LaunchTemplate::id)).isEqualTo(templates);
        assertThat(joined(usage.groups(), each -> each.region() + "/" + each.name()))
                .isEqualTo(groups);
        assertThat(joined(usage.configurations(), LaunchConfiguration::name))
                .isEqualTo(configurations);
        assertThat(joined(usage.nodegroups(), NodegroupUse::name)).isEqualTo(nodegroups);
        assertThat(usage.unknown()).containsExactly("sa: no");
    }

    private static <T> String joined(List<T> all, Function<T, String> name) {
        return all.stream().map(name).collect(Collectors.joining(", "));
    }

    private static final LaunchTemplate TEMPLATE =
            new LaunchTemplate(
                    "eu",
                    "lt-1",
                    "web",
                    1,
                    List.of(
                            new Version(1, "web", ""),
                            new Version(2, "Db", ""),
                            new Version(3, null, "")),
                    Owner.NOBODY);

    private static final ComputeInventory INVENTORY =
            new ComputeInventory(
                    List.of(
                            instance("eu", "i-1", "Web", Owner.NOBODY),
                            instance("eu", "i-2", "db", group("by-tag")),
                            instance("us", "i-3", "web", group("by-tag")),
                            instance("us", "i-4", "", Owner.NOBODY)),
                    List.of(TEMPLATE),
                    List.of(
                            group("eu", "by-tag", new Source.Unknown(), "i-9"),
                            group("us", "by-id", new Source.Unknown(), "i-3", "i-4"),
                            group(
                                    "eu",
                                    "mixed",
                                    new Source.Mixed(
                                            List.of(
                                                    new TemplateChoice("lt-1", "$Default"),
                                                    new TemplateChoice("lt-1", "2"),
                                                    new TemplateChoice("lt-1", "9")))),
                            group(
                                    "us",
                                    "elsewhere",
                                    new Source.Template(new TemplateChoice("lt-1", "1"))),
                            group("eu", "configured", new Source.Configuration("lc")),
                            group("us", "configured", new Source.Configuration("lc"))),
                    List.of(new LaunchConfiguration("eu", "lc", "API")),
                    List.of(
                            new NodegroupUse("eu", "c", "n-1", "arn", List.of("mixed", "by-tag")),
                            new NodegroupUse("us", "c", "n-2", "arn", List.of("mixed", "by-id"))),
                    List.of("sa: no"),
                    7);

    private static Owner group(String name) {
        return Owner.of(Map.of("aws:autoscaling:groupName", name));
    }

    private static ScalingGroup group(
            String region, String name, Source source, String... instances) {
        return new ScalingGroup(region, name, source, 1, List.of(instances), Owner.NOBODY);
    }

    private static ProfileInstance instance(String region, String id, String profile, Owner owner) {
        String arn = "arn:aws:iam::123456789012:instance-profile/" + profile;
        return new ProfileInstance(
                new InstanceUse(
                        region,
                        id,
                        "running",
                        profile.isEmpty() ? "" : arn,
                        "AIPA",
                        null,
                        null,
                        null,
                        false),
                owner);
    }
}
