package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.READ_S3;
import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.state.AwsManagedPolicies;
import dev.profileguard.sandbox.aws.iam.state.EntityIds;
import dev.profileguard.sandbox.aws.iam.state.PolicyEntry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

class AwsManagedPoliciesTest {
    private static final String NODE = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @ParameterizedTest
    @ValueSource(
            strings = {
                NODE,
                "arn:aws:iam::aws:policy/NobodyWroteThis",
                "arn:aws:iam::210987654321:policy/theirs"
            })
    void refusesToChangeWhatTheAccountDoesNotOwn(String arn) {
        assertThat(refusal(() -> iam.deletePolicy(p -> p.policyArn(arn))))
                .isEqualTo("403 AccessDenied: Cannot delete policies outside your own account.");
        assertThat(refusal(() -> iam.deletePolicyVersion(p -> p.policyArn(arn).versionId("v1"))))
                .isEqualTo(
                        "403 AccessDenied: Cannot delete policy versions for policies outside your"
                                + " own account.");
        assertThat(
                        refusal(() ->
                                iam.setDefaultPolicyVersion(p -> p.policyArn(arn).versionId("v9"))))
                .isEqualTo("403 AccessDenied: Cannot update policies outside your own account.");
        assertThat(
                        refusal(() ->
                                iam.createPolicyVersion(
                                        p -> p.policyArn(arn).policyDocument(READ_S3))))
                .isEqualTo(
                        "403 AccessDenied: Cannot create versions for policies outside your own"
                                + " account.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AdministratorAccess | ANPAIWMBCKSKIEE64ZLYK | Provides full access to AWS services"
                        + " and resources.",
                "service-role/AmazonEBSCSIDriverPolicy | ANPAZKAPJZG4IV6FHD2UE | IAM Policy that"
                        + " allows the CSI driver service account to make calls to related services"
                        + " such as EC2 on your behalf.",
                "AmazonEKSWorkerNodeMinimalPolicy | ANPAZKAPJZG4I4XYHBGUK | This policy allows"
                        + " Amazon EKS worker nodes to connect to Amazon EKS Clusters.",
            })
    void hasIdAndDescriptionAsAwsGivesThem(String policy, String id, String description) {
        Policy got = iam.getPolicy(p -> p.policyArn("arn:aws:iam::aws:policy/" + policy)).policy();

        assertThat(got.policyId()).isEqualTo(id);
        assertThat(got.description()).isEqualTo(description);
        assertThat(got.hasTags()).as("an empty element").isTrue();
    }

    @Test
    void describesPoliciesOnlyOnGet() {
        assertThat(all()).extracting(Policy::description).containsOnlyNulls();
    }

    @Test
    void listsTheOldestPoliciesFirst() {
        assertThat(all())
                .extracting(Policy::policyName)
                .startsWith("AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess");
    }

    @Test
    void hasNoIdTwice() {
        assertThat(all())
                .hasSizeGreaterThan(1500)
                .extracting(Policy::policyId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("ANPA[A-Z0-9]{17}"));
    }

    @Test
    void knowsIdAndDescriptionOfEachPolicyWhoseDocumentItHas() {
        assertThat(AwsManagedPolicies.all())
                .filteredOn(AwsManagedPoliciesTest::hasDocument)
                .hasSizeGreaterThan(60)
                .extracting(PolicyEntry::policy)
                .allSatisfy(policy -> {
                    assertThat(policy.policyId())
                            .isNotEqualTo(EntityIds.fixed("ANPA", policy.policyName()));
                    assertThat(policy.description()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({"AmazonEKSWorkerNodePolicy, true", "AmazonMQFullAccess, false"})
    void listsTheVersionOfAnAttachedPolicyEvenWithoutItsDocument(String policy, boolean known) {
        test.role("web");
        iam.attachRolePolicy(r -> r.roleName("web").policyArn("arn:aws:iam::aws:policy/" + policy));

        ManagedPolicyDetail detail = iam.getAccountAuthorizationDetails().policies().getFirst();

        assertThat(detail.policyVersionList())
                .singleElement()
                .satisfies(version -> {
                    assertThat(version.versionId()).isEqualTo(detail.defaultVersionId());
                    assertThat(version.isDefaultVersion()).isTrue();
                    assertThat(version.document() != null).isEqualTo(known);
                })
                .isInstanceOf(PolicyVersion.class);
    }

    private static boolean hasDocument(PolicyEntry entry) {
        return entry.versions().values().stream()
                .allMatch(version -> entry.document(version) != null);
    }

    private List<Policy> all() {
        return iam
                .listPoliciesPaginator(p -> p.scope(PolicyScopeType.AWS).maxItems(1000))
                .policies()
                .stream()
                .toList();
    }
}
