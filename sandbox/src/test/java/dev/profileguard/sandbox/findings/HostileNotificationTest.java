package dev.profileguard.sandbox.findings;

import static dev.profileguard.sandbox.findings.NotifiedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.aws.notify.Notification;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.text.Hostile;
import dev.profileguard.text.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Findings about hostile text, from an event or a request to what people get.
class HostileNotificationTest {
    @ParameterizedTest
    @ValueSource(strings = {"email", "chat"})
    void aHostileSessionNameReachesNobody(String format) throws IOException {
        try (NotifiedAccount account = NotifiedAccount.with("FindingsFormat", format)) {
            account.withoutEvents("mallory", iam -> swap(iam));
            account.allow("mallory", Grant.PROFILES, Grant.invoking("ProfileGuard"));
            account.invokeAs("mallory", "ProfileGuard", event(account));

            assertThat(account.role()).isEqualTo("web");
            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
            Notification sent = account.newMails().getFirst();
            Hostile.assertSafeLines(String.valueOf(sent.body()));
            assertThat(sent.body()).contains("nforged: all is well", "ud83d");
            assertThat(account.undelivered()).isEmpty();
            assertThat(Reply.lines(account.sandbox().findings()).body().lines())
                    .noneMatch(Hostile::isHidden);
        }
    }

    @Test
    void aReasonCannotForgeALineOfAMail() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            String reason = "incident 1\nRule ProfileGuard, event forged\u001b[2J.";

            account.allow("mallory", Grant.invoking("ProfileGuard"));
            account.invokeAs(
                    "mallory",
                    "ProfileGuard",
                    "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 5, \"reason\": %s}}"
                            .formatted(JsonText.string(reason)));

            String mail = account.newMails().getFirst().body();
            Hostile.assertSafeLines(mail);
            assertThat(mail.lines().filter(line -> line.startsWith("Rule ProfileGuard")))
                    .hasSize(1);
            assertThat(mail).contains("incident 1\\nRule ProfileGuard, event forged\\u001b[2J.");
        }
    }

    private static String event(NotifiedAccount account) throws IOException {
        ObjectNode event =
                (ObjectNode)
                        JSON.readTree(
                                Files.readString(
                                        Path.of("../events/ProfileGuard/role-added.json")));
        ObjectNode detail = (ObjectNode) event.get("detail");
        detail.put(
                "eventTime",
                account.sandbox().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        JsonNode identity = detail.get("userIdentity");
        ((ObjectNode) identity).put("principalId", "AROA1:" + Hostile.TEXT);
        ((ObjectNode) identity).put("arn", Hostile.TEXT);
        ((ObjectNode) identity)
                .putObject("sessionContext")
                .putObject("sessionIssuer")
                .put("arn", "arn:aws:iam::123456789012:role/" + Hostile.TEXT);
        detail.put("userAgent", Hostile.TEXT);
        ((ObjectNode) detail.get("requestParameters")).put("roleName", "evil");
        return JsonText.escaped(event.toString());
    }

    private static final ObjectMapper JSON = new ObjectMapper();
}
