package dev.profileguard.sandbox.organization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateText;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/// The sweep of all does in the sandbox what `organization.yaml` defines.
class SweepAllDefinitionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOWN = "210000000002";

    private final JsonNode states = definition();
    private final Organization organization =
            Organization.stoppedAt(
                    Sandbox.TEST_TIME,
                    Path.of("..", "template.yaml"),
                    Map.of("SweepMode", "sweep"),
                    3);

    @AfterEach
    void close() {
        organization.close();
    }

    @Test
    void refusesAnotherMode() {
        SweepRun run = swept("off");

        assertThat(run.error()).isEqualTo(states.at("/WrongMode/Error").asText());
        assertThat(run.cause()).isEqualTo(states.at("/WrongMode/Cause").asText());
        assertThat(run.sweeps()).isEmpty();
    }

    @Test
    void failsWhenAnAccountIsDown() throws IOException {
        takeDown();

        SweepRun run = swept("plan");

        assertThat(run.error()).isEqualTo(states.at("/SomeFailed/Error").asText());
        assertThat(run.cause()).isEqualTo(someFailed(run, "1", "3"));
        JsonNode kept = JSON.readTree(result(run)).get(0);
        assertThat(fields(JSON.readTree(kept.path("Input").asText())))
                .isEqualTo(fields(states.at("/Sweep/ItemSelector")));
    }

    @Test
    void succeedsWhenAllStart() {
        SweepRun run = swept("sweep");

        assertThat(run.error()).isNull();
        assertThat(fields(states.at("/Done/Output"))).containsExactly("accounts");
    }

    @Test
    void namesTheExecutionOfAnAccountAfterItsOwn() {
        SweepRun run = swept("sweep");

        assertThat(start().path("Name").asText()).isEqualTo("{% $states.input.name %}");
        assertThat(states.at("/Sweep/ItemSelector/name").asText())
                .isEqualTo("{% $states.context.Execution.Name %}");
        assertThat(run.sweeps())
                .extracting(each -> ((AccountSweep.Started) each).execution())
                .allMatch(execution ->
                        execution.endsWith(":profile-guard-Sweep:%s".formatted(run.name())));
    }

    // ---

    private SweepRun swept(String mode) {
        SweepRun run = organization.centre().sweepAll().start("nightly-1", mode);
        organization.settle();
        return run;
    }

    private void takeDown() {
        IamClient root =
                Objects.requireNonNull(organization.members().get(DOWN))
                        .iamAs(new Caller.Root(DOWN));
        String role = "profile-guard-OrganizationSweep";
        root.deleteRolePolicy(r -> r.roleName(role).policyName("OrganizationSweep"));
        root.deleteRole(r -> r.roleName(role));
    }

    private JsonNode start() {
        return states.at("/Sweep/ItemProcessor/States/Start/Arguments");
    }

    /// The cause is JSONata that joins texts, numbers and the execution's name.
    private String someFailed(SweepRun run, String failed, String accounts) {
        String expression = states.at("/SomeFailed/Cause").asText();
        return expression
                .substring("{% ".length(), expression.length() - " %}".length())
                .replace("$string($failed)", "'" + failed + "'")
                .replace("$string($accounts)", "'" + accounts + "'")
                .replace("$states.context.Execution.Name", "'" + run.name() + "'")
                .replace("${Bucket}", bucket())
                .replace("' & '", "")
                .replaceAll("^'|'$", "");
    }

    private String bucket() {
        return organization.centre().sandbox().template().outputs().stream()
                .filter(each -> each.key().equals("Artifacts"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private String result(SweepRun run) {
        String key = "sweeps/%s/%s/FAILED_0.json".formatted(run.name(), run.name());
        return new String(
                Objects.requireNonNull(
                                organization.centre().sandbox().reports().find(bucket(), key))
                        .content(),
                StandardCharsets.UTF_8);
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode definition() {
        JsonNode template = JSON.valueToTree(TemplateText.read(Path.of("..", "organization.yaml")));
        return template.at("/Resources/SweepAll/Properties/Definition/States");
    }
}
