package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.uses;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.Owner;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ManagerStepsTest {
    private static final Owner STACK = Owner.of(Map.of("aws:cloudformation:stack-name", "web"));
    private static final Owner ENVIRONMENT =
            Owner.of(Map.of("elasticbeanstalk:environment-name", "shop"));
    private static final Owner NODE_CLASS =
            Owner.of(
                    Map.of(
                            "karpenter.k8s.aws/ec2nodeclass",
                            "default",
                            "kubernetes.io/cluster/shop",
                            "owned"));
    static final List<Owner> OWNERS = List.of(STACK, ENVIRONMENT, NODE_CLASS);

    @ParameterizedTest
    @FieldSource("OWNERS")
    void changesNothingThatATaggedToolMade(Owner owner) {
        for (boolean isAnother : new boolean[] {false, true}) {
            Shown shown =
                    new Shown()
                            .of(rotation(isAnother))
                            .with(template(owner, 1, version(1, OLD)))
                            .with(group("a", owner, uses("lt-1", "1"), "i-1"))
                            .with(instance("i-1", OLD, owner), instance("i-2", OLD, owner));

            assertThat(shown.actions()).isEmpty();
            assertThat(shown.states()).isNotEmpty().containsOnly(State.BY_HAND);
        }
    }

    @Test
    void saysWhereEachToolIsToldOfTheNewProfile() {
        assertThat(ofInstance(STACK).why())
                .isEqualTo(
                        "It belongs to CloudFormation stack web, which would bring the old profile"
                                + " back: change the profile in the stack's template to new, and"
                                + " update the stack");
        assertThat(ofInstance(ENVIRONMENT).why())
                .isEqualTo(
                        "It belongs to Elastic Beanstalk environment shop: set its option"
                                + " IamInstanceProfile in the namespace"
                                + " aws:autoscaling:launchconfiguration to new");
        assertThat(ofInstance(NODE_CLASS).commands())
                .containsExactly(
                        "kubectl patch ec2nodeclass --type merge --patch"
                                + " '{\"spec\":{\"instanceProfile\":\"new\"}}' default");
    }

    /// CloudFormation tags groups and their instances, and not every launch template.
    @Test
    void changesNoTemplateThatATaggedGroupUses() {
        Shown shown =
                new Shown()
                        .with(template(1, version(1, OLD)))
                        .with(group("a", uses("lt-1", "$Default"), "i-1"))
                        .with(instance("i-1", OLD, STACK));

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.states()).containsOnly(State.BY_HAND);
    }

    /// CloudFormation makes a version, and leaves the default one as it is.
    @Test
    void setsTheDefaultVersionAfterTheToolMadeAnother() {
        Shown shown = new Shown().with(template(STACK, 1, version(1, OLD), version(2, NEW)));

        assertThat(shown.only().state()).isEqualTo(State.BY_HAND);
        assertThat(shown.only().why())
                .isEqualTo(
                        "Its latest version does not name old any more, but its default version"
                                + " does");
        assertThat(shown.only().commands())
                .containsExactly(
                        "aws ec2 modify-launch-template --region eu-west-1 --launch-template-id"
                                + " lt-1 --default-version 2");
    }

    @Test
    void isDoneWhenTheToolStartsInstancesWithTheNewProfile() {
        Shown shown = new Shown().with(template(STACK, 2, version(1, OLD), version(2, NEW)));

        assertThat(shown.only().state()).isEqualTo(State.DONE);
    }

    @Test
    void waitsForAnInstanceThatShutsDown() {
        Shown shown = new Shown().with(RotationSamples.ending("i-1", STACK));

        assertThat(shown.states()).containsExactly(State.UNDER_WAY);
    }

    private static RotationStep ofInstance(Owner owner) {
        return new Shown().with(instance("i-1", OLD, owner)).only();
    }
}
