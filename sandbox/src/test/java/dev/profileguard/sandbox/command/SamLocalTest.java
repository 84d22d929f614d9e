package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sam local` knows neither where the sandbox is nor how it names tables and queues.
class SamLocalTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void everyFunctionGetsTheVariablesOfTheSandboxsStackAndItsAddress() throws Exception {
        SamLocal.write(folder.resolve("template.yaml"), STACK, 4711);

        JsonNode file = new ObjectMapper().readTree(folder.resolve(WRITTEN).toFile());
        assertThat(STACK.functions())
                .isNotEmpty()
                .allSatisfy(function -> {
                    JsonNode variables = file.path(function.logicalId());
                    assertThat(variables.path("ENDPOINT_URL").asText())
                            .isEqualTo("http://host.docker.internal:4711");
                    assertThat(variables.size()).isEqualTo(function.environment().size());
                    function.environment()
                            .forEach((name, value) -> {
                                if (!name.equals("ENDPOINT_URL")) {
                                    assertThat(variables.path(name).asText()).isEqualTo(value);
                                }
                            });
                });
        assertThat(file.at("/ProfileGuard/GUARD_MODE").asText()).isEqualTo("enforce");
    }

    @Test
    void samFindsTheFileAndThisMachineByItsOwnConfiguration() throws Exception {
        assertThat(Files.readAllLines(Path.of("../samconfig.toml")))
                .containsSubsequence(
                        "[default.local_invoke.parameters]",
                        "env_vars = \"%s\"".formatted(WRITTEN),
                        "add_host = [\"host.docker.internal:host-gateway\"]",
                        "[default.local_start_lambda.parameters]",
                        "env_vars = \"%s\"".formatted(WRITTEN),
                        "add_host = [\"host.docker.internal:host-gateway\"]");
    }

    @Test
    void aDeployedFunctionHasNoOtherEndpointThanThoseOfAws() {
        assertThat(STACK.functions())
                .extracting(FunctionDefinition::environment)
                .allSatisfy(environment ->
                        assertThat(environment)
                                .containsEntry("ENDPOINT_URL", "")
                                .doesNotContainKey("AWS_ENDPOINT_URL"));
    }

    /// A template with macros needs `CAPABILITY_AUTO_EXPAND`; roles need `CAPABILITY_IAM`, and
    /// those with names `CAPABILITY_NAMED_IAM`. See
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
    @Test
    void samDeploysWithTheCapabilitiesThatTheTemplateNeedsAndNoMore() throws Exception {
        String template = Files.readString(Path.of("../template.yaml"));
        boolean isNamed =
                Pattern.compile("(?m)^ +(RoleName|ManagedPolicyName|UserName|GroupName):")
                        .matcher(template)
                        .find();

        assertThat(template).contains("Transform:");
        assertThat(Files.readAllLines(Path.of("../samconfig.toml")))
                .contains(
                        "capabilities = [\"%s\", \"CAPABILITY_AUTO_EXPAND\"]"
                                .formatted(isNamed ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM"),
                        "resolve_s3 = true");
    }

    private static final String WRITTEN = ".aws-sam/sandbox.json";
    private static final Template STACK =
            TemplateReader.read(
                    Path.of("../template.yaml"),
                    Map.of("GuardMode", "enforce", "TrustedPrincipals", "nobody"));
}
