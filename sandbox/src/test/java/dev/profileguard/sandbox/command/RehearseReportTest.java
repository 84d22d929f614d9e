package dev.profileguard.sandbox.command;

import static dev.profileguard.sandbox.account.AccountTexts.listing;
import static dev.profileguard.sandbox.account.AccountTexts.nested;
import static dev.profileguard.sandbox.account.AccountTexts.profile;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static dev.profileguard.sandbox.account.AccountTexts.roles;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `guard rehearse --report`.
class RehearseReportTest extends AbstractRehearseTest {
    private static final String TAGS = "InheritedTags=Owner";

    @Test
    void writesThePlanAsAPage() throws IOException {
        Path page = folder.resolve("page.html");

        assertThat(rehearse(GUARDED, "--report", page.toString())).isZero();

        JsonNode data = data(page);
        assertThat(data.path("of").asText()).isEqualTo("account 111122223333");
        assertThat(data.path("numbers").toString()).startsWith("[[\"instance profiles\",2],");
        assertThat(data.path("functions").toString()).contains("[\"ProfileProvisioner\",");
        assertThat(subjects(data)).contains("role/api", "instance-profile/prod-web");
        assertThat(output.toString())
                .contains("The plan", page + ": ", " KB, open it in a browser");
    }

    @Test
    void showsARoleBeforeAndAfterItsProfileIsCreated() throws IOException {
        Path page = folder.resolve("page.html");

        assertThat(rehearse("--report", page.toString())).isZero();

        JsonNode data = data(page);
        JsonNode api = entry(data, "role/api");
        assertThat(api.path(1).path(1)).isEmpty();
        assertThat(data.path("texts").path(api.path(2).path(1).path(0).asInt()).asText())
                .isEqualTo("\u0001");
        assertThat(subjects(data)).doesNotContain("instance-profile/api");
    }

    @Test
    void showsTheTagsOfAProfileBeforeAndAfter() throws IOException {
        String tagged =
                role("web", profile("web", nested("web")))
                        .replace(
                                "\"Tags\": []",
                                "\"Tags\": [{\"Key\": \"Owner\", \"Value\": \"チーム\"}]");
        write("account.json", roles(tagged));
        write("profiles.json", listing(profile("web", nested("web"))));
        Path page = folder.resolve("page.html");

        int status = rehearse("--parameter-overrides", TAGS, "--report", page.toString());

        assertThat(status).isZero();
        JsonNode data = data(page);
        JsonNode web = entry(data, "instance-profile/web");
        assertThat(web.path(1).path(3)).isEmpty();
        assertThat(data.path("texts").path(web.path(2).path(3).path(1).asInt()).asText())
                .isEqualTo("チーム");
    }

    @Test
    void showsTheChecklistOfANodeRole() throws IOException {
        write("account.json", roles(role("AmazonEKSNodeRole")));
        write("profiles.json", listing());
        Path page = folder.resolve("page.html");

        assertThat(rehearse("--report", page.toString())).isZero();

        JsonNode data = data(page);
        List<String> topics =
                entry(data, "role/AmazonEKSNodeRole")
                        .path(4)
                        .valueStream()
                        .flatMap(outcome -> outcome.path(5).valueStream())
                        .map(check -> data.path("texts").path(check.path(0).asInt()).asText())
                        .toList();
        assertThat(topics).contains("trust").hasSizeGreaterThan(2);
    }

    @Test
    void showsAnEmptyAccount() throws IOException {
        write("account.json", roles());
        write("profiles.json", listing());
        Path page = folder.resolve("page.html");

        assertThat(rehearse("--report", page.toString())).isZero();

        assertThat(data(page).path("entries")).isEmpty();
    }

    @Test
    void replacesAFile() throws IOException {
        Path page = write("page.html", "old");

        assertThat(rehearse("--report", page.toString())).isZero();

        assertThat(page).content().startsWith("<!DOCTYPE html>");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void refusesAFileInAFolderThatIsNotThere() {
        Path page = folder.resolve("none/page.html");

        assertThat(rehearse("--report", page.toString())).isEqualTo(2);

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains("--report " + page + " cannot be written: there is no folder ")
                .contains("Create it");
    }

    @Test
    void refusesAFolder() {
        assertThat(rehearse("--report", folder.toString())).isEqualTo(2);

        assertThat(errors.toString())
                .contains("--report " + folder + " cannot be written: it is a folder");
    }

    @Test
    void refusesADevice() {
        assertThat(rehearse("--report", "/dev/null")).isEqualTo(2);

        assertThat(errors.toString())
                .contains("--report /dev/null cannot be written: it is a device or a pipe");
    }

    @Test
    void replacesTheFileThatALinkNames() throws IOException {
        Path page = write("page.html", "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.html"), page);

        assertThat(rehearse("--report", link.toString())).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(page).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void writesNothingWhenTheAccountIsTruncated() throws IOException {
        Files.writeString(account, "{\"RoleDetailList\": [");
        Path page = folder.resolve("page.html");

        assertThat(rehearse("--report", page.toString())).isEqualTo(1);

        assertThat(page).doesNotExist();
    }

    private static JsonNode data(Path page) throws IOException {
        String html = Files.readString(page);
        String start = "id=\"data\">";
        int from = html.indexOf(start) + start.length();
        return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }

    private static List<String> subjects(JsonNode data) {
        return data.path("entries").valueStream().map(each -> each.path(0).asText()).toList();
    }

    private static JsonNode entry(JsonNode data, String subject) {
        return data.path("entries")
                .valueStream()
                .filter(each -> each.path(0).asText().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
