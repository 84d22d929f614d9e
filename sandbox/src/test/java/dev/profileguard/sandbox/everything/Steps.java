package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.everything.Step.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Generates changes of an account. They share a few names, in different cases, so that the changes
/// conflict.
final class Steps {
    private static final Arbitrary<String> ROLES =
            Arbitraries.of("app", "App", "db", "web", "web-v2", "evil", "prod-db");
    private static final Arbitrary<String> PROFILES =
            Arbitraries.of(
                    "app",
                    "APP",
                    "db",
                    "prod-web",
                    "Prod-Web",
                    "prod-db",
                    "other",
                    "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10");
    private static final Arbitrary<String> GUARDED =
            Arbitraries.of("prod-web", "PROD-web", "prod-db");
    private static final Arbitrary<String> KEYS =
            Arbitraries.of("Owner", "owner", "CostCenter", "costcenter", "Team", "profile-guard");
    private static final Arbitrary<String> VALUES =
            Arbitraries.of("ann", "100", "205", "999", "", "locked");
    private static final Arbitrary<Map<String, String>> TAGS =
            Combinators.combine(KEYS, VALUES)
                    .as((key, value) -> Tuple.of(key, value))
                    .list()
                    .ofMaxSize(2)
                    .uniqueElements(tag -> tag.get1().toLowerCase(java.util.Locale.ROOT))
                    .map(tags ->
                            tags.stream()
                                    .collect(
                                            java.util.stream.Collectors.toMap(
                                                    Tuple.Tuple2::get1, Tuple.Tuple2::get2)));
    private static final Arbitrary<Trust> TRUST = Arbitraries.of(Trust.class);

    private Steps() {}

    /// Changes by people, and the waits between them.
    static Arbitrary<List<Step>> some() {
        return Arbitraries.<List<Step>>oneOf(
                        List.of(
                                calls().map(List::of),
                                calls().map(List::of),
                                calls().map(List::of),
                                others().map(List::of),
                                others().map(List::of),
                                deployments(),
                                attacks(),
                                waits().map(List::of),
                                faults().map(List::of)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25)
                .map(days -> days.stream().flatMap(List::stream).toList());
    }

    /// A trusted swap of the role in a guarded profile, perhaps with lost events.
    private static Arbitrary<List<Step>> deployments() {
        return Combinators.combine(GUARDED, ROLES, ROLES, Arbitraries.of("0", "1"))
                .as((profile, from, to, lost) ->
                        List.of(
                                new Step.Fault("lose", lost),
                                new Step.As(Step.Who.PIPELINE, new Step.RemoveRole(profile, from)),
                                new Step.As(Step.Who.PIPELINE, new Step.AddRole(profile, to)),
                                new Step.Fault("lose", "0")));
    }

    /// An untrusted swap or deletion of a guarded profile, perhaps with lost events.
    private static Arbitrary<List<Step>> attacks() {
        return Combinators.combine(
                        GUARDED,
                        Arbitraries.of(Step.Who.MALLORY, Step.Who.ANN),
                        ROLES,
                        ROLES,
                        Arbitraries.of("0", "1"),
                        Arbitraries.of(0, 1, 2))
                .as((profile, who, from, to, lost, kind) -> {
                    List<Step> steps = new ArrayList<>();
                    steps.add(new Step.Fault("lose", lost));
                    steps.add(new Step.As(who, new Step.RemoveRole(profile, from)));
                    if (kind == 1) {
                        steps.add(new Step.As(who, new Step.AddRole(profile, to)));
                    } else if (kind == 2) {
                        steps.add(new Step.As(who, new Step.DeleteProfile(profile)));
                    }
                    steps.add(new Step.Fault("lose", "0"));
                    return List.copyOf(steps);
                });
    }

    private static Arbitrary<Step> calls() {
        return Arbitraries.<Step>oneOf(
                List.of(
                        Combinators.combine(ROLES, TRUST, TAGS).as(Step.CreateRole::new),
                        Combinators.combine(ROLES, TRUST, TAGS).as(Step.CreateRole::new),
                        Combinators.combine(ROLES, TRUST).as(Step.UpdateTrust::new),
                        ROLES.map(Step.DeleteRole::new),
                        ROLES.map(Step.UseRole::new),
                        Combinators.combine(ROLES, KEYS, VALUES).as(Step.TagRole::new),
                        Combinators.combine(ROLES, KEYS).as(Step.UntagRole::new),
                        Combinators.combine(PROFILES, TAGS).as(Step.CreateProfile::new),
                        Combinators.combine(PROFILES, ROLES).as(Step.AddRole::new),
                        Combinators.combine(PROFILES, ROLES).as(Step.RemoveRole::new),
                        PROFILES.map(Step.DeleteProfile::new),
                        Combinators.combine(PROFILES, KEYS, VALUES).as(Step.TagProfile::new),
                        Combinators.combine(PROFILES, KEYS).as(Step.UntagProfile::new)));
    }

    private static Arbitrary<Step> others() {
        Arbitrary<Step> byOthers =
                Combinators.combine(
                                Arbitraries.of(Step.Who.class),
                                calls().filter(Step.Call.class::isInstance)
                                        .map(Step.Call.class::cast))
                        .as(Step.As::new);
        return Arbitraries.<Step>oneOf(
                List.of(
                        byOthers,
                        byOthers,
                        byOthers,
                        ROLES.map(Step.Launch::new),
                        Combinators.combine(ROLES, KEYS, VALUES).as(Step.TagBoth::new),
                        Combinators.combine(GUARDED, Arbitraries.integers().between(0, 10))
                                .as(Step.Release::new),
                        Arbitraries.integers().between(0, 8).map(Step.Kill::new),
                        Arbitraries.integers().between(0, 900).map(Step.PlanAndApply::new),
                        Arbitraries.just(new Step.SweepNow())));
    }

    private static Arbitrary<Step> waits() {
        return Arbitraries.integers().between(0, 300).map(Step.Wait::new);
    }

    private static Arbitrary<Step> faults() {
        return Arbitraries.of(
                new Step.Fault("double", "0.5"),
                new Step.Fault("double", "0"),
                new Step.Fault("reorder", "0.5"),
                new Step.Fault("reorder", "0"),
                new Step.Fault("lose", "0.3"),
                new Step.Fault("lose", "0"),
                new Step.Fault("fail", "AddRoleToInstanceProfile:1"),
                new Step.Fault("fail", "AddRoleToInstanceProfile:12"),
                new Step.Fault("fail", "DeleteInstanceProfile:12"),
                new Step.Fault("fail", "CreateInstanceProfile:3"),
                new Step.Fault("fail", "GetInstanceProfile:3"),
                new Step.Fault("fail", "LookupEvents:2"),
                new Step.Fault("throttle", "0.2"),
                new Step.Fault("throttle", "0"),
                new Step.Fault("lag", "PT2S"),
                new Step.Fault("lag", "PT0S"));
    }
}
