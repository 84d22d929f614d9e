package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.GKE;
import static dev.profileguard.rotation.rule.RotationSamples.MANAGED;
import static dev.profileguard.rotation.rule.RotationSamples.NODE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.made;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.uses;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ManagedComputeTest {
    static final List<Owner> OWNERS = List.of(GKE, MANAGED);

    @ParameterizedTest
    @FieldSource("OWNERS")
    void touchesNothingThatIsTagged(Owner owner) {
        Shown shown =
                new Shown()
                        .with(template(owner, 1, version(1, OLD)))
                        .with(group("a", owner, uses("lt-1", "1"), "i-1"))
                        .with(instance("i-1", OLD, owner), instance("i-2", OLD, owner));

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.states()).doesNotContain(State.LATER, State.READY);
    }

    @ParameterizedTest
    @FieldSource("OWNERS")
    void touchesNoGroupWithInstancesThatAreTagged(Owner owner) {
        Shown shown =
                new Shown()
                        .with(template(2, version(1, OLD), made(2, 1)))
                        .with(group("a", "2", "i-1"))
                        .with(instance("i-1", OLD, owner));

        assertThat(shown.actions()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("OWNERS")
    void touchesNoTemplateThatATaggedGroupUses(Owner owner) {
        Shown shown =
                new Shown()
                        .with(template(1, version(1, OLD)))
                        .with(group("a", owner, uses("lt-1", "1")));

        assertThat(shown.actions()).isEmpty();
    }

    /// Others can remove the tags that EKS sets.
    @Test
    void touchesNothingOfANodeGroupWithoutTags() {
        Shown shown = new Shown().with(TEMPLATE).with(group("eks-a", "1")).with(nodegroup(REGION));

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.states()).containsExactly(State.BY_HAND);
    }

    @Test
    void knowsTheGroupsOfANodeGroupByTheirRegion() {
        Shown shown =
                new Shown().with(TEMPLATE).with(group("eks-a", "1")).with(nodegroup("us-east-1"));

        assertThat(shown.actions()).hasSize(1);
    }

    @Test
    void leavesAGroupToPeopleThatUsesATemplateOfOthers() {
        for (String version : List.of("1", "$Latest")) {
            ScalingGroup group = group("own", version);
            Shown shown = new Shown().with(template(GKE, 1, version(1, OLD))).with(group);

            assertThat(shown.only().state()).isEqualTo(State.BY_HAND);
            assertThat(shown.only().why())
                    .startsWith("Its launch template belongs to GKE on AWS or to a managed");
            assertThat(shown.only().commands()).hasSize(3);
            assertThat(shown.only().commands().get(1))
                    .contains("update-auto-scaling-group")
                    .contains("\"LaunchTemplateId\":\"TEMPLATE\"");
        }
    }

    @Test
    void isNotAboutNodesOfOtherClusters() {
        assertThat(ManagedCompute.has(NODE)).isFalse();
        assertThat(ManagedCompute.has(Owner.NOBODY)).isFalse();
    }

    private static final LaunchTemplate TEMPLATE = template(1, version(1, OLD));

    private static NodegroupUse nodegroup(String region) {
        return new NodegroupUse(
                region, "shop", "ng", "arn:aws:iam::111122223333:role/web", List.of("eks-a"));
    }
}
