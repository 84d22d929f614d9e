package dev.profileguard.compute;

import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What can use a profile, for tests.
public final class KeptUsages {
    public static final ProfileName WEB = new ProfileName("prod-web");
    public static final Instant SEEN = Instant.parse("2026-01-05T09:00:00Z");

    private KeptUsages() {}

    /// One of each kind.
    public static KeptUsage small() {
        return KeptUses.of(usage(1, "", List.of("us-east-1: no")), SEEN.plusMillis(5));
    }

    /// So many of each kind, with the longest names of such characters.
    public static KeptUsage large(int size, String character) {
        return KeptUses.of(
                usage(
                        size,
                        character,
                        IntStream.range(0, 500)
                                .mapToObj(i -> "region-%d: %s".formatted(i, character.repeat(900)))
                                .toList()),
                SEEN);
    }

    static ProfileUsage usage(int size, String character, List<String> unknown) {
        String name = character.repeat(255 / Math.max(1, character.length()));
        Map<String, String> tags =
                IntStream.range(0, 20)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        i -> "gke:multicloud:" + name + i, i -> name + name));
        Owner owner =
                size == 1
                        ? Owner.of(Map.of("aws:autoscaling:groupName", "web-asg"))
                        : new Owner(name, name, name, tags, new Manager.Stack(name));
        return new ProfileUsage(
                WEB,
                IntStream.range(0, size).mapToObj(i -> instance("i-0" + i, owner)).toList(),
                IntStream.range(0, size).mapToObj(i -> template("lt-0" + i, name)).toList(),
                IntStream.range(0, size)
                        .mapToObj(i ->
                                new ScalingGroup(
                                        "eu-west-1",
                                        "web-asg" + name + i,
                                        new Source.Mixed(choices(size, name)),
                                        2,
                                        List.of(),
                                        owner))
                        .toList(),
                IntStream.range(0, size)
                        .mapToObj(i ->
                                new LaunchConfiguration("eu-west-1", "lc" + name + i, "prod-web"))
                        .toList(),
                IntStream.range(0, size)
                        .mapToObj(i ->
                                new NodegroupUse(
                                        "eu-west-1", "prod" + name, "n" + i, "arn", List.of()))
                        .toList(),
                unknown);
    }

    private static List<TemplateChoice> choices(int size, String name) {
        return IntStream.range(0, size)
                .mapToObj(i -> new TemplateChoice("lt-0" + i + name, "$Latest"))
                .toList();
    }

    private static LaunchTemplate template(String id, String name) {
        return new LaunchTemplate(
                "eu-west-1",
                id,
                "web" + name,
                1,
                IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> new Version(i, i % 2 == 0 ? null : "Prod-web", ""))
                        .toList(),
                Owner.NOBODY);
    }

    private static ProfileInstance instance(String id, Owner owner) {
        return new ProfileInstance(
                new InstanceUse(
                        "eu-west-1",
                        id,
                        "running",
                        "arn:aws:iam::123456789012:instance-profile/prod-web",
                        "AIPA",
                        null,
                        null,
                        "iip-assoc-1",
                        false),
                owner);
    }
}
