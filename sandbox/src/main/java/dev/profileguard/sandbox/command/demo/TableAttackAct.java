package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;
import static java.util.Objects.requireNonNull;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.BaselineTable;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.model.Tag;

/// The last attack of [EvasionAttackAct]: the table that says what ProfileGuard restores. The
/// attack has the number of docs/security.md.
final class TableAttackAct implements Act {
    private static final Tag NOTE = Tag.builder().key("Note").value("seen").build();

    private final Stage stage;
    private final AccountView account;
    private final BaselineTable table;

    TableAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
        this.table = stage.attack().table();
    }

    @Override
    public void play() {
        refusedWrite();
        rowOfAnotherForm();
    }

    private void refusedWrite() {
        stage.scene(
                "Attack 9: write the baseline of a profile",
                "mallory's own policy allows dynamodb:* on all tables. She makes intruder the"
                        + " recorded role of prod-web.");
        stage.attack()
                .holdToPolicies(
                        Map.of("mallory", "dynamodb:*, iam:*InstanceProfile*, iam:PassRole"));
        Map<String, AttributeValue> before = table.row("prod-web");
        String error = table.put("mallory", withRole(before, "intruder"));
        stage.expect(
                "the table's resource policy refuses it, whatever her own policy allows",
                error.contains("with an explicit deny in a resource-based policy"));
        stage.expect("the row is unchanged", table.row("prod-web").equals(before));
    }

    private void rowOfAnotherForm() {
        stage.scene(
                "Attack 9: a row that no function wrote",
                "An administrator's session lifts the policy of the table, and writes a row with"
                        + " an attribute that this version does not know.");
        Map<String, AttributeValue> before = table.row("prod-web");
        Map<String, AttributeValue> forged = withRole(before, "intruder");
        forged.put("admin", AttributeValue.fromS("mallory"));
        table.putWithoutPolicy("the administrator's session writes the row", forged);
        int writes = stage.writes();
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.settle();
        stage.show("forged", "prod-web");
        stage.expect(
                "the row is refused, so nothing is done for the profile; the finding says why",
                stage.writes() == writes
                        && stage.hasFinding("guard-state-unreadable")
                        && stage.findingsMention("admin is not an attribute"));
        table.putWithoutPolicy("an operator writes the row of the last backup", before);
        stage.user("mallory", iam -> tag(iam, "prod-web", NOTE));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "with the row of the backup, web is back at the next event",
                account.roleIn("prod-web").equals("web"));
    }

    /// A copy of a row with another recorded role.
    private static Map<String, AttributeValue> withRole(
            Map<String, AttributeValue> row, String role) {
        Map<String, AttributeValue> baseline =
                new HashMap<>(requireNonNull(row.get("baseline")).m());
        baseline.put("roleName", AttributeValue.fromS(role));
        Map<String, AttributeValue> changed = new HashMap<>(row);
        changed.put("baseline", AttributeValue.fromM(baseline));
        return changed;
    }
}
