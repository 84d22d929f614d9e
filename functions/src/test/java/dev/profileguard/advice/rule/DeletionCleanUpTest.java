package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static dev.profileguard.advice.rule.AdviceExamples.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.ProfileUse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The clean-up that lets a role or profile be deleted, in order.
class DeletionCleanUpTest {
    @Test
    void listsTheWholeCleanUpOfARoleInOrder() {
        Facts facts =
                Facts.NONE
                        .withRole(known(role("web")))
                        .withHolders(List.of(profile("web", "web")))
                        .withUse(new ProfileUse(List.of(use("web")), List.of()))
                        .withPolicies(
                                known(
                                        new PolicyNames(
                                                List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"),
                                                List.of("inline"))));

        Advice advice =
                Advice.of(
                        iam(
                                "DeleteRole",
                                "DeleteConflict",
                                "Cannot delete entity, must remove roles from instance profile"
                                        + " first.",
                                Map.of("roleName", "web")),
                        facts);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.ROLE_DELETE_BLOCKED);
        assertThat(advice.cause())
                .isEqualTo(
                        "Role web cannot be deleted: it is in instance profile web, and managed"
                            + " policies are attached to it (1), and it has inline policies (1)");
        assertThat(advice.todo())
                .containsExactly(
                        "1. End the use by these instances, or give them another profile first: aws"
                                + " ec2 disassociate-iam-instance-profile --region eu-west-1"
                                + " --association-id iip-assoc-0aaaaaaaaaaaaaaaa",
                        "2. aws iam remove-role-from-instance-profile --instance-profile-name web"
                                + " --role-name web; aws iam delete-instance-profile"
                                + " --instance-profile-name web",
                        "3. aws iam detach-role-policy --role-name web --policy-arn"
                                + " arn:aws:iam::aws:policy/ReadOnlyAccess",
                        "4. aws iam delete-role-policy --role-name web --policy-name inline",
                        "5. aws iam delete-role --role-name web");
    }

    @Test
    void looksForInstancesInEveryRegionWhenEc2WasNotAsked() {
        Advice advice =
                Advice.of(
                        iam(
                                "DeleteInstanceProfile",
                                "DeleteConflict",
                                "",
                                Map.of("instanceProfileName", "web")),
                        Facts.NONE.withProfile(known(profile("web", "app"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PROFILE_DELETE_BLOCKED);
        assertThat(advice.todo()).hasSize(3);
        assertThat(advice.todo().getFirst())
                .contains("aws ec2 describe-regions", "ends_with(IamInstanceProfile.Arn");
        assertThat(advice.todo().get(1)).endsWith("--instance-profile-name web --role-name app");
        assertThat(advice.todo().get(2)).startsWith("3. aws iam delete-instance-profile");
    }

    @Test
    void saysWhatChangedSinceADeletionWasBlocked() {
        FailedCall profile =
                iam(
                        "DeleteInstanceProfile",
                        "DeleteConflict",
                        "",
                        Map.of("instanceProfileName", "web"));
        FailedCall role = iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", "web"));

        assertThat(Advice.of(profile, Facts.NONE.withProfile(known(profile("web", null)))).todo())
                .containsExactly(
                        "Delete the profile again: aws iam delete-instance-profile"
                                + " --instance-profile-name web");
        assertThat(Advice.of(profile, Facts.NONE.withProfile(new Fact.None<>())).todo()).isEmpty();
        assertThat(Advice.of(role, Facts.NONE.withRole(new Fact.None<>())).cause())
                .endsWith("It has been deleted since");
        assertThat(
                        Advice.of(
                                        role,
                                        Facts.NONE
                                                .withRole(known(role("web")))
                                                .withHolders(List.of())
                                                .withPolicies(
                                                        known(
                                                                new PolicyNames(
                                                                        List.of(), List.of()))))
                                .todo())
                .containsExactly("Delete the role again: aws iam delete-role --role-name web");
    }

    @Test
    void namesThePlaceholdersWhenNothingWasRead() {
        Advice role =
                Advice.of(
                        iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", "web")),
                        Facts.NONE);
        Advice unnamed = Advice.of(iam("", "DeleteConflict", "", Map.of()), Facts.NONE);

        assertThat(role.todo().getFirst())
                .isEqualTo(
                        "1. Look which profiles contain the role: aws iam"
                                + " list-instance-profiles-for-role --role-name web");
        assertThat(role.todo().getLast()).isEqualTo("4. aws iam delete-role --role-name web");
        assertThat(unnamed.diagnosis()).isEqualTo(Diagnosis.ROLE_DELETE_BLOCKED);
    }
}
