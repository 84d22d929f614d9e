package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// Whatever people change, however events arrive, and whatever fails: after one sweep, every rule
/// holds or a finding says why not, and the next sweep has nothing to do.
class RandomEventsTest {
    @Property(tries = 150, shrinking = ShrinkingMode.FULL)
    void afterOneSweepEveryRuleHoldsOrAFindingSaysWhyNot(@ForAll("days") List<Step> day) {
        try (Sandbox sandbox = sandbox("enforce")) {
            day.forEach(step -> step.doIn(sandbox));
            calmDown(sandbox);

            Sweep first = Sweep.of(sandbox);
            assertThat(new Rules(sandbox, first).broken()).as("after the first sweep").isEmpty();

            Sweep second = Sweep.of(sandbox);
            assertThat(second.writes()).as("what the second sweep writes").isEmpty();
        }
    }

    @Example
    void aViolationWithoutAFindingIsNoticed() {
        try (Sandbox sandbox = sandbox("off")) {
            new Step.CreateRole("app", Step.Trust.EC2, Map.of("owner", "ann")).doIn(sandbox);
            calmDown(sandbox);

            assertThat(new Rules(sandbox, Sweep.of(sandbox)).broken())
                    .containsExactly("app has no profile", "role/app is tagged {owner=ann}");
        }
    }

    @Provide
    Arbitrary<List<Step>> days() {
        return Steps.some();
    }

    private static Sandbox sandbox(String mode) {
        return Sandbox.start(
                Path.of("../template.yaml"),
                Map.of(
                        "GuardMode",
                        mode,
                        "GuardedProfiles",
                        "prod-*",
                        "ProvisionMode",
                        mode,
                        "TagMode",
                        mode,
                        "TagPolicy",
                        Rules.TAG_POLICY,
                        "TagDefaults",
                        "Owner=${creator},CostCenter=100",
                        "InheritedTags",
                        "Owner",
                        "TrustedPrincipals",
                        "arn:aws:iam::123456789012:user/pipeline",
                        "BreakerReverts",
                        "100"),
                Sandbox.Mode.TEST_CLOCK);
    }

    private static void calmDown(Sandbox sandbox) {
        for (String fault : List.of("double", "reorder", "lose", "throttle")) {
            sandbox.faults().set(fault, "0");
        }
        sandbox.faults().set("lag", "PT0S");
        sandbox.advance(Duration.ofHours(1));
    }
}
