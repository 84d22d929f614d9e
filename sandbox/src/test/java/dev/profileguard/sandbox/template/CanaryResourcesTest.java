package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.CANARY;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.guard;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.ProfileDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Statement;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CanaryResourcesTest {
    @Test
    void theCanaryMayChangeOnlyItsOwnProfileAndCallOnlyAliases() {
        assertThat(function("Canary").allows())
                .filteredOn(allow -> allow.actions().stream().anyMatch(a -> a.startsWith("iam:")))
                .flatExtracting(Statement::resources)
                .filteredOn(resource -> !resource.contains(":function:"))
                .containsExactly("arn:aws:iam::123456789012:instance-profile/" + CANARY);
        assertThat(function("Canary").allows())
                .flatExtracting(Statement::resources)
                .filteredOn(resource -> resource.contains(":function:"))
                .containsExactlyInAnyOrderElementsOf(
                        TEMPLATE.functions().stream()
                                .filter(each -> !each.logicalId().equals("Canary"))
                                .map(each -> each.arn() + ":live")
                                .toList());
    }

    @Test
    void theCanaryCallsEachFunctionThatItMayCall() {
        assertThat(
                        Objects.requireNonNull(
                                        function("Canary").environment().get("CANARY_FUNCTIONS"))
                                .split(","))
                .containsExactlyInAnyOrderElementsOf(
                        TEMPLATE.functions().stream()
                                .filter(each -> !each.logicalId().equals("Canary"))
                                .map(each -> each.name() + ":live")
                                .toList());
    }

    @Test
    void everyFunctionKnowsTheCanarysProfileAndProfileGuardItsRole() {
        assertThat(TEMPLATE.functions())
                .allMatch(each -> CANARY.equals(each.environment().get("CANARY_PROFILE")));
        assertThat(guard().environment())
                .containsEntry("CANARY_ROLE", function("Canary").roleArn());
    }

    @Test
    void nobodyCanAssumeTheRoleInTheCanarysProfile() throws Exception {
        ProfileDefinition profile = TEMPLATE.profiles().getFirst();

        assertThat(profile.name()).isEqualTo(CANARY);
        assertThat(JSON.readTree(profile.trustPolicy()).at("/Statement"))
                .hasSize(1)
                .allMatch(each -> each.path("Effect").asText().equals("Deny"));
        assertThat(off().profiles()).isEmpty();
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Template off() {
        return TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("CanaryMinutes", "off"));
    }
}
