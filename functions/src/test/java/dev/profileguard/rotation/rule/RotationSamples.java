package dev.profileguard.rotation.rule;

import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The profile `old` with role `web` is replaced by `new` with role `web-v2`, or with `web` too.
final class RotationSamples {
    static final String REGION = "eu-west-1";
    static final ProfileName OLD = new ProfileName("old");
    static final ProfileName NEW = new ProfileName("new");
    static final Role WEB = new Role(new RoleName("web"), "AROA1", "/");
    static final Role WEB_V2 = new Role(new RoleName("web-v2"), "AROA2", "/");
    static final InstanceProfile OLD_PROFILE = profile(OLD, "AIPA1", WEB);
    static final InstanceProfile NEW_PROFILE = profile(NEW, "AIPA2", WEB_V2);
    static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    static final Owner GKE = Owner.of(Map.of("gke:multicloud:cluster-id", "c1"));
    static final Owner NODE = Owner.of(Map.of("kubernetes.io/cluster/shop", "owned"));
    static final Owner MANAGED =
            Owner.of(Map.of("eks:cluster-name", "shop", "eks:nodegroup-name", "ng"));

    private RotationSamples() {}

    static InstanceProfile profile(ProfileName name, String id, @Nullable Role role) {
        return new InstanceProfile(name, id, "/team/", role, Tags.NONE);
    }

    /// A rotation to a role that no cluster has to know.
    static Rotation rotation() {
        return rotation(false);
    }

    static Rotation rotation(boolean isAnother, Link... links) {
        return new Rotation(
                OLD,
                "AIPA1",
                NEW,
                "AIPA2",
                "secret",
                "token",
                Rotation.Origin.ROTATION,
                new Rotation.NewRole(
                        WEB_V2.name(),
                        WEB_V2.id(),
                        "arn:aws:iam::111122223333:role/web-v2",
                        isAnother),
                START,
                List.of(links),
                Map.of(),
                Map.of(),
                Rotation.Phase.REPLACE,
                null,
                1);
    }

    /// The same before the new profile was seen.
    static Rotation unseen() {
        Rotation seen = rotation();
        return new Rotation(
                seen.from(),
                seen.fromId(),
                seen.to(),
                null,
                seen.proof(),
                seen.token(),
                seen.origin(),
                seen.role(),
                seen.started(),
                seen.links(),
                seen.refreshes(),
                seen.versions(),
                seen.phase(),
                seen.unusedSince(),
                seen.version());
    }

    /// A running instance with the old profile that belongs to nothing.
    static ProfileInstance instance(String id) {
        return instance(id, OLD, Owner.NOBODY);
    }

    static ProfileInstance instance(String id, ProfileName profile, Owner owner) {
        return new ProfileInstance(use("AIPA1", profile, id, "running"), owner);
    }

    static ProfileInstance instance(String region, String id, String state, @Nullable String own) {
        return new ProfileInstance(use(region, "AIPA1", OLD, id, state, own), Owner.NOBODY);
    }

    /// The use of a profile with an ID by an instance.
    static InstanceUse use(String profileId, ProfileName profile, String id, String state) {
        return use(REGION, profileId, profile, id, state, "assoc-" + id);
    }

    static ProfileInstance ending(String id, Owner owner) {
        return new ProfileInstance(use("AIPA1", OLD, id, "shutting-down"), owner);
    }

    private static InstanceUse use(
            String region,
            String profileId,
            ProfileName profile,
            String id,
            String state,
            @Nullable String association) {
        return new InstanceUse(
                region,
                id,
                state,
                "arn:aws:iam::111122223333:instance-profile/team/" + profile,
                profileId,
                null,
                null,
                association,
                false);
    }

    static Version version(long number, @Nullable ProfileName profile) {
        return version(number, profile, "");
    }

    static Version version(long number, @Nullable ProfileName profile, String description) {
        return new Version(number, profile == null ? null : profile.value(), description);
    }

    /// A version with the description of one that the rotation made: see [Shown].
    static Version made(long number, long source) {
        return version(number, NEW, rotation().description(source));
    }

    /// Launch template `lt-1`.
    static LaunchTemplate template(long defaultVersion, Version... versions) {
        return template(Owner.NOBODY, defaultVersion, versions);
    }

    static LaunchTemplate template(Owner owner, long defaultVersion, Version... versions) {
        return new LaunchTemplate(REGION, "lt-1", "web", defaultVersion, List.of(versions), owner);
    }

    /// The same template with another ID.
    static LaunchTemplate template(String id, LaunchTemplate other) {
        return new LaunchTemplate(
                other.region(),
                id,
                other.name(),
                other.defaultVersion(),
                other.versions(),
                other.owner());
    }

    /// A group that uses a version of launch template `lt-1`, with instances.
    static ScalingGroup group(String name, String version, String... instances) {
        return group(name, uses("lt-1", version), instances);
    }

    static ScalingGroup group(String name, Source source, String... instances) {
        return group(name, Owner.NOBODY, source, instances);
    }

    static ScalingGroup group(String name, Owner owner, Source source, String... instances) {
        return new ScalingGroup(REGION, name, source, instances.length, List.of(instances), owner);
    }

    static Source uses(String template, String version) {
        return new Source.Template(new TemplateChoice(template, version));
    }

    /// A mixed instances policy.
    ///
    /// @param choices templates and versions, one after the other
    static Source mixes(String... choices) {
        List<TemplateChoice> all = new ArrayList<>();
        for (int i = 0; i < choices.length; i += 2) {
            all.add(new TemplateChoice(choices[i], choices[i + 1]));
        }
        return new Source.Mixed(all);
    }
}
