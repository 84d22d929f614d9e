package dev.profileguard.sandbox.command.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.NoTerminal;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// The pages of a deployed stack: those that Backfill stores, and those of `guard plan --report`
/// and `guard sweep --report`.
class SweptPageTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode", "observe",
                            "InheritedTags", "Owner",
                            "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                            "GuardedProfiles", "prod-*"),
                    Sandbox.Mode.REAL_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final IamClient alice = sandbox.iamAs("alice");
    private final LastCommand command = new LastCommand();
    @TempDir Path folder = Path.of("");
    private final Map<String, String> variables = new HashMap<>(NoTerminal.at(server).variables());
    private String instance = "";

    @BeforeEach
    void prepare() {
        Tag owner = Tag.builder().key("Owner").value("チーム").build();
        alice.createRole(role -> role.roleName("web").assumeRolePolicyDocument(TRUST));
        alice.createRole(role -> role.roleName("admin").assumeRolePolicyDocument(TRUST));
        alice.createInstanceProfile(create -> create.instanceProfileName("prod-web").tags(owner));
        alice.addRoleToInstanceProfile(add -> add.instanceProfileName("prod-web").roleName("web"));
        sandbox.advance(Duration.ofMinutes(5));
        instance = sandbox.ec2(Sandbox.user("alice"), "us-east-1").runInstances("prod-web");
        sandbox.advance(Duration.ofMinutes(5));
        IamClient mallory = sandbox.iamAs("mallory");
        mallory.removeRoleFromInstanceProfile(
                swap -> swap.instanceProfileName("prod-web").roleName("web"));
        mallory.addRoleToInstanceProfile(
                swap -> swap.instanceProfileName("prod-web").roleName("admin"));
        sandbox.advance(Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }

    @Test
    void thePageOfAPlanShowsTheProfileBeforeAndAfterAndWhatUsesIt() throws IOException {
        assertThat(guard("sweep")).isZero();
        Path page = folder.resolve("plan.html");

        assertThat(guard("plan", "--report", page.toString())).isZero();

        assertThat(command.output()).contains("Plan: ", page + ": ", " KB, open it in a browser");
        Shown shown = Shown.of(Files.readString(page));
        assertThat(shown.data().path("title").asText()).isEqualTo("Plan");
        assertThat(shown.data().path("of").asText()).isEqualTo("account 123456789012");
        assertThat(shown.data().path("numbers").toString())
                .startsWith("[[\"instance profiles\",1],[\"roles\",2],");
        assertThat(shown.data().path("notes")).isEmpty();
        JsonNode entry = shown.entry("instance-profile/prod-web");
        assertThat(shown.text(entry.path(1).path(0))).isEqualTo("admin");
        assertThat(entry.path(2).path(0).asInt()).as("no role: it is withheld").isEqualTo(-1);
        assertThat(shown.texts(entry.path(1).path(3))).containsExactly("Owner", "チーム");
        assertThat(shown.texts(shown.entry("role/admin").path(1).path(1)))
                .as("what is there, not what the plan leaves")
                .containsExactly("prod-web");
        assertThat(shown.texts(entry.path(3)))
                .anyMatch(text -> text.contains(instance + " in us-east-1"))
                .anyMatch(text -> text.startsWith("seen "));
    }

    @Test
    void backfillStoresTheSamePageBesideItsReport() throws IOException {
        Path page = folder.resolve("plan.html");

        assertThat(guard("plan", "--json", "--report", page.toString())).isZero();

        String stored = stored("page");
        assertThat(Shown.of(stored).data().path("entries"))
                .isEqualTo(Shown.of(Files.readString(page)).data().path("entries"));
        assertThat(stored).startsWith("<!DOCTYPE html>").contains("チーム");
        assertThat(stored("report").lines().filter(line -> line.contains("\"state\":{")))
                .isNotEmpty()
                .allMatch(line -> line.contains("\"profiles\":["));
    }

    @Test
    void thePageOfASweepSaysWhatItFound() throws IOException {
        Path page = folder.resolve("sweep.html");

        assertThat(guard("sweep", "--report", page.toString())).isZero();

        Shown shown = Shown.of(Files.readString(page));
        assertThat(shown.data().path("title").asText()).isEqualTo("Sweep");
        assertThat(shown.data().path("words").path("changing").asText())
                .isEqualTo("changed, or would change");
        JsonNode entry = shown.entry("instance-profile/prod-web");
        assertThat(shown.text(entry.path(1).path(0))).isEqualTo("admin");
    }

    @Test
    void aPageThatWouldSayThatAllIsWellIsNotWritten() throws IOException {
        Path page = folder.resolve("plan.html");
        variables.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");

        int status = guard("plan", "--report", page.toString());

        assertThat(status).isEqualTo(1);
        assertThat(page).doesNotExist();
        assertThat(command.errors())
                .contains("cannot be written: the report of the sweep cannot be read");
    }

    @Test
    void refusesALinkToNothing() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.html"), folder.resolve("gone"));

        assertThat(guard("plan", "--report", link.toString())).isEqualTo(2);

        assertThat(command.errors()).contains("it is a link to a file that is not there");
    }

    @Test
    void refusesAFolderBeforeAnythingStarts() {
        assertThat(guard("plan", "--report", folder.toString())).isEqualTo(2);

        assertThat(command.errors()).contains("cannot be written: it is a folder");
        assertThat(command.output()).isEmpty();
    }

    /// The object that an answer names; the sandbox keeps it as a file.
    private String stored(String field) throws IOException {
        JsonNode answer = new ObjectMapper().readTree(command.output());
        return Files.readString(Path.of(URI.create(answer.path(field).asText())));
    }

    private int guard(String... words) {
        return command.run(new NoTerminal(variables), words);
    }

    /// The data of a page.
    private record Shown(JsonNode data) {
        static Shown of(String html) throws IOException {
            String start = "id=\"data\">";
            int from = html.indexOf(start) + start.length();
            return new Shown(
                    new ObjectMapper()
                            .readTree(html.substring(from, html.indexOf("</script>", from))));
        }

        JsonNode entry(String subject) {
            return IntStream.range(0, data.path("entries").size())
                    .mapToObj(data.path("entries")::path)
                    .filter(each -> each.path(0).asText().equals(subject))
                    .findFirst()
                    .orElseThrow();
        }

        String text(JsonNode index) {
            return data.path("texts").path(index.asInt(-1)).asText();
        }

        List<String> texts(JsonNode indexes) {
            return indexes.valueStream().map(this::text).toList();
        }
    }
}
