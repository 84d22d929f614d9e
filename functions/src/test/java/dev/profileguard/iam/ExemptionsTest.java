package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExemptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SANDBOX-1 | SANDBOX-1 matches ExemptNames",
                "eks-1234 | eks-1234 has the name of a profile that an AWS service owns",
                "Profile-Guard-Canary | Profile-Guard-Canary is the canary's profile, which checks"
                        + " that events arrive"
            })
    void givesTheReasonWhyAProfileIsNeverChanged(String name, String why) {
        assertThat(EXEMPT.ofProfile(new ProfileName(name))).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sandbox-1 | sandbox-1 matches ExemptNames",
                "ecsInstanceRole | ecsInstanceRole has the name of a profile that an AWS service"
                        + " owns",
                "profile-guard-canary | profile-guard-canary has the same name as the"
                        + " canary's profile, which checks that events arrive"
            })
    void givesTheReasonWhyARolesProfileIsNeverCreated(String name, String why) {
        assertThat(EXEMPT.ofProfileFor(new RoleName(name))).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sandbox-1 | instance-profile/sandbox-1 matches ExemptNames",
                "eks-1234 | instance-profile/eks-1234 has the name of a profile that an AWS service"
                        + " owns",
                "profile-guard-canary | profile-guard-canary is the canary's profile, which checks"
                        + " that events arrive"
            })
    void givesTheReasonWhyTagsAreNeverChanged(String name, String why) {
        assertThat(EXEMPT.ofTags(new Subject.OfProfile(new ProfileName(name)))).isEqualTo(why);
    }

    @Test
    void noRoleIsServiceOwnedByItsName() {
        assertThat(EXEMPT.ofTags(role("Sandbox-1")))
                .isEqualTo("role/Sandbox-1 matches ExemptNames");
        assertThat(EXEMPT.ofTags(role("eksClusterRole"))).isNull();
        assertThat(EXEMPT.ofTags(role("profile-guard-canary"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "sandbox", "my-eks-nodes", "profile-guard-canary-2"})
    void otherNamesAreNotExempt(String name) {
        assertThat(EXEMPT.ofProfile(new ProfileName(name))).isNull();
        assertThat(EXEMPT.ofProfileFor(new RoleName(name))).isNull();
        assertThat(EXEMPT.ofTags(new Subject.OfProfile(new ProfileName(name)))).isNull();
        assertThat(EXEMPT.ofTags(role(name))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/aws-service-role/x.amazonaws.com/, true",
        "/aws-reserved/sso.amazonaws.com/, true",
        "/service-role/, false",
        "/karpenter/c/, false",
        "/, false"
    })
    void aRoleIsServiceOwnedByItsPath(String path, boolean owned) {
        assertThat(Exemptions.isServiceOwned(new Role(new RoleName("r"), "AROA1", path)))
                .isEqualTo(owned);
    }

    @ParameterizedTest
    @CsvSource({
        "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10, true",
        "ecsInstanceRole, false",
        "prod-web, false"
    })
    void knowsTheNamesThatOnlyAServiceGives(String name, boolean only) {
        assertThat(Exemptions.isNamedByService(new ProfileName(name))).isEqualTo(only);
    }

    private static final Exemptions EXEMPT =
            new Exemptions(Globs.parse("Sandbox-*"), Canary.of("profile-guard-canary"));

    private static Subject role(String name) {
        return new Subject.OfRole(new RoleName(name));
    }
}
