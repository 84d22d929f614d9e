package dev.profileguard.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
    /// The key of a stored burst contains the text.
    @Test
    void hasATextThatStays() {
        assertThat(Diagnosis.values())
                .extracting(Diagnosis::text)
                .containsExactly(
                        "pass-role-denied",
                        "access-denied",
                        "profile-missing",
                        "profile-empty",
                        "profile-delete-blocked",
                        "role-delete-blocked",
                        "association-not-active",
                        "association-exists",
                        "name-taken",
                        "profile-has-role",
                        "chained-session-too-long",
                        "session-too-long",
                        "not-found",
                        "node-role-invalid",
                        "quota-reached",
                        "policy-malformed",
                        "policy-not-attachable",
                        "session-policy-too-large",
                        "owned-by-service",
                        "changed-meanwhile",
                        "resource-taken",
                        "service-role-missing",
                        "region-disabled",
                        "credentials-invalid",
                        "request-invalid",
                        "throttled",
                        "service-failed",
                        "unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "iam.amazonaws.com, DeleteRole, '', ROLE_DELETE_BLOCKED",
        "iam.amazonaws.com, DeleteInstanceProfile, '', PROFILE_DELETE_BLOCKED",
        "iam.amazonaws.com, '', '', ROLE_DELETE_BLOCKED",
        "'', '', '', ROLE_DELETE_BLOCKED",
        "eks.amazonaws.com, DeleteCluster, '', UNKNOWN",
        "eks.amazonaws.com, DeleteCluster, in an instance profile, ROLE_DELETE_BLOCKED",
        "'', DeleteInstanceProfile, must remove roles from instance profile first,"
                + " PROFILE_DELETE_BLOCKED",
        "'', '', must remove roles from instance profile first, ROLE_DELETE_BLOCKED",
    })
    void tellsWhoseDeletionIsBlocked(
            String service, String operation, String message, Diagnosis expected) {
        assertThat(
                        Diagnosis.of(
                                new FailedCall(
                                        service,
                                        operation,
                                        "DeleteConflict",
                                        message,
                                        "us-east-1",
                                        Map.of())))
                .isEqualTo(expected);
    }
}
