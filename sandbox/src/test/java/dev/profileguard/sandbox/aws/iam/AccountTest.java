package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static dev.profileguard.sandbox.aws.iam.TestAccount.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.User;

class AccountTest {
    private static final String NODE = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void returnsCountsAndQuotasInTheSummary() {
        test.role("web");
        test.profile("a");
        test.profile("b");

        Map<String, Integer> summary = iam.getAccountSummary().summaryMapAsStrings();
        assertThat(summary)
                .hasSize(34)
                .containsEntry("Roles", 1)
                .containsEntry("RolesQuota", 1000)
                .containsEntry("InstanceProfiles", 2)
                .containsEntry("InstanceProfilesQuota", 1000)
                .containsEntry("AssumeRolePolicySizeQuota", 2048)
                .containsEntry("AttachedPoliciesPerRoleQuota", 10);
    }

    @Test
    void returnsAllDetailsOfARole() {
        iam.createRole(r ->
                r.roleName("web")
                        .assumeRolePolicyDocument(TestAccount.EC2_TRUST)
                        .tags(tag("a", "b")));
        test.profile("p");
        test.add("web", "p");
        iam.attachRolePolicy(r -> r.roleName("web").policyArn(NODE));
        iam.putRolePolicy(
                r -> r.roleName("web").policyName("in").policyDocument(TestAccount.READ_S3));

        GetAccountAuthorizationDetailsResponse details =
                iam.getAccountAuthorizationDetails(d -> d.filter(EntityType.ROLE));
        RoleDetail role = details.roleDetailList().getFirst();
        assertThat(role.instanceProfileList().getFirst().roles()).hasSize(1);
        assertThat(role.instanceProfileList().getFirst().hasTags()).isFalse();
        assertThat(role.attachedManagedPolicies().getFirst().policyArn()).isEqualTo(NODE);
        assertThat(role.rolePolicyList().getFirst().policyDocument()).startsWith("%7B");
        assertThat(role.assumeRolePolicyDocument()).startsWith("%7B%22Version%22");
        assertThat(role.tags()).containsExactly(tag("a", "b"));
        assertThat(role.roleLastUsed()).isNotNull();
        assertThat(details.policies()).isEmpty();
        assertThat(details.isTruncated()).isFalse();
    }

    @Test
    void returnsAllKindsAndOnlyAttachedPoliciesOfAws() {
        test.role("web");
        iam.createUser(u -> u.userName("bob"));
        iam.attachRolePolicy(r -> r.roleName("web").policyArn(NODE));
        iam.createPolicy(p -> p.policyName("own").policyDocument(TestAccount.READ_S3));

        GetAccountAuthorizationDetailsResponse details = iam.getAccountAuthorizationDetails();
        assertThat(details.userDetailList()).hasSize(1);
        assertThat(details.roleDetailList()).hasSize(1);
        assertThat(details.policies())
                .extracting(ManagedPolicyDetail::policyName)
                .containsExactlyInAnyOrder("own", "AmazonEKSWorkerNodePolicy");
        assertThat(details.hasGroupDetailList()).as("an empty element").isTrue();
    }

    @Test
    void pagesThroughDetails() {
        IntStream.range(0, 5).forEach(i -> test.role("r" + i));
        iam.createUser(u -> u.userName("bob"));

        assertThat(
                        iam.getAccountAuthorizationDetailsPaginator(d -> d.maxItems(2)).stream()
                                .mapToInt(page ->
                                        page.roleDetailList().size()
                                                + page.userDetailList().size()))
                .containsExactly(2, 2, 2);
    }

    @Test
    void returnsTheCallerAsAUser() {
        User alice = iam.getUser().user();
        assertThat(alice.userName()).isEqualTo("alice");
        assertThat(alice.userId()).isEqualTo(test.account.userId("alice"));
        assertThat(test.as(new Caller.Root(TestAccount.ID)).getUser().user().arn())
                .isEqualTo("arn:aws:iam::123456789012:root");
        Caller session = new Caller.RoleSession(TestAccount.ID, "/", "web", "AROAX", "s", "ASIAX");
        assertThat(refusal(() -> test.as(session).getUser()))
                .isEqualTo(
                        "400 ValidationError: Must specify userName when calling with non-User"
                                + " credentials");
    }

    @Test
    void createsListsAndDeletesUsers() {
        User bob = iam.createUser(u -> u.userName("Bob").path("/x/")).user();

        assertThat(bob.userId()).matches("AIDA[A-Z2-7]{17}");
        assertThat(refusal(() -> iam.createUser(u -> u.userName("bob"))))
                .isEqualTo("409 EntityAlreadyExists: User with name bob already exists.");
        assertThat(iam.listUsers(u -> u.pathPrefix("/x/")).users()).containsExactly(bob);
        iam.deleteUser(u -> u.userName("bob"));
        assertThat(refusal(() -> iam.getUser(u -> u.userName("bob"))))
                .isEqualTo("404 NoSuchEntity: The user with name bob cannot be found.");
    }

    @Test
    void allowsAThousandProfilesAndAThousandRoles() {
        IntStream.range(0, 1000)
                .forEach(i -> {
                    test.role("r" + i);
                    test.profile("p" + i);
                });

        assertThat(refusal(() -> test.role("more")))
                .isEqualTo("409 LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000");
        assertThat(refusal(() -> test.profile("more")))
                .isEqualTo(
                        "409 LimitExceeded: Cannot exceed quota for InstanceProfilesPerAccount:"
                                + " 1000");
        iam.deleteRole(r -> r.roleName("r0"));
        test.role("more");
    }
}
