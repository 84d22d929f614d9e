package dev.profileguard.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.Glob;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Mode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardSettingsTest {
    @Test
    void readsEverySetting() {
        GuardSettings settings =
                GuardSettings.from(
                        with(
                                Map.of(
                                        "GUARD_MODE", "enforce",
                                        "GUARDED_PROFILES", "gke-*, prod-web",
                                        "EXEMPT_NAMES", "gke-test-*",
                                        "TRUSTED_PRINCIPALS",
                                                "arn:aws:iam::*:role/ci/*, * via"
                                                        + " cloudformation.amazonaws.com,*:role/x",
                                        "BREAKER_REVERTS", "3",
                                        "BREAKER_WINDOW_MINUTES", "15")));

        assertThat(settings.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(settings.guard().guarded().names().match("gke-a")).isTrue();
        assertThat(settings.guard().untouchable(new ProfileName("GKE-test-1"))).isNotNull();
        assertThat(settings.guard().trusted().entries()).hasSize(3);
        assertThat(settings.guard().breaker().reverts()).isEqualTo(3);
        assertThat(settings.guard().breaker().window()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.table()).isEqualTo("table");
    }

    @ParameterizedTest
    @CsvSource({"enforce, false", "observe, true", "off, true"})
    void enforcesOnlyWithSomebodyTrustedOrTheWordNobody(String mode, boolean starts) {
        Map<String, String> empty = with(Map.of("GUARD_MODE", mode, "TRUSTED_PRINCIPALS", ""));
        Map<String, String> meant =
                with(Map.of("GUARD_MODE", mode, "TRUSTED_PRINCIPALS", "nobody"));

        assertThat(GuardSettings.from(meant).guard().trusted().isEmpty()).isTrue();
        if (starts) {
            assertThat(GuardSettings.from(empty).guard().trusted().isEmpty()).isTrue();
        } else {
            assertThatThrownBy(() -> GuardSettings.from(empty))
                    .hasMessageContaining("TrustedPrincipals is empty while GuardMode is enforce")
                    .hasMessageContaining("TrustedPrincipals=nobody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ",", ", ,", "\u2003,\n"})
    void enforcesWithNoListThatHasNoEntry(String list) {
        assertThatThrownBy(() ->
                        GuardSettings.from(
                                with(Map.of("GUARD_MODE", "enforce", "TRUSTED_PRINCIPALS", list))))
                .hasMessageContaining("TrustedPrincipals is empty while GuardMode is enforce");
        assertThatThrownBy(() ->
                        GuardSettings.from(
                                with(Map.of("GUARD_MODE", "observe", "TRUSTED_PRINCIPALS", list))))
                .hasMessageContaining("TrustedPrincipals has no entry, only commas or blanks");
    }

    @Test
    void hasTheTemplatesDefaultsForTheBreaker() {
        GuardSettings settings = GuardSettings.from(with(Map.of("GUARD_MODE", "observe")));

        assertThat(settings.guard().breaker().reverts()).isEqualTo(5);
        assertThat(settings.guard().breaker().window()).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GUARD_MODE | guard | GuardMode | GuardMode=observe",
                "GUARD_MODE | ENFORCE | GuardMode | off, observe, enforce",
                "GUARDED_PROFILES | prod web | GuardedProfiles | GuardedProfiles=gke-*",
                "EXEMPT_NAMES | a;b | ExemptNames | ExemptNames=",
                "TRUSTED_PRINCIPALS | deployer | TrustedPrincipals | TrustedPrincipals=arn:aws:iam",
                "TRUSTED_PRINCIPALS | cloudformation.amazonaws.com | TrustedPrincipals |"
                        + " 'arn:aws:iam::*:role/deploy/* via cloudformation.amazonaws.com'",
                "TRUSTED_PRINCIPALS | cloudformation.amazonaws.com | TrustedPrincipals |"
                        + " '* via cloudformation.amazonaws.com'",
                "TRUSTED_PRINCIPALS | nobody,arn:aws:iam::*:role/ci | TrustedPrincipals |"
                        + " other entries",
                "TRUSTED_PRINCIPALS | arn:aws:sts::123456789012:assumed-role/ci/* |"
                        + " TrustedPrincipals | cannot match anything",
                "BREAKER_REVERTS | 0 | BreakerReverts | BreakerReverts=5",
                "BREAKER_REVERTS | many | BreakerReverts | 1 to 100",
                "BREAKER_WINDOW_MINUTES | 1441 | BreakerWindowMinutes | BreakerWindowMinutes=10"
            })
    void namesTheParameterThatIsBadAndShowsAGoodValue(
            String variable, String value, String parameter, String good) {
        Map<String, String> environment = with(Map.of("GUARD_MODE", "observe"));
        environment.put(variable, value);

        assertThatThrownBy(() -> GuardSettings.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parameter)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(good);
    }

    @Test
    void takesPatternsThatANameCanMatch() {
        String longest = "x*".repeat(128);

        assertThat(GuardSettings.from(guarding(longest)).guard().guarded().names().globs())
                .containsExactly(new Glob(longest));
        assertThatThrownBy(() -> GuardSettings.from(guarding(longest + "x")))
                .hasMessageStartingWith("GuardedProfiles has 'x*x*")
                .hasMessageContaining("which cannot match anything");
    }

    private static Map<String, String> guarding(String profiles) {
        return with(Map.of("GUARD_MODE", "observe", "GUARDED_PROFILES", profiles));
    }

    @Test
    void refusesToStartWithoutModeOrTable() {
        assertThatThrownBy(() -> GuardSettings.from(with(Map.of())))
                .hasMessageContaining("GuardMode");
        assertThatThrownBy(() -> GuardSettings.from(Map.of("GUARD_MODE", "off")))
                .hasMessageContaining("BASELINE_TABLE");
    }

    @Test
    void warnsOfSettingsThatGuardNothingOrTrustEverybody() {
        GuardSettings careless =
                GuardSettings.from(
                        with(
                                Map.of(
                                        "GUARD_MODE", "off",
                                        "EXEMPT_NAMES", "*",
                                        "TRUSTED_PRINCIPALS", "*")));
        GuardSettings sound =
                GuardSettings.from(
                        with(
                                Map.of(
                                        "GUARD_MODE", "enforce",
                                        "GUARDED_PROFILES", "prod-*",
                                        "TRUSTED_PRINCIPALS", "nobody")));

        assertThat(careless.warnings())
                .hasSize(4)
                .anyMatch(w -> w.startsWith("TrustedPrincipals"))
                .anyMatch(w -> w.startsWith("ExemptNames"))
                .anyMatch(w -> w.startsWith("GuardedProfiles"))
                .anyMatch(w -> w.startsWith("GuardMode"));
        assertThat(sound.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eks-*, , eks-90c8a1d3",
        "'prod-*,ATX-prod', , GuardedProfiles has atx-prod",
        "ecsInstanceRole, , guard-exempt",
        "'prod-web,db', 'PROD-*', ExemptNames exempts",
        "*, ,",
        "'prod-*,eks-prod-nodes,eksctl-*', 'sandbox-*',"
    })
    void warnsOfPatternsThatMatchWhatIsNotGuarded(
            String guarded, @Nullable String exempt, @Nullable String warning) {
        GuardSettings settings =
                GuardSettings.from(
                        with(
                                Map.of(
                                        "GUARD_MODE",
                                        "enforce",
                                        "GUARDED_PROFILES",
                                        guarded,
                                        "EXEMPT_NAMES",
                                        exempt == null ? "" : exempt,
                                        "TRUSTED_PRINCIPALS",
                                        "nobody")));

        assertThat(settings.warnings()).hasSize(warning == null ? 0 : 1);
        assertThat(settings.warnings()).allMatch(each -> each.contains(String.valueOf(warning)));
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "arn:*, true",
        "arn:aws:iam::*, true",
        "arn:aws:iam::*:role/ci/*, false"
    })
    void knowsPatternsThatTrustEverybody(String principals, boolean everybody) {
        GuardSettings settings =
                GuardSettings.from(
                        with(
                                Map.of(
                                        "GUARD_MODE", "enforce",
                                        "GUARDED_PROFILES", "prod-*",
                                        "TRUSTED_PRINCIPALS", principals)));

        assertThat(settings.warnings().size()).isEqualTo(everybody ? 1 : 0);
    }

    private static Map<String, String> with(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("BASELINE_TABLE", "table");
        return environment;
    }
}
