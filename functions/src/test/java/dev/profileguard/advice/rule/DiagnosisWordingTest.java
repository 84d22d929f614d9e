package dev.profileguard.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Wordings of EC2 that people reported.
class DiagnosisWordingTest {
    @Test
    void knowsAnAssociationThatIsNotTheActiveOneWithoutTheOperation() {
        assertThat(of("The association iip-assoc-0123456789abcdef0 is not the active association"))
                .isEqualTo(Diagnosis.ASSOCIATION_NOT_ACTIVE);
        assertThat(of("The association 'x' is not an active association"))
                .isEqualTo(Diagnosis.ASSOCIATION_NOT_ACTIVE);
    }

    @Test
    void knowsAProfileThatEc2DoesNotFindWhenItIsAssociated() {
        assertThat(
                        of(
                                "ResultDetail: { Code=InstanceIdentityProfileNotFound,"
                                        + " Message=InstanceIdentityProfile not found for the key:"
                                        + " 123456789012/web, RequestId=x }"))
                .isEqualTo(Diagnosis.PROFILE_MISSING);
    }

    private static Diagnosis of(String message) {
        return Diagnosis.of(
                new FailedCall("ec2.amazonaws.com", "", "IncorrectState", message, "", Map.of()));
    }
}
