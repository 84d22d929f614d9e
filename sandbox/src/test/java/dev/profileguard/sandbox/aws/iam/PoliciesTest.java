package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.READ_S3;
import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static dev.profileguard.sandbox.aws.iam.TestAccount.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Tag;

class PoliciesTest {
    private static final String OWN = "arn:aws:iam::123456789012:policy/own";
    private static final String NODE = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void attachesAwsManagedPoliciesByTheirPath() {
        test.role("web");
        attach(NODE);
        attach("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
        attach(NODE);

        assertThat(attached()).hasSize(2).contains(NODE);
        assertThat(refusal(() -> attach("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole")))
                .isEqualTo(
                        "404 NoSuchEntity: Policy"
                            + " arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole does not exist"
                            + " or is not attachable.");
        assertThat(refusal(() -> attach("longpolicynamebutnoarn")))
                .isEqualTo("400 ValidationError: ARN longpolicynamebutnoarn is not valid.");
        assertThat(
                        refusal(() ->
                                attach(
                                        "arn:aws:iam::aws:policy/aws-service-role/"
                                                + "AmazonEKSServiceRolePolicy")))
                .isEqualTo(
                        "400 PolicyNotAttachable: Cannot attach a Service Role Policy to a Customer"
                                + " Role.");
    }

    @Test
    void filtersAttachedPoliciesByTheirPath() {
        test.role("web");
        attach(NODE);
        attach("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");

        assertThat(
                        iam.listAttachedRolePolicies(
                                        r -> r.roleName("web").pathPrefix("/service-role/"))
                                .attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AWSLambdaBasicExecutionRole");
    }

    @Test
    void detachesOnlyWhatIsAttached() {
        test.role("web");

        assertThat(refusal(() -> iam.detachRolePolicy(r -> r.roleName("web").policyArn(NODE))))
                .isEqualTo("404 NoSuchEntity: Policy " + NODE + " was not found.");
    }

    @Test
    void attachesTenPoliciesToARoleAtMost() {
        test.role("web");
        List<String> eleven =
                iam
                        .listPolicies(
                                p -> p.scope(PolicyScopeType.AWS).pathPrefix("/").maxItems(1000))
                        .policies()
                        .stream()
                        .map(Policy::arn)
                        .filter(arn -> !arn.contains("/aws-service-role/"))
                        .limit(11)
                        .toList();
        eleven.subList(0, 10).forEach(this::attach);

        attach(eleven.getFirst());
        assertThat(refusal(() -> attach(eleven.getLast())))
                .isEqualTo("409 LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10");
    }

    @Test
    void storesInlinePoliciesAsTheyWereSent() {
        test.role("web");
        put("b", READ_S3);
        put("a", READ_S3);

        assertThat(
                        decoded(
                                iam.getRolePolicy(r -> r.roleName("web").policyName("b"))
                                        .policyDocument()))
                .isEqualTo(READ_S3);
        assertThat(iam.listRolePolicies(r -> r.roleName("web")).policyNames())
                .containsExactly("a", "b");
        iam.deleteRolePolicy(r -> r.roleName("web").policyName("b"));
        assertThat(refusal(() -> iam.deleteRolePolicy(r -> r.roleName("web").policyName("b"))))
                .isEqualTo("404 NoSuchEntity: The role policy with name b cannot be found.");
        assertThat(refusal(() -> iam.getRolePolicy(r -> r.roleName("web").policyName("b"))))
                .isEqualTo("404 NoSuchEntity: The role policy with name b cannot be found.");
    }

    @Test
    void limitsAllInlinePoliciesOfARoleTogether() {
        test.role("web");
        put("a", sized(6000));
        put("a", sized(6000));

        assertThat(refusal(() -> put("b", sized(6000))))
                .isEqualTo(
                        "409 LimitExceeded: Maximum policy size of 10240 bytes exceeded for role"
                                + " web");
    }

    @Test
    void findsTheRoleBeforeItChecksTheDocument() {
        assertThat(refusal(() -> put("a", "{")))
                .isEqualTo("404 NoSuchEntity: The role with name web cannot be found.");
    }

    @Test
    void returnsAPolicyWithOtherElementsFromEachCall() {
        Policy created =
                iam.createPolicy(p -> p.policyName("own").policyDocument(READ_S3).description("d"))
                        .policy();

        assertThat(created.arn()).isEqualTo(OWN);
        assertThat(created.policyId()).matches("ANPA[A-Z2-7]{17}");
        assertThat(created.attachmentCount()).isZero();
        assertThat(created.description()).isNull();
        assertThat(created.hasTags()).isFalse();
        Policy got = iam.getPolicy(p -> p.policyArn(OWN)).policy();
        assertThat(got.description()).isEqualTo("d");
        assertThat(got.hasTags()).as("an empty element").isTrue();
        Policy listed = iam.listPolicies(p -> p.scope(PolicyScopeType.LOCAL)).policies().getFirst();
        assertThat(listed.description()).isNull();
        assertThat(listed.hasTags()).isFalse();
        assertThat(refusal(() -> own("OWN", READ_S3)))
                .isEqualTo(
                        "409 EntityAlreadyExists: A policy called OWN already exists. Duplicate"
                                + " names are not allowed.");
    }

    @Test
    void countsAttachmentsAndNamesTheRoles() {
        own("own", READ_S3);
        test.role("web");
        attach(OWN);

        assertThat(iam.getPolicy(p -> p.policyArn(OWN)).policy().attachmentCount()).isEqualTo(1);
        assertThat(iam.listEntitiesForPolicy(p -> p.policyArn(OWN)).policyRoles())
                .singleElement()
                .satisfies(role -> assertThat(role.roleName()).isEqualTo("web"));
        assertThat(refusal(() -> iam.deletePolicy(p -> p.policyArn(OWN))))
                .isEqualTo("409 DeleteConflict: Cannot delete a policy attached to entities.");
    }

    @Test
    void storesFiveVersionsTheNewestFirst() {
        own("own", READ_S3);
        for (int i = 2; i <= 5; i++) {
            iam.createPolicyVersion(p -> p.policyArn(OWN).policyDocument(READ_S3));
        }

        assertThat(
                        refusal(() ->
                                iam.createPolicyVersion(
                                        p -> p.policyArn(OWN).policyDocument(READ_S3))))
                .isEqualTo(
                        "409 LimitExceeded: A managed policy can have up to 5 versions. Before you"
                                + " create a new version, you must delete an existing version.");
        assertThat(iam.listPolicyVersions(p -> p.policyArn(OWN)).versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v5", "v4", "v3", "v2", "v1");
        iam.deletePolicyVersion(p -> p.policyArn(OWN).versionId("v5"));
        assertThat(
                        iam.createPolicyVersion(p ->
                                        p.policyArn(OWN).policyDocument(READ_S3).setAsDefault(true))
                                .policyVersion()
                                .versionId())
                .isEqualTo("v6");
        assertThat(iam.getPolicy(p -> p.policyArn(OWN)).policy().defaultVersionId())
                .isEqualTo("v6");
        assertThat(refusal(() -> iam.deletePolicy(p -> p.policyArn(OWN))))
                .startsWith("409 DeleteConflict: This policy has more than one version.");
    }

    @Test
    void namesMissingVersions() {
        own("own", READ_S3);

        assertThat(refusal(() -> iam.getPolicyVersion(p -> p.policyArn(OWN).versionId("v9"))))
                .isEqualTo(
                        "404 NoSuchEntity: Policy "
                                + OWN
                                + " version v9 does not exist or is not attachable.");
        assertThat(refusal(() -> iam.deletePolicyVersion(p -> p.policyArn(OWN).versionId("v1"))))
                .isEqualTo("409 DeleteConflict: Cannot delete the default version of a policy.");
        assertThat(refusal(() -> iam.setDefaultPolicyVersion(p -> p.policyArn(OWN).versionId("1"))))
                .isEqualTo(
                        "400 ValidationError: 1 validation error detected: Value at 'versionId'"
                                + " failed to satisfy constraint: Member must satisfy regular"
                                + " expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
    }

    @Test
    void hasDocumentsOfAws() {
        PolicyVersion version =
                iam.getPolicyVersion(p ->
                                p.policyArn("arn:aws:iam::aws:policy/AdministratorAccess")
                                        .versionId("v1"))
                        .policyVersion();

        assertThat(version.isDefaultVersion()).isTrue();
        assertThat(decoded(version.document())).contains("\"Action\":\"*\"");
    }

    @Test
    void tagsAPolicyWithKeysOfExactCase() {
        own("own", READ_S3);
        iam.tagPolicy(p -> p.policyArn(OWN).tags(tag("a", "1"), tag("A", "2")));
        iam.untagPolicy(p -> p.policyArn(OWN).tagKeys("a"));

        assertThat(iam.listPolicyTags(p -> p.policyArn(OWN)).tags()).containsExactly(tag("A", "2"));
        assertThat(refusal(() -> iam.tagPolicy(p -> p.policyArn(OWN + "x").tags(tag("a", "1")))))
                .isEqualTo("404 NoSuchEntity: Policy " + OWN + "x was not found.");
    }

    @Test
    void returnsTheTagsOfAPolicyTheShortestKeysFirst() {
        own("own", READ_S3);
        iam.tagPolicy(p -> p.policyArn(OWN).tags(tag("abc", ""), tag("z", ""), tag("B", "")));
        iam.tagPolicy(p -> p.policyArn(OWN).tags(tag("b", ""), tag("a", "")));

        assertThat(iam.listPolicyTags(p -> p.policyArn(OWN)).tags())
                .extracting(Tag::key)
                .containsExactly("B", "a", "b", "z", "abc");
        assertThat(iam.getPolicy(p -> p.policyArn(OWN)).policy().tags())
                .extracting(Tag::key)
                .containsExactly("B", "a", "b", "z", "abc");
    }

    @Test
    void pagesThroughTagsOfAPolicyInTheirOrder() {
        own("own", READ_S3);
        iam.tagPolicy(p -> p.policyArn(OWN).tags(tag("abc", ""), tag("z", ""), tag("a", "")));

        assertThat(iam.listPolicyTagsPaginator(p -> p.policyArn(OWN).maxItems(1)).tags())
                .extracting(Tag::key)
                .containsExactly("a", "z", "abc");
    }

    @Test
    void ordersAttachedPoliciesByTheirIds() {
        test.role("web");
        List<String> arns =
                IntStream.range(0, 9)
                        .mapToObj(i ->
                                iam.createPolicy(p ->
                                                p.policyName("own" + i).policyDocument(READ_S3))
                                        .policy())
                        .peek(policy -> attach(policy.arn()))
                        .sorted(Comparator.comparing(Policy::policyId))
                        .map(Policy::arn)
                        .toList();

        assertThat(attached()).isEqualTo(arns);
        assertThat(iam.listPolicies(p -> p.maxItems(9)).policies())
                .as("the account's own policies come before those of AWS")
                .extracting(Policy::arn)
                .isEqualTo(arns);
    }

    @Test
    void namesAnUnknownPolicyAsNotAttachable() {
        assertThat(refusal(() -> iam.listEntitiesForPolicy(p -> p.policyArn(OWN))))
                .isEqualTo(
                        "404 NoSuchEntity: Policy "
                                + OWN
                                + " does not exist or is not attachable.");
    }

    @Test
    void limitsTheSizeOfAPolicyWithoutItsWhiteSpace() {
        own("own", sized(6144).replace(",", ",          "));

        assertThat(refusal(() -> own("big", sized(6145))))
                .isEqualTo("409 LimitExceeded: Cannot exceed quota for PolicySize: 6144");
    }

    private void own(String name, String document) {
        iam.createPolicy(p -> p.policyName(name).policyDocument(document));
    }

    private void attach(String arn) {
        iam.attachRolePolicy(r -> r.roleName("web").policyArn(arn));
    }

    private void put(String name, String document) {
        iam.putRolePolicy(r -> r.roleName("web").policyName(name).policyDocument(document));
    }

    private List<String> attached() {
        return iam.listAttachedRolePolicies(r -> r.roleName("web")).attachedPolicies().stream()
                .map(AttachedPolicy::policyArn)
                .toList();
    }

    private static String sized(int characters) {
        String start = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"";
        String end = "\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
        return start + "x".repeat(characters - start.length() - end.length()) + end;
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
