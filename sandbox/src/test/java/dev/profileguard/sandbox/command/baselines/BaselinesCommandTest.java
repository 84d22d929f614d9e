package dev.profileguard.sandbox.command.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.NoTerminal;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/// `guard baselines` against the sandbox over HTTP.
class BaselinesCommandTest {
    @Test
    void listsAndShowsWhatIsRecorded() {
        assertThat(guard("baselines", "list")).isZero();
        assertThat(command.output())
                .contains("PROFILE ", "prod-web ", "proven", "user/alice (event ")
                .doesNotContain("batch");

        assertThat(guard("baselines", "show", "prod-web")).isZero();
        assertThat(command.output()).contains("  role: web (AROA", "  drift: none");

        assertThat(guard("baselines", "history", "prod-web")).isZero();
        assertThat(command.output()).contains("now, since", "role web, proven");
    }

    @Test
    void anExportMatchesTheSchemaAndItsImportChangesNothing() throws IOException {
        Path file = exported();

        assertThat(schema().validate(JSON.readTree(file.toFile()))).isEmpty();
        assertThat(guard("baselines", "import", file.toString())).isZero();
        assertThat(command.output()).contains("No changes. 1 baselines are recorded like that.");
    }

    @Test
    void theSchemaRefusesWhatAnImportRefuses() throws IOException {
        for (String entry :
                new String[] {
                    "{}",
                    "{\"profile\": \"a b\"}",
                    "{\"profile\": \"web\", \"rol\": \"web\"}",
                    "{\"profile\": \"web\", \"path\": \"team\"}",
                    "{\"profile\": \"web\", \"roleId\": \"AROAEXAMPLEEXAMPLE\"}",
                    "{\"profile\": \"web\", \"tags\": {\"a\": 1}}"
                }) {
            Path file =
                    file(
                            "{\"format\": \"profile-guard-baselines-1\", \"baselines\": [%s]}"
                                    .formatted(entry));
            assertThat(schema().validate(JSON.readTree(file.toFile()))).as(entry).isNotEmpty();
            assertThat(guard("baselines", "import", file.toString())).as(entry).isEqualTo(1);
        }
    }

    @Test
    void importsAnEditedExportAsAPlanThatIsApplied() throws IOException {
        String edited =
                Files.readString(exported()).replace("\"tags\" : { }", "\"tags\": {\"a\": \"b\"}");

        assertThat(guard("baselines", "import", file(edited).toString())).isZero();
        assertThat(command.output())
                .contains("  ~ baseline of prod-web", "      ~ add tag a=b")
                .contains("Plan: 1 baselines change, 0 are recorded like that already.");
        assertThat(guard("apply", plan(), "--yes")).isZero();
        assertThat(command.errors()).contains("0 to add, 1 to change, 0 to delete");
        assertThat(command.output()).contains("Apply complete: 0 added, 1 changed, 0 deleted.");
        assertThat(guard("baselines", "show", "prod-web")).isZero();
        assertThat(command.output())
                .contains("  tag: a=b", "a manual invocation (baselines import)");
    }

    @Test
    void importsAStateOfTerraform() throws IOException {
        String state = Files.readString(DATA.resolve("terraform-state.json"));
        Path file = file(state.replace("PROFILE_ID_OF_PROD_WEB", id("prod-web")));

        assertThat(guard("baselines", "import", file.toString())).isZero();

        assertThat(command.errors())
                .contains("aws_iam_instance_profile.elsewhere: it is in account 210987654321");
        assertThat(command.output())
                .contains("+ baseline of batch", "record role batch (AROA")
                .contains("add tag ManagedBy=terraform", "add tag Owner=alice")
                .doesNotContain("other");
        assertThat(guard("apply", plan(), "--yes")).isZero();
        assertThat(guard("baselines", "import", file.toString())).isZero();
        assertThat(command.output()).contains("No changes");
    }

    @Test
    void aProfileThatTerraformKnowsByAnotherIdIsAConflict() {
        assertThat(guard("baselines", "import", DATA.resolve("terraform-state.json").toString()))
                .isEqualTo(1);

        assertThat(command.output()).contains("! prod-web: it was deleted and created again");
        assertThat(command.errors()).contains("1 of 2 changes are not possible");
        assertThat(guard("baselines", "list")).isZero();
        assertThat(command.output()).doesNotContain("batch");
    }

    @Test
    void aPlanOfTerraformWithUnknownNamesIsNotImported() {
        assertThat(guard("baselines", "import", DATA.resolve("terraform-plan.json").toString()))
                .isEqualTo(1);

        assertThat(command.output())
                .contains("! aws_iam_instance_profile.new: its name is not known before");
    }

    @Test
    void importsATemplateWithTheNamesOfItsStack() {
        String template = DATA.resolve("template.yaml").toString();
        String resources = DATA.resolve("stack-resources.json").toString();

        assertThat(guard("baselines", "import", template)).isEqualTo(1);
        assertThat(command.output()).contains("! BatchProfile: its name is not in the template");

        assertThat(guard("baselines", "import", template, "--resources", resources)).isZero();
        assertThat(command.output())
                .contains("+ baseline of batch", "1 baselines change, 1 are recorded like that");
    }

