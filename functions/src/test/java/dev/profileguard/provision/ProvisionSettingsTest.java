package dev.profileguard.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.provision.rule.ProvisionFor;
import dev.profileguard.reconcile.Mode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionSettingsTest {
    @Test
    void readsAllOfThem() {
        ProvisionSettings settings =
                settings(
                        "PROVISION_MODE", "enforce",
                        "PROVISION_FOR", "all",
                        "PROVISION_DELAY_SECONDS", "900",
                        "RETIRE_UNUSED_HOURS", "48",
                        "INHERITED_TAGS", "Owner, CostCenter,");

        assertThat(settings.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(settings.provisioning().scope()).isEqualTo(ProvisionFor.ALL);
        assertThat(settings.provisioning().delay()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.provisioning().inherited()).containsExactly("Owner", "CostCenter");
        assertThat(settings.retirement().unused()).isEqualTo(Duration.ofDays(2));
        assertThat(settings.table()).isEqualTo("t");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void hasTheTemplatesDefaults() {
        ProvisionSettings settings = settings();

        assertThat(settings.provisioning().delay()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.retirement().unused()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.provisioning().inherited()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISION_MODE, on, ProvisionMode is not one of off",
        "PROVISION_FOR, some, ProvisionFor is not one of all",
        "PROVISION_DELAY_SECONDS, 901, ProvisionDelaySeconds is not a whole number from 0 to 900",
        "PROVISION_DELAY_SECONDS, -1, ProvisionDelaySeconds is not a whole number from 0 to 900",
        "RETIRE_UNUSED_HOURS, soon, RetireUnusedHours is not a whole number from 0 to 9600",
        "EXEMPT_NAMES, a b, ExemptNames has",
        "BASELINE_TABLE, '', BASELINE_TABLE is not set"
    })
    void refusesABadOneByTheParametersName(String variable, String value, String message) {
        assertThatThrownBy(() -> settings(variable, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void warnsOfWhatPeopleWouldNotExpect() {
        assertThat(settings("PROVISION_MODE", "off", "EXEMPT_NAMES", "*").warnings())
                .hasSize(2)
                .anyMatch(each -> each.contains("ProvisionMode is off"))
                .anyMatch(each -> each.contains("contains *"));
        assertThat(settings("PROVISION_DELAY_SECONDS", "0").warnings())
                .singleElement()
                .asString()
                .contains("EntityAlreadyExists");
    }

    private static ProvisionSettings settings(String... variables) {
        Map<String, String> all = new HashMap<>();
        all.put("PROVISION_MODE", "observe");
        all.put("PROVISION_FOR", "unless-iac");
        all.put("BASELINE_TABLE", "t");
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return ProvisionSettings.from(all);
    }
}
