package dev.profileguard.sandbox.command.prevention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreventionSettingsTest {
    private static final String TRUSTED = "arn:aws:iam::*:role/ci/*";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | TrustedPrincipals names nobody",
                "nobody | TrustedPrincipals names nobody",
                "*:role/ci/* | TrustedPrincipals has '*:role/ci/*', which the conditions",
                "* | TrustedPrincipals has '*', which the conditions",
                "cloudformation.amazonaws.com | TrustedPrincipals has the service",
                "arn:aws:iam::*:role/a* via ram.amazonaws.com, arn:aws:iam::*:role/*b via"
                        + " cloudformation.amazonaws.com | via different services"
            })
    void refuseWhatNoConditionExpresses(String trusted, String message) {
        assertThatThrownBy(() -> of("", "", trusted))
                .isInstanceOf(PreventionException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"GuardedProfiles, 170", "ExemptNames, 170"})
    void nameTheParameterThatDoesNotFit(String parameter, int count) {
        String globs =
                IntStream.range(0, count)
                        .mapToObj(each -> "p%03d-*".formatted(each))
                        .collect(Collectors.joining(","));
        boolean guarded = parameter.equals("GuardedProfiles");

        assertThatThrownBy(() ->
                        Prevention.of(of(guarded ? globs : "", guarded ? "" : globs, TRUSTED)))
                .isInstanceOf(PreventionException.class)
                .hasMessageContaining(parameter + " is too long: with it, the")
                .hasMessageContaining("characters, and AWS takes");
    }

    @Test
    void nameThePrincipalsThatDoNotFit() {
        String trusted =
                IntStream.range(0, 60)
                        .mapToObj(each -> "arn:aws:iam::*:role/ci-%03d/*".formatted(each))
                        .collect(Collectors.joining(","));

        assertThatThrownBy(() -> Prevention.of(of("prod-*", "", trusted)))
                .hasMessageContaining("TrustedPrincipals is too long");
    }

    @Test
    void fitTheSizesThatAwsTakes() {
        Prevention prevention = Prevention.of(of("prod-*,gke-*", "sandbox-*", TRUSTED));

        assertThat(prevention.files())
                .allSatisfy(each -> assertThat(each.size()).isLessThanOrEqualTo(each.limit()));
        assertThat(prevention.serviceControl()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void sayWhichNamesOnlyTheTagProtects() {
        PreventionSettings settings = of("*,prod-*,eks-*", "prod-test-*", TRUSTED);

        assertThat(settings.guardedProfiles())
                .contains("arn:aws:iam::*:instance-profile/eks-*")
                .noneMatch(each -> each.endsWith("/*") || each.contains("prod-"));
        assertThat(Uncovered.by(settings))
                .anySatisfy(each -> assertThat(each).contains("`*` in GuardedProfiles"))
                .anySatisfy(each ->
                        assertThat(each).contains("`prod-*` in GuardedProfiles", "`prod-test-*`"));
    }

    @Test
    void takeNamesOfStacksOnly() {
        assertThatThrownBy(() ->
                        PreventionSettings.of(
                                Map.of("TrustedPrincipals", TRUSTED), "*", "aws", List.of()))
                .hasMessageContaining("--stack must be the name of a stack");
    }

    private static PreventionSettings of(String guarded, String exempt, String trusted) {
        return PreventionSettings.of(
                Map.of(
                        "GuardedProfiles",
                        guarded,
                        "ExemptNames",
                        exempt,
                        "TrustedPrincipals",
                        trusted),
                "profile-guard",
                "aws",
                List.of());
    }
}