    @Test
    void importsTheResourcesOfAStackAsIamShowsThem() throws IOException {
        Path resources = DATA.resolve("stack-resources.json");
        assertThat(guard("baselines", "import", resources.toString())).isZero();
        assertThat(command.output()).contains("record role batch (AROA");

        Path drifted = file(Files.readString(resources).replace("IN_SYNC", "MODIFIED"));
        assertThat(guard("baselines", "import", drifted.toString())).isEqualTo(1);
        assertThat(command.output()).contains("CloudFormation found that it drifted (MODIFIED)");
    }

    @Test
    void exportsTheTableOfAnOlderStack() throws IOException {
        assertThat(guard("baselines", "export")).isZero();
        String now = command.output();

        assertThat(guard("baselines", "export", "--table", "profile-guard-BaselineTable")).isZero();

        assertThat(command.output()).isEqualTo(now);
    }

    @Test
    void saysThatNothingHasANameInsteadOfThatAllIsRight() {
        assertThat(guard("baselines", "diff", "nothing-*")).isZero();
        assertThat(command.output()).contains("No baseline is recorded for these names.");
        assertThat(guard("baselines", "approve", "nothing-*")).isZero();
        assertThat(command.output()).contains("no provisional baseline has one of these names");
        assertThat(guard("baselines", "history", "batch")).isZero();
        assertThat(command.output()).contains("  now: no baseline");
        assertThat(guard("baselines", "export", "--table", "nothing")).isNotZero();
        assertThat(command.errors()).contains("There is no table nothing in this account");
    }

    @Test
    void removesOthersOnlyIfAskedTo() throws IOException {
        Path empty = file("{\"format\": \"profile-guard-baselines-1\", \"baselines\": []}");
        assertThat(guard("baselines", "import", empty.toString())).isZero();
        assertThat(command.output()).contains("no instance profiles, so there is nothing");

        assertThat(guard("baselines", "import", empty.toString(), "--remove-others", "prod-*"))
                .isZero();
        assertThat(command.output())
                .contains("- baseline of prod-web", "remove the baseline with role web");
        assertThat(guard("apply", plan(), "--yes")).isZero();
        assertThat(command.output()).contains("0 added, 0 changed, 1 deleted");
    }

    @Test
    void goesBackToAnEarlierBaseline() {
        alice.createRole(role -> role.roleName("web-v2").assumeRolePolicyDocument(TRUST));
        alice.removeRoleFromInstanceProfile(
                remove -> remove.instanceProfileName("prod-web").roleName("web"));
        alice.addRoleToInstanceProfile(
                add -> add.instanceProfileName("prod-web").roleName("web-v2"));
        sandbox.advance(Duration.ofSeconds(5));
        guard("baselines", "history", "prod-web");
        Matcher event =
                Pattern.compile("role web \\(AROA.*event ([0-9a-f-]+)\\)")
                        .matcher(command.output());
        assertThat(event.find()).isTrue();

        assertThat(guard("baselines", "restore", "prod-web", "--to", event.group(1))).isZero();
        assertThat(command.output()).contains("change the role from role web-v2");
        assertThat(guard("apply", plan(), "--yes")).isZero();

        assertThat(guard("baselines", "diff")).isZero();
        assertThat(command.output())
                .contains("prod-web  RoleSwapped", "  - role web (", "  + role web-v2 (");
    }

    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private static final Path DATA = Path.of("src", "test", "resources", "baselines");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode", "enforce",
                            "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                            "GuardedProfiles", "prod-*"),
                    Sandbox.Mode.REAL_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final IamClient alice = sandbox.iamAs("alice");
    private final LastCommand command = new LastCommand();
    private String planned = "";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void prepare() {
        make("prod-web", "web");
        make("batch", "batch");
        sandbox.advance(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }

    private void make(String profile, String role) {
        alice.createRole(create -> create.roleName(role).assumeRolePolicyDocument(TRUST));
        alice.createInstanceProfile(create -> create.instanceProfileName(profile));
        alice.addRoleToInstanceProfile(add -> add.instanceProfileName(profile).roleName(role));
    }

    private String id(String profile) {
        return alice.getInstanceProfile(get -> get.instanceProfileName(profile))
                .instanceProfile()
                .instanceProfileId();
    }

    private Path exported() throws IOException {
        assertThat(guard("baselines", "export")).isZero();
        return file(command.output());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file-%d.json".formatted(text.hashCode())), text);
    }

    /// The plan of the last command.
    private String plan() {
        return planned;
    }

    private static JsonSchema schema() throws IOException {
        JsonNode schema = JSON.readTree(Path.of("..", "docs", "baselines.schema.json").toFile());
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    private int guard(String... words) {
        int status = command.run(NoTerminal.at(server), words);
        Matcher plan = Pattern.compile("apply (baselines-\\S+)").matcher(command.output());
        planned = plan.find() ? plan.group(1) : planned;
        return status;
    }
}
