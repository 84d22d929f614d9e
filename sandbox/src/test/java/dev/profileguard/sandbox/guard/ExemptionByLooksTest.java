package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.AccountUnderTest.add;
import static dev.profileguard.sandbox.AccountUnderTest.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory makes a guarded profile look like one of a service, so that the guard leaves it alone.
class ExemptionByLooksTest {
    private static final String OF_EKS = "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10";
    private static final String OF_KARPENTER = "prod_4067990795380418201";
    private static final Caller EKS =
            new Caller.RoleSession(
                    "123456789012",
                    "/aws-service-role/eks-nodegroup.amazonaws.com/",
                    "AWSServiceRoleForAmazonEKSNodegroup",
                    "AROA1EKSNODEGROUP0001",
                    "EKS",
                    "ASIA1EKSNODEGROUP0001");
    private static final String SWEEP = "{\"mode\": \"sweep\"}";

    private GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    /// Whatever the profile looks like.
    @Test
    void malloryCannotPassTheRoleHerself() {
        assertThatThrownBy(() -> make(account.as("mallory"), "eks-prod", "/karpenter/", "a", "b"))
                .hasMessageContaining("not authorized to perform: iam:PassRole")
                .hasMessageContaining("role/web");
    }

    /// An own profile with a name that looks like EKS's, guarded by a pattern or by the tag.
    @ParameterizedTest
    @CsvSource({
        "'eks-prod-*', eks-prod-nodes, a",
        "'*', eks-prod-nodes, a",
        "'*', eksctl-prod-nodegroup-NodeInstanceProfile, a",
        "'ATX-*', ATX-prod, a",
        "x, ATX-prod, profile-guard",
        "x, my-imagebuilder, profile-guard",
        "x, ecsInstanceRole, profile-guard"
    })
    void aNameLikeThatOfAServiceDoesNotSwitchTheGuardOff(String guarded, String name, String key) {
        start(guarded);
        owner(iam -> make(iam, name, "/", key, "locked"));

        mallory(iam -> swap(iam, name, "web", "evil"));

        assertThat(account.roleIn(name)).isEqualTo("web");
    }

