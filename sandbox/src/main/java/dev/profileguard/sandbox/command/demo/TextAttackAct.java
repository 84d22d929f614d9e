package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import dev.profileguard.text.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileGuard: an attacker puts escape sequences, line breaks and markup into all texts that
/// people read later. The attack has the number of docs/security.md.
final class TextAttackAct implements Act {
    /// Clears a terminal, forges a line, and calls everybody in a channel.
    private static final String TEXT =
            "ci\u001b[2J\u001b[32m\nfinding  all is well <!channel> *ok* [click](b.example)";

    /// IAM allows line separators in the values of tags.
    private static final String TAG = "off\u2028finding  all is well";

    private static final char ESC = '\u001b';

    private final Stage stage;
    private final AccountView account;
    private final Destination destination;

    /// Where the findings of an act go.
    enum Destination {
        /// FindingsFormat=email.
        EMAIL("an e-mail"),
        /// FindingsFormat=chat.
        CHAT("a chat message");

        private final String words;

        Destination(String words) {
            this.words = words;
        }

        /// What people see of a message.
        String text(String message) {
            return switch (this) {
                case EMAIL -> message;
                case CHAT -> chat(message);
            };
        }

        private static String chat(String message) {
            try {
                Object content = JSON.std.mapFrom(message).get("content");
                Map<?, ?> fields = content instanceof Map<?, ?> map ? map : Map.of();
                return fields.get("title") + "\n" + fields.get("description");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    TextAttackAct(Stage stage, Destination destination) {
        this.stage = stage;
        this.account = stage.account();
        this.destination = destination;
    }

    @Override
    public void play() {
        stage.scene(
                "Attack 10: text from outside, on the terminal and in " + destination.words,
                "mallory sets a tag with a line break. Then she invokes the function with an event"
                        + " of her change, in which the name of her session contains escape"
                        + " sequences and markup.");
        stage.user(
                "deployer",
                iam -> {
                    createRoles(iam, "web", "intruder");
                    createProfile(iam, "prod-web", "web", guard("locked"));
                });
        stage.settle();
        stage.user("mallory", iam -> tag(iam, "prod-web", guard(TAG)));
        stage.settle();
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.handIn("mallory", "mallory invokes the function with her event", event());
        stage.show("after", "prod-web");
        stage.expect(
                "both changes are reverted",
                account.roleIn("prod-web").equals("web")
                        && account.tagOf("prod-web", "profile-guard").equals("locked"));
        List<String> texts = stage.attack().messages().stream().map(destination::text).toList();
        checkTerminal();
        stage.expect("people get a message about it", !texts.isEmpty());
        if (!texts.isEmpty()) {
            stage.attack().print("what people get: " + destination.words, texts.getLast());
            checkDestination(texts);
        }
    }

    private void checkTerminal() {
        stage.expect(
                "a terminal shows her text on one line, with the escape sequences as text",
                stage.attack()
                        .printed(TEXT)
                        .equals(TEXT.replace("\u001b", "\\u001b").replace("\n", "\\n")));
    }

    private void checkDestination(List<String> texts) {
        stage.expect(
                "%s shows it in the same way, and contains no escape character"
                        .formatted(destination.words),
                texts.getLast().contains("\\u001b[2J")
                        && texts.stream().noneMatch(text -> text.indexOf(ESC) >= 0));
        stage.expect(
                "no line of it is hers",
                texts.stream()
                        .flatMap(String::lines)
                        .noneMatch(line -> line.startsWith("finding")));
        if (destination == Destination.CHAT) {
            stage.expect(
                    "it calls nobody: no <!channel> is in it",
                    texts.stream().noneMatch(text -> text.contains("<!channel>")));
        }
    }

    private String event() {
        return """
        {"version": "0", "id": "1", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
         "account": "123456789012", "time": "%1$s", "region": "us-east-1", "resources": [],
         "detail": {"eventVersion": "1.11", "eventTime": "%1$s", "eventID": "e-by-hand",
          "eventSource": "iam.amazonaws.com", "eventName": "AddRoleToInstanceProfile",
          "awsRegion": "us-east-1", "recipientAccountId": "123456789012", "userAgent": %2$s,
          "userIdentity": {"type": "AssumedRole", "principalId": %3$s, "arn": %4$s,
           "accountId": "123456789012",
           "sessionContext": {"sessionIssuer": {"type": "Role",
            "arn": "arn:aws:iam::123456789012:role/dev"}}},
          "requestParameters": {"instanceProfileName": "prod-web", "roleName": "intruder"},
          "responseElements": null}}\
        """
                .formatted(
                        stage.now(),
                        JsonText.string(TEXT),
                        JsonText.string("AROAEXAMPLE:" + TEXT),
                        JsonText.string("arn:aws:sts::123456789012:assumed-role/dev/" + TEXT));
    }

    private static Tag guard(String value) {
        return Tag.builder().key("profile-guard").value(value).build();
    }
}
