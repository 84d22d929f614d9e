package dev.profileguard.rotation.mend.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.rotation.rule.Link;
import dev.profileguard.rotation.rule.RotationStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecreatedRoleTest {
    @Test
    void makesAnAccessEntryAgainThatIsOlderThanTheRole() {
        List<RotationStep> steps =
                role(uses(entry("shop", "STANDARD", BEFORE), entry("blog", "EC2_LINUX", CREATED)))
                        .mends()
                        .steps();

        assertThat(steps)
                .containsExactly(
                        RotationStep.byHand(
                                "Make the access entry of role web in cluster shop in eu-west-1"
                                        + " again",
                                "The entry is of 2026-01-04T00:00:00Z, the role of"
                                    + " 2026-01-05T00:00:00Z: EKS remembers the ID of the earlier"
                                    + " role, and lets nobody with this one in. Note the entry's"
                                    + " groups and access policies before you delete it",
                                List.of(
                                        "aws eks describe-access-entry" + ENTRY,
                                        "aws eks list-associated-access-policies" + ENTRY,
                                        "aws eks delete-access-entry" + ENTRY,
                                        "aws eks create-access-entry" + ENTRY + " --type STANDARD"),
                                "aws eks describe-access-entry" + ENTRY));
    }

    @Test
    void savesATrustPolicyAgainThatNamesAnEarlierRole() {
        Map<RoleName, TrustDocument> trust = new LinkedHashMap<>();
        trust.put(new RoleName("other"), trusting("AROAOTHER"));
        trust.put(new RoleName("partner"), trusting("AROAOLD"));
        trust.put(new RoleName("broken"), TrustDocument.unreadable("it is no JSON"));

        assertThat(role(List.of("AROAOLD"), trust, Map.of()).mends().steps())
                .containsExactly(
                        RotationStep.byHand(
                                "Save the trust policy of role partner again",
                                "It names AROAOLD, the ID of an earlier role web: the new one is"
                                        + " not the same principal",
                                List.of(
                                        "aws iam update-assume-role-policy --role-name partner"
                                                + " --policy-document '{\"Statement\":{\"Effect\":"
                                                + "\"Allow\",\"Principal\":{\"AWS\":\""
                                                + ARN
                                                + "\"},\"Action\":\"sts:AssumeRole\"}}'"),
                                "aws iam get-role --role-name partner"));
    }

    @Test
    void savesThePoliciesOfKeysAndBucketsAgain() {
        Map<PolicyResource, Map<String, Object>> policies = new LinkedHashMap<>();
        policies.put(new PolicyResource.Key("eu-west-1", "k-1"), policy("AROAOLD"));
        policies.put(new PolicyResource.Bucket("us-east-1", "logs"), policy("AROAOLD"));
        policies.put(new PolicyResource.Bucket("us-east-1", "mail"), policy(ARN));
        String document =
                "'{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                        + ARN
                        + "\"}}]}'";
        String key = " --region eu-west-1 --key-id k-1 --policy-name default";
        String bucket = " --region us-east-1 --bucket logs";

        List<RotationStep> steps = role(List.of("AROAOLD"), Map.of(), policies).mends().steps();

        assertThat(steps)
                .extracting(RotationStep::title)
                .containsExactly(
                        "Save the policy of key k-1 in eu-west-1 again",
                        "Save the policy of bucket logs in us-east-1 again");
        assertThat(steps.getFirst().commands())
                .containsExactly(
                        "aws kms get-key-policy" + key + " --query Policy --output text",
                        "aws kms put-key-policy" + key + " --policy " + document);
        assertThat(steps.getLast().commands())
                .containsExactly(
                        "aws s3api get-bucket-policy" + bucket + " --query Policy --output text",
                        "aws s3api put-bucket-policy" + bucket + " --policy " + document);
        assertThat(steps).allMatch(each -> each.check().equals(each.commands().getFirst()));
    }

    @Test
    void replacesTheIdsOfAllEarlierRolesAtOnce() {
        Map<String, Object> policy = policy(List.of("AROAOLD", "AROAOLDER", "AROAOTHER"));

        List<RotationStep> steps =
                role(
                                List.of("AROAOLD", "AROAOLDER"),
                                Map.of(),
                                Map.of(new PolicyResource.Bucket("us-east-1", "logs"), policy))
                        .mends()
                        .steps();

        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst().why()).startsWith("It names AROAOLD, AROAOLDER, the ID of");
        assertThat(steps.getFirst().commands().getLast())
                .contains("{\"AWS\":[\"" + ARN + "\",\"AROAOTHER\"]}");
    }

    @Test
    void namesOnlyTheEarlierRolesThatThePolicyNames() {
        Map<RoleName, TrustDocument> trust = Map.of(new RoleName("partner"), trusting("AROAOLDER"));

        assertThat(
                        role(List.of("AROAOLD", "AROAOLDER"), trust, Map.of())
                                .mends()
                                .steps()
                                .getFirst()
                                .why())
                .startsWith("It names AROAOLDER, the ID of an earlier role web:");
    }

    @Test
    void saysWhatHasToBeEdited() {
        Map<String, Object> policy =
                Map.of(
                        "Statement",
                        Map.of(
                                "Condition",
                                Map.of("StringLike", Map.of("aws:userid", "AROAOLD:*"))));

        RotationStep step =
                role(
                                List.of("AROAOLD"),
                                Map.of(),
                                Map.of(new PolicyResource.Key("eu-west-1", "k-1"), policy))
                        .mends()
                        .steps()
                        .getFirst();

        assertThat(step.why())
                .isEqualTo(
                        "It names AROAOLD, the ID of an earlier role web: the new one is not the"
                            + " same principal. Somebody wrote the ID into it (aws:userid), so that"
                            + " it has to be edited, not only saved: the command writes AROANEW,"
                            + " the ID of the new role, there. Read it before you run it");
        assertThat(step.commands().getLast()).contains("AROANEW:*").doesNotContain("AROAOLD");
    }

    @Test
    void showsAtMostFiftyPoliciesOfResources() {
        Map<PolicyResource, Map<String, Object>> policies = new LinkedHashMap<>();
        IntStream.range(0, 53)
                .forEach(each ->
                        policies.put(
                                new PolicyResource.Bucket("us-east-1", "b" + each),
                                policy("AROAOLD")));

        RecreatedRole many = role(List.of("AROAOLD"), Map.of(), policies);
        RecreatedRole none = role(List.of("AROAOLD"), Map.of(), Map.of());

        assertThat(many.mends().steps()).hasSize(50);
        assertThat(many.mends().left())
                .containsExactly("3 more policies of keys and buckets name an earlier role");
        assertThat(none.mends().left()).isEmpty();
    }

    @Test
    void showsAtMostFiftyTrustPolicies() {
        Map<RoleName, TrustDocument> trust = new LinkedHashMap<>();
        IntStream.range(0, 60)
                .forEach(each ->
                        trust.put(
                                new RoleName("r" + each),
                                trusting(each < 8 ? "AROAOTHER" : "AROAOLD")));

        RecreatedRole many = role(List.of("AROAOLD"), trust, Map.of());

        assertThat(many.mends().steps())
                .hasSize(50)
                .allMatch(each -> each.title().startsWith("Save the trust policy of role r"));
        assertThat(many.mends().left())
                .containsExactly("2 more trust policies name an earlier role");
    }

    @Test
    void showsAtMostFiftyStepsForAllProfiles() {
        RoleProfile profile =
                new RoleProfile(
                        PROFILE,
                        true,
                        usage(List.of(), instance("i-1", "AIPA0", "a-1", "running", Owner.NOBODY)),
                        null);

        RecreatedRole many = role(Collections.nCopies(26, profile));

        assertThat(many.mends().steps()).hasSize(50);
        assertThat(many.mends().left())
                .containsExactly("2 more steps are for profiles with the role");
    }

    @Test
    void showsAtMostFiftyAccessEntries() {
        RecreatedRole many =
                role(
                        uses(
                                IntStream.range(0, 51)
                                        .mapToObj(each -> entry("c" + each, "STANDARD", BEFORE))
                                        .toArray(ClusterUse[]::new)));

        assertThat(many.mends().steps()).hasSize(50);
        assertThat(many.mends().left())
                .containsExactly("1 more access entries are of an earlier role");
    }

    @Test
    void leavesNothingOutWhereAllIsShown() {
        RecreatedRole fifty =
                role(
                        uses(
                                IntStream.range(0, 50)
                                        .mapToObj(each -> entry("c" + each, "STANDARD", BEFORE))
                                        .toArray(ClusterUse[]::new)));

        assertThat(fifty.mends().steps()).hasSize(50);
        assertThat(fifty.mends().left()).isEmpty();
    }

    @Test
    void associatesInstancesAgainThatHaveTheIdOfAnEarlierProfile() {
        List<RotationStep> steps =
                with(
                                false,
                                null,
                                instance("i-1", "AIPA0", "a-1", "running", Owner.NOBODY),
                                instance("i-2", "AIPA0", null, "running", Owner.NOBODY),
                                instance("i-3", "AIPA1", "a-3", "running", Owner.NOBODY),
                                instance("i-4", "AIPA0", "a-4", "shutting-down", Owner.NOBODY),
                                instance("i-5", "AIPA0", "a-5", "running", MANAGED))
                        .mends()
                        .steps();

        assertThat(steps)
                .containsExactly(
                        RotationStep.byHand(
                                "Associate 2 instances in eu-west-1 with prod-web again",
                                "They were associated with an earlier profile of this name (AIPA0),"
                                    + " and get no credentials from the new one (AIPA1): make sure"
                                    + " that they may have role web",
                                List.of(
                                        "aws ec2 replace-iam-instance-profile-association --region"
                                                + " eu-west-1 --association-id a-1"
                                                + " --iam-instance-profile Name=prod-web",
                                        "aws ec2 associate-iam-instance-profile --region eu-west-1"
                                                + " --instance-id i-2 --iam-instance-profile"
                                                + " Name=prod-web"),
                                "aws ec2 describe-iam-instance-profile-associations --region"
                                        + " eu-west-1 --filters Name=instance-id,Values=i-1"));
    }

    @Test
    void namesASingleInstance() {
        assertThat(
                        with(false, null, instance("i-1", "AIPA0", "a-1", "stopped", Owner.NOBODY))
                                .mends()
                                .steps())
                .extracting(RotationStep::title)
                .containsExactly("Associate instance i-1 in eu-west-1 with prod-web again");
    }

    @Test
    void hasACommandForEachInstance() {
        ProfileInstance[] many =
                IntStream.range(0, 21)
                        .mapToObj(each ->
                                instance(
                                        "i-" + each, "AIPA0", "a-" + each, "running", Owner.NOBODY))
                        .toArray(ProfileInstance[]::new);

        assertThat(with(false, null, many).mends().steps().getFirst().commands()).hasSize(21);
    }

    @Test
    void leadsToANewProfileWhereGkeIsLinkedToIt() {
        List<RotationStep> steps = with(true, null, gke("i-1", BEFORE, null)).mends().steps();

        assertThat(steps)
                .containsExactly(
                        RotationStep.byHand(
                                "Give what is linked to prod-web a new profile",
                                "Instances of GKE on AWS use it: their cluster and its node pools"
                                        + " remember the ID of the earlier role web, and need a new"
                                        + " profile each. "
                                        + Link.GKE_ENDS,
                                List.of("./guard rotate prod-web --role web"),
                                "./guard usage prod-web; or invoke ProfileRotation with"
                                        + " {\"usage\": {\"profile\": \"prod-web\"}}"));
    }

    @Test
    void knowsTheInstancesOfGkeThatGotTheRoleLater() {
        assertThat(with(false, null, gke("i-1", CREATED, BEFORE)).mends().steps()).isEmpty();
        assertThat(with(false, null, gke("i-1", null, CREATED)).mends().steps()).isEmpty();
        assertThat(with(false, null, gke("i-1", null, BEFORE)).mends().steps()).hasSize(1);
        assertThat(with(false, null, gke("i-1", null, null)).mends().steps()).hasSize(1);
    }

    @Test
    void waitsWhileANewProfileReplacesTheProfile() {
        assertThat(with(true, new ProfileName("next"), gke("i-1", BEFORE, null)).mends().steps())
                .containsExactly(
                        RotationStep.waiting(
                                "Give what is linked to prod-web a new profile",
                                RotationStep.State.UNDER_WAY,
                                "next replaces it",
                                "./guard rotate --status prod-web; or invoke ProfileRotation with"
                                        + " {\"status\": {\"profile\": \"prod-web\"}}"));
    }

    @Test
    void makesTheNewRoleTheBaselineLast() {
        RotationStep step = with(true, null).mends().steps().getLast();

        assertThat(step.title()).isEqualTo("Make role web the baseline of prod-web");
        assertThat(step.commands()).containsExactly("./guard adopt prod-web");
        assertThat(step.why())
                .contains("although no instance shows it, needs a new profile instead")
                .contains("./guard rotate prod-web --role web");
        assertThat(with(false, null).mends().steps()).isEmpty();
    }

    @Test
    void saysThatALinkMayBeUnknown() {
        for (ProfileUsage usage : new ProfileUsage[] {null, usage(List.of("eu-west-1: denied"))}) {
            RoleProfile profile = new RoleProfile(PROFILE, true, usage, null);

            assertThat(role(List.of(profile)).mends().steps().getFirst().why())
                    .contains("for which not all regions could be asked,");
        }
    }

    private static final String ARN = "arn:aws:iam::123456789012:role/web";
    private static final String ENTRY =
            " --cluster-name shop --principal-arn " + ARN + " --region eu-west-1";
    private static final Instant BEFORE = Instant.parse("2026-01-04T00:00:00Z");
    private static final Instant CREATED = Instant.parse("2026-01-05T00:00:00Z");
    private static final Role WEB = new Role(new RoleName("web"), "AROANEW", "/");
    private static final InstanceProfile PROFILE =
            new InstanceProfile(new ProfileName("prod-web"), "AIPA1", "/", WEB, Tags.NONE);
    private static final Owner GKE = Owner.of(Map.of("gke:multicloud:cluster-id", "c1"));
    private static final Owner MANAGED = Owner.of(Map.of("eks:nodegroup-name", "ng"));

    private static RecreatedRole role(ClusterUses clusters) {
        return role(List.of(), Map.of(), Map.of(), clusters, List.of());
    }

    private static RecreatedRole role(List<RoleProfile> profiles) {
        return role(List.of(), Map.of(), Map.of(), ClusterUses.NOT_ASKED, profiles);
    }

    private static RecreatedRole role(
            List<String> former,
            Map<RoleName, TrustDocument> trust,
            Map<PolicyResource, Map<String, Object>> policies) {
        return role(former, trust, policies, ClusterUses.NOT_ASKED, List.of());
    }

    private static RecreatedRole role(
            List<String> former,
            Map<RoleName, TrustDocument> trust,
            Map<PolicyResource, Map<String, Object>> policies,
            ClusterUses clusters,
            List<RoleProfile> profiles) {
        return new RecreatedRole(
                new RoleDetail(WEB, "{}", Tags.NONE, null, CREATED),
                Objects.requireNonNull(Arn.parse(ARN)),
                former,
                trust,
                policies,
                clusters,
                profiles);
    }

    private static RecreatedRole with(
            boolean records, @Nullable ProfileName next, ProfileInstance... instances) {
        return role(List.of(new RoleProfile(PROFILE, records, usage(List.of(), instances), next)));
    }

    private static ProfileUsage usage(List<String> unknown, ProfileInstance... instances) {
        return new ProfileUsage(
                PROFILE.name(),
                List.of(instances),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                unknown);
    }

    private static ProfileInstance gke(
            String id, @Nullable Instant associated, @Nullable Instant launched) {
        return instance(id, "AIPA1", "a", "running", GKE, associated, launched);
    }

    private static ProfileInstance instance(
            String id, String profileId, @Nullable String association, String state, Owner owner) {
        return instance(id, profileId, association, state, owner, null, null);
    }

    private static ProfileInstance instance(
            String id,
            String profileId,
            @Nullable String association,
            String state,
            Owner owner,
            @Nullable Instant associated,
            @Nullable Instant launched) {
        return new ProfileInstance(
                new InstanceUse(
                        "eu-west-1",
                        id,
                        state,
                        "arn:aws:iam::123456789012:instance-profile/prod-web",
                        profileId,
                        associated,
                        launched,
                        association,
                        false),
                owner);
    }

    private static ClusterUses uses(ClusterUse... uses) {
        return ClusterUses.of(List.of(uses), List.of());
    }

    private static ClusterUse entry(String cluster, String type, Instant created) {
        return new ClusterUse.Entry(cluster(cluster), type, ARN, created, null);
    }

    private static Map<String, Object> policy(Object principal) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("AWS", principal));
        return Map.of("Statement", new ArrayList<>(List.of(statement)));
    }

    private static TrustDocument trusting(String principal) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("AWS", principal));
        statement.put("Action", "sts:AssumeRole");
        return TrustDocument.of(Map.of("Statement", statement));
    }

    private static Cluster cluster(String name) {
        return new Cluster("eu-west-1", name, Cluster.Family.IPV4, Cluster.Access.ENTRIES, "", "");
    }
}
