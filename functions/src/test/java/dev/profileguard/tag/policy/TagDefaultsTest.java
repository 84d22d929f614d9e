package dev.profileguard.tag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.Actor;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TagDefaultsTest {
    @Test
    void putsFactsInThePlaceOfPlaceholders() {
        TagDefaults defaults =
                TagDefaults.parse(
                        "Owner = ${creator} , Made=${date} in ${account}, For=${role},E=");

        assertThat(defaults.value("owner", FACTS)).isEqualTo("alice");
        assertThat(defaults.value("Made", FACTS)).isEqualTo("2026-01-31 in 123456789012");
        assertThat(defaults.value("For", FACTS)).isEqualTo("web");
        assertThat(defaults.value("E", FACTS)).isEmpty();
        assertThat(defaults.value("Other", FACTS)).isNull();
    }

    @Test
    void givesNothingWhereAFactIsUnknown() {
        PlaceholderValues unknown =
                new PlaceholderValues(null, null, "", LocalDate.of(2026, 1, 31));

        assertThat(TagDefaults.parse("Owner=${creator}").value("Owner", unknown)).isNull();
        assertThat(TagDefaults.parse("For=x ${role}").value("For", unknown)).isNull();
        assertThat(TagDefaults.parse("In=${account}").value("In", unknown)).isNull();
    }

    @Test
    void replacesWhatIamDoesNotAllowAndCutsWhatIsTooLong() {
        PlaceholderValues facts =
                new PlaceholderValues(
                        "a,b", new RoleName("r".repeat(64)), "1", LocalDate.of(2026, 1, 31));

        assertThat(TagDefaults.parse("Owner=${creator}").value("Owner", facts)).isEqualTo("a_b");
        assertThat(TagDefaults.parse("X=${role}" + "${role}".repeat(4)).value("X", facts))
                .hasSize(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Owner | 'Owner', which is not KEY=VALUE",
                "Owner=${name} | '${name}', which is not one of ${creator}, ${role}",
                "Owner=${} | '${}', which is not one of",
                "Owner=$x | '$x', which is not a valid tag value",
                "Own#er=x | 'Own#er', which is not a valid tag key",
                "aws:x=y | 'aws:x', which starts with aws:",
                "=y | '', which is not a valid tag key",
                "a=1,A=2 | has A twice"
            })
    void refusesWhatCanNeverBeATag(String list, String message) {
        assertThatThrownBy(() -> TagDefaults.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void knowsADefaultThatItsOwnPolicyDoesNotAllow() {
        TagPolicy policy =
                new TagPolicy(
                        List.of(
                                new TagRule(
                                        "CostCenter",
                                        List.of(new TagRule.AllowedValue("1*")),
                                        Set.of(TaggedType.ROLE),
                                        Set.of())));

        assertThat(TagDefaults.parse("costcenter=200").conflictWith(policy))
                .contains("CostCenter=200", "it allows 1*");
        assertThat(TagDefaults.parse("CostCenter=100").conflictWith(policy)).isNull();
        assertThat(TagDefaults.parse("CostCenter=${account}").conflictWith(policy)).isNull();
    }

    @ParameterizedTest
    @MethodSource("creators")
    void theCreatorIsARoleAUserOrAServiceAndNeverASession(Actor actor, String name) {
        PlaceholderValues facts = PlaceholderValues.of(actor, null, "1", Instant.EPOCH);

        assertThat(TagDefaults.parse("Owner=${creator}").value("Owner", facts)).isEqualTo(name);
    }

    static Object[][] creators() {
        Actor role = new Actor.RoleSession("arn:aws:iam::1:role/ci/deployer", "i-am-root");
        return new Object[][] {
            {role, "deployer"},
            {new Actor.User("arn:aws:iam::1:user/x/alice"), "alice"},
            {new Actor.User("arn:aws:iam::1:root"), "root"},
            {new Actor.Service("sso.amazonaws.com", null), "sso.amazonaws.com"},
            {new Actor.Service("cloudformation.amazonaws.com", role), "deployer"},
            {new Actor.Unknown("type none"), null},
        };
    }

    private static final PlaceholderValues FACTS =
            new PlaceholderValues(
                    "alice", new RoleName("web"), "123456789012", LocalDate.of(2026, 1, 31));
}
