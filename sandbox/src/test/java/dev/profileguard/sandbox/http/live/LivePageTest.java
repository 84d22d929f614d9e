package dev.profileguard.sandbox.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.RawHttp;
import dev.profileguard.sandbox.http.SandboxServer;
import dev.profileguard.sandbox.organization.Organization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.Tag;

/// The live page and its stream over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LivePageTest {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode",
                            "enforce",
                            "GuardedProfiles",
                            "prod-*",
                            "TrustedPrincipals",
                            "arn:aws:iam::*:user/alice"),
                    Sandbox.Mode.REAL_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final RawHttp http = RawHttp.of(server);

    @AfterAll
    void close() {
        server.close();
        sandbox.close();
    }

    @Test
    void isAtTheRootForBrowsers() {
        String page = http.send("GET", "/", List.of("Host: 127.0.0.1", "Accept: text/html,*/*"));

        assertThat(RawHttp.status(page)).isEqualTo(200);
        assertThat(page)
                .contains(
                        "Content-security-policy: default-src 'none'; script-src 'self'; style-src"
                                + " 'self';",
                        "frame-ancestors 'none'",
                        "base-uri 'none'; form-action 'none'",
                        "X-content-type-options: nosniff",
                        "Cross-origin-resource-policy: same-origin",
                        "<title>Profile Guard: sandbox</title>")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("(?i)\\bstyle=|\\bon[a-z]+=");
    }

    @Test
    void canBeLinkedFromOtherPages() {
        assertThat(
                        RawHttp.status(
                                http.send(
                                        "GET",
                                        "/",
                                        List.of(
                                                "Host: 127.0.0.1",
                                                "Accept: text/html",
                                                "Sec-Fetch-Site: cross-site"))))
                .isEqualTo(200);
        assertThat(
                        RawHttp.status(
                                http.send(
                                        "GET",
                                        "/",
                                        List.of("Host: evil.example", "Accept: text/html"))))
                .isEqualTo(403);
    }

    @Test
    void leavesTheRootToIamForOtherClients() {
        assertThat(http.send("GET", "/", List.of("Host: 127.0.0.1", "Accept: */*")))
                .contains("MissingAuthenticationToken");
        assertThat(
                        http.send(
                                "GET",
                                "/?Action=ListRoles&Version=2010-05-08",
                                List.of("Host: 127.0.0.1", "Accept: text/html")))
                .contains("MissingAuthenticationToken");
        assertThat(
                        http.send(
                                "GET",
                                "/",
                                List.of(
                                        "Host: 127.0.0.1",
                                        "Accept: text/html",
                                        "Authorization: AWS4-HMAC-SHA256"
                                            + " Credential=alice/20260101/us-east-1/s3/aws4_request")))
                .contains("ListAllMyBucketsResult");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "icon.svg",
                "style.css",
                "live.css",
                "shapes.js",
                "flows.js",
                "calls.js",
                "live.js"
            })
    void hasTheFilesThatThePageNames(String file) {
        String page = http.send("GET", "/", List.of("Host: 127.0.0.1", "Accept: text/html"));
        String found = http.send("GET", "/_sandbox/page/" + file, List.of("Host: 127.0.0.1"));

        assertThat(page).contains("\"/_sandbox/page/" + file + "\"");
        assertThat(RawHttp.status(found)).isEqualTo(200);
        assertThat(found)
                .contains("nosniff")
                .doesNotContain(
                        "innerHTML",
                        "insertAdjacentHTML",
                        "outerHTML",
                        "eval(",
                        "document.write",
                        "http://cdn",
                        "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing.js", "../live/live.js", "%2e%2e/live.js", "live.html"})
    void hasNoOtherFiles(String file) {
        assertThat(
                        RawHttp.status(
                                http.send(
                                        "GET",
                                        "/_sandbox/page/" + file,
                                        List.of("Host: 127.0.0.1"))))
                .isEqualTo(404);
    }

    @Test
    void streamsTheAccountAndWhatHappensInIt() throws IOException {
        try (EventReader events = EventReader.open(server)) {
            assertThat(events.next("hello"))
                    .contains("\"account\":\"123456789012\"", "\"GuardMode\":\"enforce\"");

            sandbox.iamAs("alice")
                    .createRole(r -> r.roleName("streamed").assumeRolePolicyDocument(TRUST));

            assertThat(events.next("timeline", "role/streamed")).contains("CreateRole");
            assertThat(events.next("status")).contains("\"time\":");
        }
        try (EventReader events = EventReader.open(server)) {
            assertThat(events.next("account", "role/streamed"))
                    .contains("\"role\":\"streamed\",\"profile\":null");
        }
    }

    @Test
    void sendsWhatChangedAndWhatIsGone() throws IOException {
        sandbox.iamAs("bob").createInstanceProfile(p -> p.instanceProfileName("test-gone"));
        try (EventReader events = EventReader.open(server)) {
            events.next("account", "test-gone");

            sandbox.iamAs("bob").createInstanceProfile(p -> p.instanceProfileName("test-other"));

            assertThat(events.next("account", "test-other")).doesNotContain("test-gone");
            sandbox.iamAs("bob").deleteInstanceProfile(p -> p.instanceProfileName("test-gone"));
            assertThat(events.next("gone", "test-gone"))
                    .isEqualTo("{\"subjects\":[\"instance-profile/test-gone\"]}");
        }
    }

    @Test
    void linksACallWithTheRepairThatFollows() throws IOException {
        var alice = sandbox.iamAs("alice");
        alice.createRole(r -> r.roleName("linked").assumeRolePolicyDocument(TRUST));
        alice.createInstanceProfile(p -> p.instanceProfileName("prod-linked"));
        alice.addRoleToInstanceProfile(
                p -> p.instanceProfileName("prod-linked").roleName("linked"));
        sandbox.advance(Duration.ofSeconds(2));
        sandbox.iamAs("mallory")
                .removeRoleFromInstanceProfile(
                        p -> p.instanceProfileName("prod-linked").roleName("linked"));
        sandbox.advance(Duration.ofSeconds(2));

        try (EventReader events = EventReader.open(server)) {
            String entries = events.next("timeline", "role-reverted");

            String action =
                    entry(
                            entries,
                            "\"kind\":\"action\"",
                            "\"subject\":\"instance-profile/prod-linked\"");
            String requestId = action.replaceAll(".*\"requestId\":(\"[^\"]+\").*", "$1");
            assertThat(entry(entries, "\"kind\":\"invocation\"", requestId))
                    .contains("ProfileGuard");
            assertThat(entry(entries, "AddRoleToInstanceProfile", "\"requestId\":" + requestId))
                    .contains("\"kind\":\"call\"");
            assertThat(events.next("findings", "role-reverted")).contains("\"number\":");
        }
    }

    @Test
    void continuesWhereAPageStopped() throws IOException {
        String read;
        try (EventReader events = EventReader.open(server)) {
            sandbox.iamAs("alice")
                    .createRole(r -> r.roleName("before").assumeRolePolicyDocument(TRUST));
            events.next("timeline", "role/before");
            read = events.nextId();
        }
        sandbox.iamAs("alice").createRole(r -> r.roleName("after").assumeRolePolicyDocument(TRUST));
        try (EventReader events = EventReader.open(server, "", read)) {
            assertThat(events.next("hello")).contains("\"continues\":true");
            assertThat(events.next("timeline")).doesNotContain("role/before");
        }
        try (EventReader events = EventReader.open(server, "", "another-1-1")) {
            assertThat(events.next("hello")).contains("\"continues\":false");
            assertThat(events.next("timeline")).contains("\"number\":1}");
        }
    }

    @Test
    void makesHiddenCharactersVisibleAndKeepsEachEventOnOneLine() throws IOException {
        var iam = sandbox.iamAs("alice");
        iam.createRole(r ->
                r.roleName("hostile")
                        .assumeRolePolicyDocument(TRUST)
                        .tags(Tag.builder().key("Owner").value("evil\u2028name").build()));
        try (EventReader events = EventReader.open(server)) {
            assertThat(events.next("account", "hostile")).contains("evil\\u005cu2028name");
        }
    }

    @Test
    void limitsTheNumberOfOpenPagesAndFreesThePlacesOfClosedOnes() throws IOException {
        try (SandboxServer another = LocalServer.of(sandbox)) {
            EventReader[] open = new EventReader[Streams.MOST];
            for (int i = 0; i < open.length; i++) {
                open[i] = EventReader.open(another);
                open[i].next("hello");
            }
            try (EventReader full = EventReader.open(another)) {
                assertThat(full.next("full")).contains("Close one of them");
            }
            for (EventReader each : open) {
                each.close();
            }
            assertThat(opensAgain(another)).isTrue();
        }
    }

    @Test
    void endsStreamsWhenItCloses() throws IOException {
        SandboxServer another = LocalServer.of(sandbox);
        try (EventReader events = EventReader.open(another)) {
            events.next("hello");

            another.close();

            assertThat(events.ends()).isTrue();
        }
    }

    @Test
    void showsTheAccountsOfAnOrganization() throws IOException {
        try (Organization organization =
                        Organization.stoppedAt(
                                Sandbox.TEST_TIME, Path.of("..", "template.yaml"), Map.of(), 1);
                SandboxServer accounts = LocalServer.of(organization);
                EventReader first = EventReader.open(accounts);
                EventReader member = EventReader.open(accounts, "?account=210000000001", "")) {
            assertThat(first.next("hello"))
                    .contains(
                            "\"account\":\"123456789012\",\"accounts\":[\"123456789012\",\"210000000001\"]");
            assertThat(member.next("hello")).contains("\"account\":\"210000000001\"");
        }
    }

    @Test
    void refusesAQueryThatCannotBeRead() {
        assertThat(http.send("GET", "/_sandbox/events?account=%FF%2", List.of("Host: 127.0.0.1")))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void findsNoOtherAccount() {
        assertThat(
                        http.send(
                                "GET",
                                "/_sandbox/events?account=%3Cb%3E1",
                                List.of("Host: 127.0.0.1")))
                .startsWith("HTTP/1.1 404")
                .contains("There is no account");
    }

    /// The places become free when the server notices that the pages are gone.
    private boolean opensAgain(SandboxServer another) throws IOException {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            sandbox.iamAs("bob").listRoles();
            try (EventReader events = EventReader.open(another)) {
                if (events.nextType().equals("hello")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String entry(String entries, String... parts) {
        return List.of(entries.split("(?=\\{\"time\")", -1)).stream()
                .filter(each -> List.of(parts).stream().allMatch(each::contains))
                .findFirst()
                .orElseThrow();
    }
}
