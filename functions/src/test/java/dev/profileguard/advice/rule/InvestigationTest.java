package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.CURRENT;
import static dev.profileguard.advice.rule.AdviceExamples.ENDED;
import static dev.profileguard.advice.rule.AdviceExamples.INSTANCE_ID;
import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static dev.profileguard.advice.rule.AdviceExamples.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.JsonFields;
import dev.profileguard.event.LookupKey;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvestigationTest {
    @Test
    void knowsTheRoleWhoseSessionMadeTheCallWithoutARead() {
        FailedCall denied = iam("CreateRole", "AccessDenied", "", Map.of());

        assertThat(read(denied, new Actor.RoleSession(CI, "s")))
                .isEqualTo(Facts.NONE.withCaller(known(CI)));
        assertThat(read(denied, ALICE)).isEqualTo(BY_ALICE);
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void decodesTheMessageOfADeniedCall() {
        Decoding failed = new Decoding.Failed("STS: no");
        answers.give(new Read.OfDecoded("AbC-_1"), failed);

        Facts facts =
                read(
                        ec2(
                                "RunInstances",
                                "UnauthorizedOperation",
                                "Encoded authorization failure message: AbC-_1",
                                Map.of()));

        assertThat(facts).isEqualTo(BY_ALICE.withDecoded(failed));
        assertThat(answers.asked()).containsExactly(new Read.OfDecoded("AbC-_1"));
    }

    @Test
    void readsTheRoleWhoseTrustPolicyDecided() {
        answers.give(new Read.OfRole(new RoleName("app")), role("app"));

        assertThat(read(assumed("123456789012", "no resource-based policy")))
                .isEqualTo(BY_ALICE.withRole(known(role("app"))));
        assertThat(answers.asked()).hasSize(1);
    }

    @Test
    void readsNoRoleOfAnotherAccountAndNoneThatAnotherPolicyKeepsFromTheCaller() {
        assertThat(read(assumed("210987654321", "no resource-based policy"))).isEqualTo(BY_ALICE);
        assertThat(read(assumed("123456789012", "no identity-based policy"))).isEqualTo(BY_ALICE);
        assertThat(answers.asked()).isEmpty();
    }

    private static FailedCall assumed(String account, String why) {
        return new FailedCall(
                "sts.amazonaws.com",
                "AssumeRole",
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                        + " sts:AssumeRole on resource: arn:aws:iam::%s:role/app because %s allows"
                                .formatted(account, why),
                "us-east-1",
                Map.of());
    }

    @Test
    void readsTheCurrentAssociationOfTheInstance() {
        Read.OfAssociation current = new Read.OfAssociation("eu-west-1", INSTANCE_ID, "");
        answers.give(current, new ProfileUse(List.of(use("web")), List.of()));

        Facts facts =
                read(
                        ec2(
                                "AssociateIamInstanceProfile",
                                "IncorrectState",
                                "There is an existing association for instance " + INSTANCE_ID,
                                Map.of()));

        assertThat(facts).isEqualTo(BY_ALICE.withAssociation(known(use("web"))));
        assertThat(answers.asked()).containsExactly(current);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu-west-1"})
    void readsNoAssociationWithoutRegionOrName(String region) {
        FailedCall call =
                new FailedCall(
                        "ec2.amazonaws.com",
                        "DisassociateIamInstanceProfile",
                        "IncorrectState",
                        region.isEmpty() ? ENDED + " is not the active association" : "",
                        region,
                        Map.of());

        assertThat(read(call)).isEqualTo(BY_ALICE);
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void takesTheInstanceOnlyFromTheCallThatCreatedTheAssociation() {
        Read.OfHistory replaced =
                new Read.OfHistory(
                        LookupKey.operation("ReplaceIamInstanceProfileAssociation"),
                        TIME.minus(CloudTrailEvent.RETENTION));
        Read.OfAssociation ended = new Read.OfAssociation("eu-west-1", "", ENDED);
        Read.OfAssociation current = new Read.OfAssociation("eu-west-1", INSTANCE_ID, "");
        answers.give(ended, new ProfileUse(List.of(), List.of("not shown")))
                .give(
                        replaced,
                        new Read.History.Known(
                                List.of(
                                        created("us-east-1", ENDED, "i-0aaaaaaaaaaaaaaaa"),
                                        created("eu-west-1", CURRENT, "i-0bbbbbbbbbbbbbbbb"),
                                        created("eu-west-1", ENDED, INSTANCE_ID))))
                .give(current, new ProfileUse(List.of(use("web")), List.of()));

        Facts facts =
                read(
                        ec2(
                                "DisassociateIamInstanceProfile",
                                "InvalidAssociationID.NotFound",
                                "",
                                Map.of("associationId", ENDED)));

        assertThat(facts).isEqualTo(BY_ALICE.withAssociation(known(use("web"))));
        assertThat(answers.asked()).containsExactly(ended, replaced, current);
    }

    @Test
    void readsTheInstancesThatUseAProfileWithARole() {
        answers.give(WEB, profile("web", "app"))
                .give(new Read.OfProfileUse(Set.of("web")), ProfileUse.NONE);

        assertThat(read(deletion(Map.of("instanceProfileName", "web"))))
                .isEqualTo(
                        BY_ALICE.withProfile(known(profile("web", "app")))
                                .withUse(ProfileUse.NONE));
    }

    @Test
    void looksWhetherAnEmptyProfileWasDeletedLater() {
        answers.give(WEB, profile("web", null)).give(DELETED, NO_CALLS);

        assertThat(read(deletion(Map.of("instanceProfileName", "web"))))
                .isEqualTo(BY_ALICE.withProfile(known(profile("web", null))).withRepeated(none()));
    }

    @Test
    void looksWhetherAProfileThatIsGoneWasDeletedLater() {
        answers.give(WEB, null).give(DELETED, NO_CALLS);

        assertThat(read(deletion(Map.of("instanceProfileName", "web"))))
                .isEqualTo(BY_ALICE.withProfile(none()).withRepeated(none()));
    }

    @Test
    void readsNothingAboutAProfileWithoutAName() {
        assertThat(read(deletion(Map.of()))).isEqualTo(BY_ALICE);
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void readsTheProfileAndTheRoleThatACallNames() {
        answers.give(WEB, profile("web", "old")).give(APP, role("app"));

        assertThat(
                        read(
                                iam(
                                        "AddRoleToInstanceProfile",
                                        "LimitExceeded",
                                        "Cannot exceed quota for"
                                                + " InstanceSessionsPerInstanceProfile: 1",
                                        BOTH)))
                .isEqualTo(
                        BY_ALICE.withProfile(known(profile("web", "old")))
                                .withRole(known(role("app"))));
    }

    @Test
    void readsOnlyTheRoleWhenARoleCouldNotBeCreated() {
        answers.give(APP, role("app"));

        assertThat(read(iam("CreateRole", "EntityAlreadyExists", "", BOTH)))
                .isEqualTo(BY_ALICE.withRole(known(role("app"))));
    }

    @Test
    void readsOnlyTheRoleWhenTheCallNamesNoProfile() {
        answers.give(APP, role("app"));

        assertThat(read(iam("TagRole", "EntityAlreadyExists", "", Map.of("roleName", "app"))))
                .isEqualTo(BY_ALICE.withRole(known(role("app"))));
    }

    @Test
    void recognizesALaterSuccessWithParametersThatAreNull() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("roleName", "app");
        request.put("description", null);
        CloudTrailEvent success =
                event("iam.amazonaws.com", "UpdateRole", "us-east-1", request, Map.of());
        answers.give(
                new Read.OfHistory(LookupKey.operation("UpdateRole"), TIME),
                new Read.History.Known(List.of(success)));

        assertThat(read(iam("UpdateRole", "Throttling", "", Map.of("roleName", "app"))))
                .isEqualTo(BY_ALICE.withRepeated(known(TIME.plusSeconds(10))));
    }

    private static final Instant TIME = Instant.parse("2026-01-15T09:30:00Z");
    private static final String CI = "arn:aws:iam::123456789012:role/ci";
    private static final Actor ALICE = new Actor.User("arn:aws:iam::123456789012:user/alice");
    private static final Facts BY_ALICE = Facts.NONE.withCaller(none());
    private static final Map<String, Object> BOTH =
            Map.of("instanceProfileName", "web", "roleName", "app");
    private static final Read.OfProfile WEB = new Read.OfProfile(new ProfileName("web"));
    private static final Read.OfRole APP = new Read.OfRole(new RoleName("app"));
    private static final Read.OfHistory DELETED =
            new Read.OfHistory(LookupKey.operation("DeleteInstanceProfile"), TIME);
    private static final Read.History NO_CALLS = new Read.History.Known(List.of());

    private final Answers answers = new Answers();

    private Facts read(FailedCall call) {
        return read(call, ALICE);
    }

    /// What was read when nothing more is read.
    private Facts read(FailedCall call, Actor actor) {
        List<Facts> last = new ArrayList<>();
        Call by = new Call(actor, call.operation(), "123456789012", "e-1", TIME);
        answers.plan(
                new Investigation(call, by)
                        .then(facts -> {
                            last.add(facts);
                            return new Plan(AdviceDecision.EXPLAINED, "read", List.of(), List.of());
                        }));
        return last.getLast();
    }

    private static FailedCall deletion(Map<String, Object> request) {
        return iam("DeleteInstanceProfile", "DeleteConflict", "", request);
    }

    private static CloudTrailEvent created(String region, String association, String instance) {
        return event(
                "ec2.amazonaws.com",
                "ReplaceIamInstanceProfileAssociation",
                region,
                Map.of(),
                Map.of(
                        "iamInstanceProfileAssociation",
                        Map.of("associationId", association, "instanceId", instance)));
    }

    private static CloudTrailEvent event(
            String source, String name, String region, Map<?, ?> request, Map<?, ?> response) {
        return new CloudTrailEvent(
                source,
                name,
                "e-9",
                TIME.plusSeconds(10),
                "123456789012",
                region,
                null,
                null,
                null,
                ALICE,
                new JsonFields("detail.requestParameters", request),
                new JsonFields("detail.responseElements", response));
    }
}
