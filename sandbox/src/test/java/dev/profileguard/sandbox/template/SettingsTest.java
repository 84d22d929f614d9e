package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static dev.profileguard.sandbox.template.TemplateFile.guard;
import static dev.profileguard.sandbox.template.TemplateFile.resourcesOfType;
import static dev.profileguard.sandbox.template.TemplateQueues.queue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.control.Parameters;
import dev.profileguard.guard.GuardSettings;
import dev.profileguard.provision.ProvisionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /// SAM treats `!Ref GuardMode` as unchanged, whatever its value. See
    /// https://github.com/aws/serverless-application-model/issues/3820
    @Test
    void otherSettingsPublishAnotherVersionSinceTheyAreResolvedBeforeSamLooks() throws Exception {
        assertThat(Files.readAllLines(Path.of("../template.yaml")))
                .containsSubsequence(
                        "Transform:",
                        "  - AWS::LanguageExtensions",
                        "  - AWS::Serverless-2016-10-31");
    }

    @Test
    void eachPropertyOfAFunctionPublishesAnotherVersion() throws Exception {
        assertThat(resourcesOfType("AWS::Serverless::Function"))
                .hasSize(8)
                .allSatisfy(function ->
                        assertThat(function)
                                .contains("      AutoPublishAliasAllProperties: true\n"));
    }

    /// The environment of a function on Lambda contains credentials too, so only these are shown.
    @Test
    void everyParameterThatAFunctionGetsIsShown() {
        Set<String> variables =
                TEMPLATE.functions().stream()
                        .flatMap(function -> function.environment().keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown =
                Parameters.NAMES.stream()
                        .map(Parameters::variable)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isSubsetOf(variables);
        variables.removeAll(shown);
        assertThat(variables)
                .containsExactlyInAnyOrder(
                        "BASELINE_TABLE",
                        "AWS_RETRY_MODE",
                        "CANARY_FUNCTIONS",
                        "CANARY_PROFILE",
                        "CANARY_ROLE",
                        "DELIVERY_CHECKS",
                        "ENDPOINT_URL",
                        "FAILURES_QUEUE",
                        "FAILURES_TABLE",
                        "FINDINGS_TABLE",
                        "JAVA_TOOL_OPTIONS",
                        "OWN_ROLES",
                        "PLAN_TABLE",
                        "POWERTOOLS_SERVICE_NAME",
                        "REPORTS_BUCKET",
                        "RETRIES_QUEUE",
                        "ROTATIONS_TABLE",
                        "UNDELIVERED_FINDINGS");
    }

    @Test
    void aPauseReachesEveryFunctionThatWrites() {
        assertThat(TEMPLATE.functions())
                .allSatisfy(function ->
                        assertThat(function.environment())
                                .as(function.logicalId())
                                .containsEntry("PAUSED", "off"))
                .filteredOn(function -> !function.logicalId().equals("FailureAdvisor"))
                .allSatisfy(function -> {
                    assertThat(function.environment())
                            .as(function.logicalId())
                            .containsKey("BASELINE_TABLE");
                    assertThat(granted(function)).contains("dynamodb:GetItem");
                });
    }

    @Test
    void theDefaultsStartTheFunctionAndOnlyObserve() {
        GuardSettings settings = GuardSettings.from(guard().environment());

        assertThat(settings.mode().text()).isEqualTo("observe");
        assertThat(settings.guard().breaker().reverts()).isEqualTo(5);
    }

    @Test
    void theProvisionersDefaultsOnlyObserveAndWaitTwoMinutes() {
        ProvisionSettings settings =
                ProvisionSettings.from(function("ProfileProvisioner").environment());

        assertThat(settings.mode().text()).isEqualTo("observe");
        assertThat(settings.provisioning().delay()).isEqualTo(queue("ProvisionDelay").delay());
        assertThat(settings.provisioning().delay()).isEqualTo(Duration.ofMinutes(2));
    }
}
