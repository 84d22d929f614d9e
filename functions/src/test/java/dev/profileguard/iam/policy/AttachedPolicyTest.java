package dev.profileguard.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttachedPolicyTest {
    @Test
    void isNamedByTheEndOfItsArn() {
        assertThat(AttachedPolicy.of("arn:aws:iam::123456789012:policy/team/images").name())
                .isEqualTo("images");
        assertThat(AttachedPolicy.of("arn:aws:iam::aws:policy/service-role/A").name())
                .isEqualTo("A");
    }

    @Test
    void isManagedByAwsInEachPartition() {
        assertThat(AttachedPolicy.of("arn:aws-cn:iam::aws:policy/A").isAwsManaged()).isTrue();
        assertThat(AttachedPolicy.of("arn:aws:iam::123456789012:policy/A").isAwsManaged())
                .isFalse();
    }
}
