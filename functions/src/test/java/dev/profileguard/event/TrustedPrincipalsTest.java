package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPrincipalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arn:aws:iam::*:role/deploy/* | true | true | true",
                "arn:aws:iam::*:role/deploy/* via cloudformation.amazonaws.com | false | true |"
                        + " false",
                "arn:aws:iam::*:role/deploy/* via servicecatalog.amazonaws.com | false | false |"
                        + " true",
                "arn:aws:iam::*:role/other via cloudformation.amazonaws.com | false | false |"
                        + " false",
                "* via cloudformation.amazonaws.com | false | true | false",
                "*:role/deploy/* | true | true | true",
                "* | true | true | true",
                "nobody | false | false | false"
            })
    void trustsAPrincipalInEveryWayOrViaOneService(
            String list, boolean itself, boolean byStack, boolean byCatalog) {
        TrustedPrincipals trusted = TrustedPrincipals.parse(list);

        assertThat(trusted.trust(DEPLOYER)).isEqualTo(itself);
        assertThat(trusted.trust(new Actor.Service(STACK, DEPLOYER))).isEqualTo(byStack);
        assertThat(trusted.trust(new Actor.Service("servicecatalog.amazonaws.com", DEPLOYER)))
                .isEqualTo(byCatalog);
    }

    /// The only entry without a principal is `* via SERVICE`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | false",
                "* via cloudformation.amazonaws.com | true",
                "arn:aws:iam::*:role/deploy/* via cloudformation.amazonaws.com | false",
                "arn:* via cloudformation.amazonaws.com | false"
            })
    void trustsAServiceThatActsForNobodyOnlyIfEverybodyIsTrustedViaIt(
            String list, boolean trusted) {
        assertThat(TrustedPrincipals.parse(list).trust(new Actor.Service(STACK, null)))
                .isEqualTo(trusted);
    }

    /// IAM allows colons and more in paths, which whoever creates a role or user chooses.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:role/x:role/deploy/evil",
                "arn:aws:iam::123456789012:role/:123456789012:role/deploy/evil",
                "arn:aws:iam::123456789012:role/arn:aws:iam::123456789012:role/deploy/evil"
            })
    void isNotMisledByThePathOfARole(String arn) {
        Actor evil = new Actor.RoleSession(arn, null);

        assertThat(TrustedPrincipals.parse("arn:aws:iam::*:role/deploy/*").trust(evil)).isFalse();
        assertThat(TrustedPrincipals.parse("arn:*:iam:*:role/deploy/*").trust(evil)).isFalse();
        assertThat(TrustedPrincipals.parse("*:role/deploy/*").trust(evil)).isFalse();
        assertThat(TrustedPrincipals.parse(arn).trust(evil)).isTrue();
    }

    @Test
    void trustsNobodyWithoutAPrincipal() {
        TrustedPrincipals everybody = TrustedPrincipals.parse("*");

        assertThat(everybody.trust(new Actor.Unattributed())).isFalse();
        assertThat(everybody.trust(new Actor.Unknown("type SAMLUser"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deployer",
                "arn:aws:iam::*:role/a via",
                "arn:aws:iam::*:role/a via cloudformation",
                "arn:aws:iam::*:role/a via *.amazonaws.com",
                "arn:aws:iam::*:role/a VIA cloudformation.amazonaws.com",
                "cloudformation.amazonaws.com via arn:aws:iam::*:role/a",
                "nobody via cloudformation.amazonaws.com",
                "arn:aws:sts::*:assumed-role/a/* via cloudformation.amazonaws.com"
            })
    void refusesWhatCannotMatch(String list) {
        assertThatThrownBy(() -> TrustedPrincipals.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot match anything");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudformation.amazonaws.com", "*.amazonaws.com", "cloudformation.*"})
    void refusesAServiceAloneAndShowsTheFormsThatSayWhatItMeans(String service) {
        assertThatThrownBy(() -> TrustedPrincipals.parse("arn:aws:iam::*:role/ci, " + service))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'arn:aws:iam::*:role/deploy/* via " + service + "'")
                .hasMessageContaining("'* via " + service + "'");
    }

    private static final String STACK = "cloudformation.amazonaws.com";
    private static final Actor DEPLOYER =
            new Actor.RoleSession("arn:aws:iam::123456789012:role/deploy/app", "mallory");
}
