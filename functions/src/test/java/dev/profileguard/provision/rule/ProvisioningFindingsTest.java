package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.trust.TrustPolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProvisioningFindingsTest {
    @Test
    void sayHowToLaunchWithTheNewProfileAndHowToRefuseIt() {
        Finding finding = FINDINGS.created();

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_CREATED);
        assertThat(finding.subject()).isEqualTo("role/web");
        assertThat(finding.cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:user/alice (CreateRole at"
                                + " 2026-01-15T09:30:00Z): EC2 may assume role web, and it was in"
                                + " no instance profile");
        assertThat(finding.todo())
                .containsExactly(
                        "Launch with it: --iam-instance-profile Name=web",
                        "If the role must not have a profile: aws iam tag-role --role-name web"
                                + " --tags Key=profile-guard:provision,Value=off; then aws iam"
                                + " remove-role-from-instance-profile --instance-profile-name web"
                                + " --role-name web; then aws iam delete-instance-profile"
                                + " --instance-profile-name web");
    }

    @Test
    void sayWhichRoleInstancesWithATakenNameActAs() {
        Role db = new Role(new RoleName("db"), "AROA2", "/");

        Finding finding = FINDINGS.nameTaken(profile("Web"), db);

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_NAME_TAKEN);
        assertThat(finding.cause())
                .contains("the profile Web contains role db, so an instance launched with this")
                .endsWith("acts as db");
        assertThat(finding.done())
                .containsExactly("nothing: instances with this profile use the role in it");
        assertThat(finding.todo())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .contains("create-instance-profile")
                                        .contains("--instance-profile-name web-profile")
                                        .endsWith("--role-name web"),
                        second ->
                                assertThat(second)
                                        .contains("Id=='AIPA1'")
                                        .contains("--instance-profile-name Web --role-name db;")
                                        .endsWith("--instance-profile-name Web --role-name web"));
    }

    @Test
    void sayWhatToDoWithAnEmptyProfileOfSomebodyElse() {
        Finding finding = FINDINGS.leftEmpty(profile("Web"));

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_LEFT_EMPTY);
        assertThat(finding.cause())
                .endsWith("the profile Web is empty, and ProfileProvisioner did not create it");
        assertThat(finding.done())
                .containsExactly("nothing: the profile's creator may still add a role");
        assertThat(finding.todo())
                .containsExactly(
                        "If the profile is meant for this role: aws iam"
                                + " add-role-to-instance-profile --instance-profile-name Web"
                                + " --role-name web",
                        "If nobody needs the profile: aws iam delete-instance-profile"
                                + " --instance-profile-name Web; then invoke ProfileProvisioner"
                                + " with {\"check\": {\"role\": \"web\"}}");
    }

    @Test
    void sayThatTheQuotaIsReachedAndHowToGoOn() {
        Finding finding = FINDINGS.quotaReached(new Quota(1000, 1000));

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_QUOTA_REACHED);
        assertThat(finding.cause())
                .endsWith("the account has 1000 of at most 1000 instance profiles");
        assertThat(finding.todo())
                .hasSize(2)
                .last()
                .isEqualTo("Then invoke ProfileProvisioner with {\"check\": {\"role\": \"web\"}}");
    }

    @Test
    void repeatTheReservationOfTheTrustPolicy() {
        ProvisioningFindings noted =
                new ProvisioningFindings(
                        WANTED, WEB, new TrustPolicy.Answer.YesIf("it has a condition"));
        Role db = new Role(new RoleName("db"), "AROA2", "/");

        assertThat(noted.nameTaken(profile("web"), db).cause())
                .endsWith(". Note that it has a condition");
        assertThat(noted.leftEmpty(profile("web")).cause())
                .endsWith(". Note that it has a condition");
    }

    private static final RoleName WEB = new RoleName("web");
    private static final Actor ALICE = new Actor.User("arn:aws:iam::123456789012:user/alice");
    private static final Instant MADE = Instant.parse("2026-01-15T09:30:00Z");
    private static final ProvisionTrigger.Wanted WANTED =
            new ProvisionTrigger.Wanted(
                    WEB,
                    new Creator.Known(ALICE, null),
                    MADE,
                    null,
                    new Call(ALICE, "CreateRole", "123456789012", "e-1", MADE));
    private static final ProvisioningFindings FINDINGS =
            new ProvisioningFindings(WANTED, WEB, new TrustPolicy.Answer.Yes());

    private static InstanceProfile profile(String name) {
        return new InstanceProfile(new ProfileName(name), "AIPA1", "/", null, Tags.NONE);
    }
}
