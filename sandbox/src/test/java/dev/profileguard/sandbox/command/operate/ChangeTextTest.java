package dev.profileguard.sandbox.command.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/// The diff that `plan` prints.
class ChangeTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PLANNED = Set.of("would-do");

    private final StringWriter output = new StringWriter();

    @Test
    void printsASignForEachResourceAndAction() {
        List<JsonNode> outcomes =
                List.of(
                        outcome(
                                "provision",
                                "role/web",
                                "web is in no profile",
                                action("CreateProfile", "instance-profile/web", "create it"),
                                action("AddRole", "instance-profile/web", "add role web to web")),
                        outcome(
                                "tags",
                                "role/web",
                                "Owner is missing",
                                action("TagRole", "role/web", "tag role web with {Owner=a}")),
                        outcome(
                                "provision",
                                "role/old",
                                "its role is gone",
                                action("DeleteProfile", "instance-profile/old", "delete it")));

        List<ResourceChange> changes = print(outcomes, 100);

        assertThat(output.toString())
                .isEqualTo(
                        """
                          # provision: web is in no profile
                          + instance-profile/web
                              + create it
                              + add role web to web

                          # tags: Owner is missing
                          ~ role/web
                              ~ tag role web with {Owner=a}

                          # provision: its role is gone
                          - instance-profile/old
                              - delete it

                        """);
        assertThat(Counts.of(changes).planned()).isEqualTo("1 to add, 1 to change, 1 to delete");
    }

    @Test
    void countsAProfileThatIsCreatedAgainAsBoth() {
        List<ResourceChange> changes =
                print(
                        List.of(
                                outcome(
                                        "guard",
                                        "instance-profile/web",
                                        "it is another one",
                                        action(
                                                "DeleteProfile",
                                                "instance-profile/web",
                                                "delete it"),
                                        action(
                                                "CreateProfile",
                                                "instance-profile/web",
                                                "make it"))),
                        100);

        assertThat(output.toString()).contains("-/+ instance-profile/web");
        assertThat(Counts.of(changes).done()).isEqualTo("1 added, 0 changed, 1 deleted");
    }

    @Test
    void leavesOutActionsThatAreNotPossible() {
        JsonNode outcome =
                json(
                        """
                        {"rule": "provision", "subject": "role/web", "decision": "provision",
                         "why": "the account is full", "findings": [], "actions": [{
                          "action": "CreateProfile", "subject": "instance-profile/web",
                          "description": "create it", "outcome": "quota-reached"}]}
                        """);

        assertThat(print(List.of(outcome), 100)).isEmpty();
        assertThat(text(100).notDone(List.of(outcome), false)).isEqualTo(1);
        assertThat(output.toString())
                .contains("! role/web  provision, provision: the account is full");
    }

    @Test
    void stopsAfterTheMostAndSaysWhereTheOthersAre() {
        List<JsonNode> outcomes =
                IntStream.range(0, 1000)
                        .mapToObj(i ->
                                outcome(
                                        "tags",
                                        "role/r" + i,
                                        "why",
                                        action("TagRole", "role/r" + i, "tag it")))
                        .toList();

        List<ResourceChange> changes = print(outcomes, 2);
        text(2).sayLeftOut(changes.size(), "s3://reports/2026-01-05/x/");

        assertThat(output.toString().lines().filter(line -> line.contains("~ role/"))).hasSize(2);
        assertThat(output.toString())
                .contains(
                        "... and 998 more. --all prints them, and the report has them:"
                                + " s3://reports/2026-01-05/x/");
        assertThat(Counts.of(changes).changed()).isEqualTo(1000);
    }

    @Test
    void escapesTextFromAnswers() {
        print(
                List.of(
                        outcome(
                                "tags",
                                "role/web",
                                "by \\u001b[2J\\nPlan: 0 to add",
                                action("TagRole", "role/web", "tag \\u202e"))),
                100);

        assertThat(output.toString())
                .contains("by \\u001b[2J\\nPlan: 0 to add", "tag \\u202e")
                .doesNotContain("\u001b", "\u202e")
                .doesNotContainPattern("(?m)^Plan");
    }

    @Test
    void coloursOnlyOnATerminal() {
        List<JsonNode> outcomes =
                List.of(outcome("tags", "role/a", "why", action("TagRole", "role/a", "tag")));

        new ChangeText(new Terminal(new PrintWriter(output), Ansi.ON), 9)
                .print(ResourceChange.in(outcomes, PLANNED));
        assertThat(output.toString()).contains("\u001b[33m~");

        output.getBuffer().setLength(0);
        print(outcomes, 9);
        assertThat(output.toString()).doesNotContain("\u001b");
    }

    @Test
    void aPlannedChangeThatIsStillDueAndNotMadeIsNotDone() {
        JsonNode stillWrong =
                json(
                        """
                        {"rule": "provision", "subject": "role/web", "decision": "name-taken",
                         "why": "web is empty", "actions": [], "findings": [
                          {"severity": "warning", "kind": "profile-left-empty"}]}
                        """);
        JsonNode inOrder =
                json(
                        """
                        {"rule": "provision", "subject": "role/a", "decision": "has-profile",
                         "why": "a is in a", "actions": [], "findings": []}
                        """);

        assertThat(text(9).notDone(List.of(stillWrong, inOrder), true)).isEqualTo(1);
        assertThat(text(9).notDone(List.of(stillWrong, inOrder), false)).isZero();
    }

    private List<ResourceChange> print(List<JsonNode> outcomes, int most) {
        List<ResourceChange> changes = ResourceChange.in(outcomes, PLANNED);
        text(most).print(changes);
        return changes;
    }

    private ChangeText text(int most) {
        return new ChangeText(new Terminal(new PrintWriter(output), Ansi.OFF), most);
    }

    private static JsonNode outcome(String rule, String subject, String why, String... actions) {
        return json(
                """
                {"rule": "%s", "subject": "%s", "decision": "x", "why": "%s", "findings": [],
                 "actions": [%s]}
                """
                        .formatted(rule, subject, why, String.join(",", actions)));
    }

    private static String action(String name, String subject, String description) {
        return """
        {"action": "%s", "subject": "%s", "description": "%s", "outcome": "would-do"}
        """
                .formatted(name, subject, description);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
