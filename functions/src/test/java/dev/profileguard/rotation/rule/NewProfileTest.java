package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NEW_PROFILE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD_PROFILE;
import static dev.profileguard.rotation.rule.RotationSamples.WEB;
import static dev.profileguard.rotation.rule.RotationSamples.WEB_V2;
import static dev.profileguard.rotation.rule.RotationSamples.profile;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.unseen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.gate.AdditionGate;
import dev.profileguard.reconcile.gate.RemovalGate;
import dev.profileguard.reconcile.gate.UseAnswers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewProfileTest {
    @Test
    void makesAProfileLikeTheOldOne() {
        Tags tags =
                Tags.NONE
                        .with("Team", "shop")
                        .with("aws:cloudformation:stack-name", "web")
                        .with("profile-guard", "released")
                        .with("profile-guard:created-by", "alice");

        Plan plan = plan(unseen(), OLD_PROFILE.tagged(tags), null);

        assertThat(plan.decision()).isEqualTo(RotationDecision.PROFILE_MADE);
        assertThat(plan.why()).isEqualTo("new replaces old");
        assertThat(plan.coverage()).isEqualTo(Coverage.PARTIAL);
        assertThat(actions(plan))
                .containsExactly(
                        new Action.CreateProfile(NEW, "/team/", OWN.with("Team", "shop")),
                        new Action.AddRole(NEW, WEB_V2.name()));
    }

    @Test
    void makesAProfileAlsoIfTheOldOneIsGone() {
        assertThat(actions(plan(unseen(), null, null)))
                .contains(new Action.CreateProfile(NEW, "/", OWN));
    }

    @Test
    void saysHowAPersonMakesAProfileLikeTheOldOne() {
        Tags tags = Tags.NONE.with("Team", "shop").with("profile-guard:created-by", "alice");
        String create = "aws iam create-instance-profile --instance-profile-name new";
        String add =
                "aws iam add-role-to-instance-profile --instance-profile-name new --role-name"
                        + " web-v2";

        assertThat(NewProfile.commands(unseen(), OLD_PROFILE.tagged(tags)))
                .containsExactly(
                        create + " --path /team/",
                        "aws iam tag-instance-profile --instance-profile-name new --tags"
                                + " Key=Team,Value=shop",
                        add);
        assertThat(NewProfile.commands(unseen(), null)).containsExactly(create, add);
    }

    @Test
    void addsTheRoleToItsProfile() {
        InstanceProfile own = profile(NEW, "AIPA2", null);

        for (Plan each :
                List.of(
                        plan(rotation(), OLD_PROFILE, own),
                        plan(unseen(), OLD_PROFILE, own.tagged(OWN)))) {
            assertThat(each.decision()).isEqualTo(RotationDecision.PROFILE_MADE);
            assertThat(each.why()).isEqualTo("new gets its role");
            assertThat(actions(each)).containsExactly(new Action.AddRole(NEW, WEB_V2.name()));
        }
    }

    /// Whoever may not pass the role could have associated it with another one in the profile.
    @Test
    void keepsTheRoleOutOfItsProfileWhereAnInstanceUsesIt() {
        InstanceProfile own = profile(NEW, "AIPA2", null);
        Step step = NewProfile.step(rotation(), OLD_PROFILE, own, role(WEB_V2));
        Plan used = answered(step, UseAnswers.by("i-1", "AIPA2"));
        Plan unknown = answered(step, new ProfileUse(List.of(), List.of("eu-west-1: denied")));

        assertThat(List.of(used, unknown))
                .allMatch(each -> each.decision() == RotationDecision.REFUSED)
                .allMatch(each -> actions(each).isEmpty());
        assertThat(used.why())
                .isEqualTo(
                        "new was still empty, and does not get role web-v2: instances use new: i-1"
                                + " in eu-west-1 (stopped). End that, or cancel the rotation and"
                                + " start it again");
        assertThat(unknown.why()).contains("EC2 could not be asked");
    }

    @Test
    void asksOnceMoreAfterTheRoleWasAddedToAnEmptyProfile() {
        InstanceProfile own = profile(NEW, "AIPA2", null);

        assertThat(gates(plan(rotation(), OLD_PROFILE, own)))
                .containsExactly(new AdditionGate(own, RotationDecision.REFUSED));
        assertThat(gates(plan(unseen(), OLD_PROFILE, null))).containsExactly(Remediation.Gate.OPEN);
    }

    @Test
    void leavesItsProfileWithARoleAlone() {
        Plan plan = plan(rotation(), OLD_PROFILE, NEW_PROFILE);

        assertThat(plan.decision()).isEqualTo(RotationDecision.PROFILE_THERE);
        assertThat(plan.why()).isEqualTo("new contains role web-v2");
        assertThat(actions(plan)).isEmpty();
    }

    @Test
    void leavesAProfileAloneThatItDidNotMake() {
        InstanceProfile other = profile(NEW, "AIPA9", null);

        for (Plan each :
                List.of(
                        plan(rotation(), OLD_PROFILE, other.tagged(OWN)),
                        plan(unseen(), OLD_PROFILE, other),
                        plan(
                                unseen(),
                                OLD_PROFILE,
                                other.tagged(Tags.NONE.with(NewProfile.PROOF, "guess"))))) {
            assertThat(each.decision()).isEqualTo(RotationDecision.REFUSED);
            assertThat(each.why())
                    .isEqualTo(
                            "The rotation did not make the profile new (AIPA9) that is there:"
                                    + " cancel it, and start it with another name in the field to");
            assertThat(actions(each)).isEmpty();
        }
    }

    @Test
    void putsNoOtherRoleIntoTheProfile() {
        RoleDetail again = role(new Role(WEB_V2.name(), "AROA9", "/"));
        Plan gone = (Plan) NewProfile.step(unseen(), OLD_PROFILE, null, null);
        Plan other = (Plan) NewProfile.step(unseen(), OLD_PROFILE, null, again);

        assertThat(gone.why())
                .isEqualTo(
                        "Role web-v2 was deleted since the rotation started: cancel it, and start"
                                + " it again");
        assertThat(other.why())
                .startsWith("Role web-v2 was deleted and created again since the rotation");
        assertThat(List.of(gone, other))
                .allMatch(each -> each.decision() == RotationDecision.REFUSED)
                .allMatch(each -> actions(each).isEmpty());
    }

    @Test
    void deletesTheOldProfileWithItsRole() {
        Plan plan = OldProfile.plan("AIPA1", OLD_PROFILE, RotationDecision.FINISHED);

        assertThat(plan.decision()).isEqualTo(RotationDecision.FINISHED);
        assertThat(plan.why()).isEqualTo("Nothing uses old");
        assertThat(actions(plan))
                .containsExactly(
                        new Action.RemoveRole(OLD_PROFILE.name(), WEB.name()),
                        new Action.DeleteProfile(OLD_PROFILE.name()));
        assertThat(gates(plan))
                .containsExactly(new RemovalGate(OLD_PROFILE.name(), RotationDecision.REFUSED));
    }

    @Test
    void deletesAnEmptyProfile() {
        Plan plan = OldProfile.plan("AIPA1", OLD_PROFILE.holding(null), RotationDecision.CANCELLED);

        assertThat(actions(plan)).containsExactly(new Action.DeleteProfile(OLD_PROFILE.name()));
    }

    @Test
    void deletesNoOtherProfileOfTheSameName() {
        for (@Nullable String id : new @Nullable String[] {"AIPA9", null}) {
            Plan plan = OldProfile.plan(id, OLD_PROFILE, RotationDecision.FINISHED);

            assertThat(plan.decision()).isEqualTo(RotationDecision.REFUSED);
            assertThat(plan.why())
                    .isEqualTo(
                            "old was deleted and created again since the rotation started (AIPA1):"
                                    + " it is another profile, and is left alone");
            assertThat(actions(plan)).isEmpty();
        }
    }

    @Test
    void isDoneWhenTheProfileIsGone() {
        Plan plan = OldProfile.plan("AIPA1", null, RotationDecision.CANCELLED);

        assertThat(plan.decision()).isEqualTo(RotationDecision.CANCELLED);
        assertThat(plan.why()).isEqualTo("The profile is gone");
        assertThat(actions(plan)).isEmpty();
    }

    private static final Tags OWN =
            Tags.NONE.with("profile-guard", "locked").with(NewProfile.PROOF, "secret");

    private static Plan plan(
            Rotation rotation, @Nullable InstanceProfile from, @Nullable InstanceProfile to) {
        return answered(NewProfile.step(rotation, from, to, role(WEB_V2)), ProfileUse.NONE);
    }

    /// The plan after the step asked which instances use the new profile, if it did.
    @SuppressWarnings("unchecked") // it asks nothing else
    private static Plan answered(Step step, ProfileUse use) {
        return step instanceof Step.Need<?> need
                ? (Plan) ((Step.Need<ProfileUse>) need).then().apply(use)
                : (Plan) step;
    }

    private static RoleDetail role(Role role) {
        return new RoleDetail(role, "{}", Tags.NONE, null, RotationSamples.START);
    }

    private static List<Remediation.Gate> gates(Plan plan) {
        return plan.remediations().stream().map(Remediation::gate).toList();
    }

    private static List<Action> actions(Plan plan) {
        return plan.actions();
    }
}
