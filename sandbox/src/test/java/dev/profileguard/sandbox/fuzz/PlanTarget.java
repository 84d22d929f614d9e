package dev.profileguard.sandbox.fuzz;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Items of plans in the table, from another version or from somebody who changed them.
final class PlanTarget implements FuzzTarget {
    private final FuzzedBackfill backfill = new FuzzedBackfill();

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public List<String> seeds() {
        return List.of(
                item(
                        "2-instance-profile/prod-web#guard",
                        "instance-profile/prod-web",
                        "guard",
                        """
                        {"M": {"action": {"S": "remove-role"}, "profile": {"S": "prod-web"},
                          "role": {"S": "web"}}},
                         {"M": {"action": {"S": "add-role"}, "profile": {"S": "prod-web"},
                          "role": {"S": "evil"}}}\
                        """),
                item(
                        "1-role/alone#provision",
                        "role/alone",
                        "provision",
                        """
                        {"M": {"action": {"S": "create-profile"}, "profile": {"S": "alone"},
                          "path": {"S": "/"}, "tags": {"L": [{"M": {"key": {"S": "Owner"},
                          "value": {"S": "x"}}}]}}},
                         {"M": {"action": {"S": "add-role"}, "profile": {"S": "alone"},
                          "role": {"S": "alone"}}}\
                        """),
                item(
                        "2-instance-profile/eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10#tags",
                        "instance-profile/eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
                        "tags",
                        """
                        {"M": {"action": {"S": "untag-profile"}, "profile": {"S": "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10"},
                          "keys": {"L": [{"S": "Owner"}]}}},
                         {"M": {"action": {"S": "delete-profile"}, "profile": {"S": "exempt-web"}}},
                         {"M": {"action": {"S": "tag-role"}, "role": {"S": "web"},
                          "tags": {"L": []}}}\
                        """));
    }

    /// DynamoDB refuses what is not an item; such an input is refused too.
    @Override
    public boolean accepts(byte[] input) {
        FuzzedAccount account = backfill.opened();
        String request =
                "{\"TableName\": \"%s\", \"Item\": %s}"
                        .formatted(table(account), new String(input, StandardCharsets.UTF_8));
        if (account.sandbox().database().handle("PutItem", request).status() != 200) {
            return false;
        }
        try {
            return backfill.accepts("{\"mode\": \"apply\", \"plan\": \"p\"}");
        } finally {
            deleteItems(account);
        }
    }

    @Override
    public void close() {
        backfill.close();
    }

    private static void deleteItems(FuzzedAccount account) {
        String table = table(account);
        var items = account.sandbox().dynamo().scan(r -> r.tableName(table)).items();
        for (var item : items) {
            Map<String, AttributeValue> key = new TreeMap<>(item);
            key.keySet().retainAll(List.of("plan", "item"));
            account.sandbox().dynamo().deleteItem(r -> r.tableName(table).key(key));
        }
    }

    private static String table(FuzzedAccount account) {
        return account.sandbox()
                .lambda()
                .find("Backfill")
                .orElseThrow()
                .environment()
                .getOrDefault("PLAN_TABLE", Stack.NAME);
    }

    private static String item(String key, String subject, String rule, String actions) {
        return """
        {"plan": {"S": "p"}, "item": {"S": "%s"}, "part": {"N": "1"}, "index": {"N": "0"}, "subject": {"S": "%s"},
         "rule": {"S": "%s"}, "actions": {"L": [%s]}, "fingerprint": {"S": "none"},
         "expires": {"N": "4000000000"}}\
        """
                .formatted(key, subject, rule, actions);
    }
}
