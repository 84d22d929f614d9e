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

    /// The errors that the models of the SDKs declare for the operations, and the common ones.
    @ParameterizedTest
    @CsvSource({
        "iam, DeleteRole, DeleteConflict, ROLE_DELETE_BLOCKED",
        "iam, DeleteInstanceProfile, DeleteConflictException, PROFILE_DELETE_BLOCKED",
        "iam, CreateRole, EntityAlreadyExists, NAME_TAKEN",
        "iam, CreateRole, ConcurrentModification, CHANGED_MEANWHILE",
        "iam, CreateRole, InvalidInput, REQUEST_INVALID",
        "iam, CreateRole, LimitExceeded, QUOTA_REACHED",
        "iam, CreateRole, MalformedPolicyDocument, POLICY_MALFORMED",
        "iam, AttachRolePolicy, PolicyNotAttachable, POLICY_NOT_ATTACHABLE",
        "iam, DeleteRole, NoSuchEntity, NOT_FOUND",
        "iam, DeleteRole, UnmodifiableEntity, OWNED_BY_SERVICE",
        "iam, DeleteRole, ServiceFailure, SERVICE_FAILED",
        "iam, DeleteRole, Throttling, THROTTLED",
        "iam, DeleteRole, ValidationError, REQUEST_INVALID",
        "sts, AssumeRole, PackedPolicyTooLarge, SESSION_POLICY_TOO_LARGE",
        "sts, AssumeRole, RegionDisabledException, REGION_DISABLED",
        "sts, AssumeRole, ExpiredTokenException, CREDENTIALS_INVALID",
        "sts, AssumeRole, InvalidClientTokenId, CREDENTIALS_INVALID",
        "autoscaling, CreateAutoScalingGroup, AlreadyExistsFault, RESOURCE_TAKEN",
        "autoscaling, CreateAutoScalingGroup, LimitExceededFault, QUOTA_REACHED",
        "autoscaling, CreateAutoScalingGroup, ResourceContentionFault, CHANGED_MEANWHILE",
        "autoscaling, CreateAutoScalingGroup, ServiceLinkedRoleFailure, SERVICE_ROLE_MISSING",
        "autoscaling, UpdateAutoScalingGroup, ScalingActivityInProgressFault, CHANGED_MEANWHILE",
        "eks, CreateNodegroup, ClientException, REQUEST_INVALID",
        "eks, CreateNodegroup, InvalidParameterException, REQUEST_INVALID",
        "eks, CreateNodegroup, InvalidRequestException, REQUEST_INVALID",
        "eks, CreateNodegroup, ResourceInUseException, RESOURCE_TAKEN",
        "eks, CreateNodegroup, ResourceLimitExceededException, QUOTA_REACHED",
        "eks, CreateNodegroup, ServerException, SERVICE_FAILED",
        "eks, CreateNodegroup, ServiceUnavailableException, SERVICE_FAILED",
        "ec2, RequestSpotInstances, AuthFailure.ServiceLinkedRoleCreationNotPermitted,"
                + " SERVICE_ROLE_MISSING",
        "ec2, RunInstances, VcpuLimitExceeded, QUOTA_REACHED",
        "ec2, RunInstances, RequestLimitExceeded, THROTTLED",
        "ec2, RunInstances, UnauthorizedOperation, ACCESS_DENIED",
        "ec2, DisassociateIamInstanceProfile, IncorrectState, ASSOCIATION_NOT_ACTIVE",
        "ec2, RunInstances, IncorrectState, UNKNOWN",
        "ec2, RunInstances, InvalidAMIID.NotFound, UNKNOWN",
    })
    void knowsTheCode(String service, String operation, String code, Diagnosis expected) {
        Advice advice =
                Advice.of(
                        new FailedCall(
                                service + ".amazonaws.com", operation, code, "", "", Map.of()),
                        Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(expected);
        assertThat(advice.cause()).isNotBlank();
        assertThat(advice.page()).startsWith("https://");
    }
}