    /// The tag is there before ProfileGuard sees the profile for the first time.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "red-hat-managed",
                "karpenter.k8s.aws/ec2nodeclass",
                "karpenter.sh/managed-by"
            })
    void aTagOfAServiceDoesNotSwitchTheGuardOff(String key) {
        start("eks-prod-*");
        make(account.as("owner"), "eks-prod-nodes", "/", "a", "b");
        mallory(iam -> tag(iam, "eks-prod-nodes", key, "true"));

        mallory(iam -> swap(iam, "eks-prod-nodes", "web", "evil"));

        assertThat(account.roleIn("eks-prod-nodes")).isEqualTo("web");
    }

    /// She deletes a guarded profile and makes it again, with the path of a service.
    @ParameterizedTest
    @CsvSource({
        "/karpenter/us-east-1/prod/1f2e/, true",
        "/cloud9/, true",
        "/karpenter/us-east-1/prod/1f2e/, false",
        "/cloud9/, false"
    })
    void aPathOfAServiceDoesNotSwitchTheGuardOff(String path, boolean recorded) {
        start("eks-prod-*");
        if (recorded) {
            owner(iam -> make(iam, "eks-prod-nodes", "/", "a", "b"));
        } else {
            account.withoutEvents("owner", iam -> make(iam, "eks-prod-nodes", "/", "a", "b"));
        }

        mallory(iam -> {
            remove(iam, "eks-prod-nodes", "web");
            iam.deleteInstanceProfile(r -> r.instanceProfileName("eks-prod-nodes"));
            make(iam, "eks-prod-nodes", path, "a", "b", "evil");
        });

        if (recorded) { // the profile is mallory's own now, so no role goes into it
            assertThat(account.roleIn("eks-prod-nodes")).isEqualTo("none");
            assertThat(account.findings()).contains("profile-recreated", "role-withheld");
        } else {
            assertThat(account.findings()).contains("baseline-provisional");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "sweep"})
    void aLockOnAnOwnProfileHoldsAlsoForASweep(String how) {
        start("x");
        Consumer<IamClient> made = iam -> make(iam, "ATX-prod", "/", "profile-guard", "locked");
        if (how.equals("event")) {
            owner(made);
        } else {
            account.withoutEvents("owner", made);
            sweep();
        }

        mallory(iam -> swap(iam, "ATX-prod", "web", "evil"));

        assertThat(account.roleIn("ATX-prod")).isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eks-*", "x"})
    void aProfileThatEksMadeStaysEksAndIsReportedIfSomebodyGuardsIt(String guarded) {
        start(guarded, "ProvisionMode", "off");
        eks(iam -> make(iam, OF_EKS, "/", "eks:cluster-name", "prod"));
        mallory(iam -> tag(iam, OF_EKS, "profile-guard", "locked"));
        sweep();

        eks(iam -> swap(iam, OF_EKS, "web", "web-v2"));
        sweep();

        assertThat(account.roleIn(OF_EKS)).isEqualTo("web-v2");
        assertThat(account.calls()).allMatch(call -> call.matches("(Get|List).*"));
        assertThat(account.findings()).containsOnly("guard-exempt");
        assertThat(account.invoke("{\"show\": {\"profile\": \"%s\"}}".formatted(OF_EKS)))
                .contains("belongs to a service", "nor guarded");
        assertThat(account.invoke("{\"adopt\": {\"profile\": \"%s\"}}".formatted(OF_EKS)))
                .contains("errorMessage", "never touched");
    }

    @ParameterizedTest
    @CsvSource({
        "/, karpenter.k8s.aws/ec2nodeclass, '*'",
        "/, karpenter.k8s.aws/ec2nodeclass, 'prod*'",
        "/karpenter/us-east-1/prod/1f2e/, a, 'prod*'",
        "/, karpenter.sh/managed-by, '*'"
    })
    void aProfileThatKarpenterMadeStaysKarpenters(String path, String key, String guarded) {
        start(guarded, "TagMode", "enforce", "InheritedTags", "CostCenter");
        account.as("owner")
                .tagRole(r ->
                        r.roleName("web").tags(Tag.builder().key("CostCenter").value("1").build()));
        owner(iam -> {
            iam.createInstanceProfile(r ->
                    r.instanceProfileName(OF_KARPENTER)
                            .path(path)
                            .tags(tag("kubernetes.io/cluster/prod", "owned"), tag(key, "prod")));
            add(iam, OF_KARPENTER, "web");
        });
        sweep();

        mallory(iam -> swap(iam, OF_KARPENTER, "web", "evil"));
        sweep();

        assertThat(account.roleIn(OF_KARPENTER)).isEqualTo("evil");
        assertThat(
                        account.sandbox().timeline().entries().stream()
                                .filter(each ->
                                        String.valueOf(each.subject()).contains(OF_KARPENTER))
                                .filter(each ->
                                        String.valueOf(each.actor()).contains("profile-guard-"))
                                .map(each -> String.valueOf(each.operation())))
                .allMatch(
                        operation -> !operation.matches("(Add|Remove|Tag|Untag|Create|Delete).*"));
    }

    @Test
    void theFindingEndsWithTheGuard() {
        start("x");
        eks(iam -> make(iam, OF_EKS, "/", "profile-guard", "locked"));
        mallory(iam -> tag(iam, OF_EKS, "profile-guard", "locked"));
        assertThat(account.findings()).containsExactly("guard-exempt");

        mallory(iam ->
                iam.untagInstanceProfile(
                        r -> r.instanceProfileName(OF_EKS).tagKeys("profile-guard")));
        mallory(iam -> tag(iam, OF_EKS, "profile-guard", "locked"));

        assertThat(account.findings()).hasSize(2);
    }

    @Test
    void showsWhyAProfileIsNotGuarded() {
        start("*", "ExemptNames", "sandbox-*");

        assertThat(account.invoke("{\"show\": {\"profile\": \"sandbox-1\"}}"))
                .contains("sandbox-1 matches ExemptNames: it is never touched, nor guarded");
        assertThat(account.invoke("{\"show\": {\"profile\": \"ecsInstanceRole\"}}"))
                .contains("belongs to a service (it looks like that, by its name)");
    }

    private void start(String guarded, String... more) {
        account.close();
        String[] parameters = new String[more.length + 2];
        parameters[0] = "GuardedProfiles";
        parameters[1] = guarded;
        System.arraycopy(more, 0, parameters, 2, more.length);
        account = GuardedAccount.with(parameters);
    }

    private void owner(Consumer<IamClient> calls) {
        account.after("owner", calls);
        account.later();
    }

    private void mallory(Consumer<IamClient> calls) {
        account.after("mallory", calls);
    }

    /// The service-linked role of EKS, whose policies AWS keeps.
    private void eks(Consumer<IamClient> calls) {
        account.sandbox().identityPolicies().enforce(false);
        calls.accept(
                account.sandbox().iamAs(new Caller.Service("eks-nodegroup.amazonaws.com", EKS)));
        account.sandbox().identityPolicies().enforce(true);
        account.sandbox().settle();
    }

    private void sweep() {
        account.sandbox().lambda().invoke("Backfill", SWEEP);
        account.sandbox().settle();
    }

    private static void make(IamClient iam, String name, String path, String key, String value) {
        make(iam, name, path, key, value, "web");
    }

    private static void make(
            IamClient iam, String name, String path, String key, String value, String role) {
        iam.createInstanceProfile(
                r -> r.instanceProfileName(name).path(path).tags(tag(key, value)));
        add(iam, name, role);
    }

    private static void swap(IamClient iam, String name, String from, String to) {
        remove(iam, name, from);
        add(iam, name, to);
    }

    private static void tag(IamClient iam, String name, String key, String value) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(name).tags(tag(key, value)));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
