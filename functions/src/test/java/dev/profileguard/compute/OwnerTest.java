package dev.profileguard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnerTest {
    @Test
    void isTheToolThatTagsName() {
        assertThat(Owner.of(Map.of("aws:cloudformation:stack-name", "web")).manager())
                .isEqualTo(new Manager.Stack("web"));
        assertThat(Owner.of(Map.of("karpenter.k8s.aws/ec2nodeclass", "default")).manager())
                .isEqualTo(new Manager.NodeClass("default"));
        assertThat(Owner.of(Map.of("karpenter.sh/discovery", "shop")).manager()).isNull();
    }

    /// Elastic Beanstalk makes a stack.
    @Test
    void isTheEnvironmentRatherThanItsStack() {
        Owner owner =
                Owner.of(
                        Map.of(
                                "aws:cloudformation:stack-name",
                                "awseb-e-1-stack",
                                "elasticbeanstalk:environment-name",
                                "shop"));

        assertThat(owner.manager()).isEqualTo(new Manager.Environment("shop"));
        assertThat(owner.json()).isEqualTo(Map.of("beanstalkEnvironment", "shop"));
    }

    @Test
    void isNobodyWithoutTags() {
        assertThat(Owner.of(Map.of())).isEqualTo(Owner.NOBODY);
        assertThat(Owner.NOBODY.json()).isEmpty();
    }
}
