package dev.profileguard.event;

import dev.profileguard.iam.policy.DecodedMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads decoded authorization messages. A field that is missing or of another type counts as
/// empty, apart from the one that says why: AWS documents the fields only by examples.
///
/// See
/// https://docs.aws.amazon.com/cli/latest/reference/sts/decode-authorization-message.html#examples
public final class DecodedMessageJson {
    private static final int MOST_STATEMENTS = 20;
    private static final int MOST_VALUES = 100;

    private DecodedMessageJson() {}

    /// Reads the text that STS returns.
    ///
    /// @throws UnreadableEventException if it is larger than 1 MiB, no JSON object, or does not say
    ///   whether a statement denies the request
    public static DecodedMessage read(String text) {
        Map<String, Object> json = Json.read("The decoded message", text);
        Map<?, ?> context = object(json.get("context"));
        if (!(json.get("explicitDeny") instanceof Boolean isDenied)) {
            throw new UnreadableEventException(
                    "The decoded message does not say whether a statement denies the request");
        }
        return new DecodedMessage(
                isDenied,
                items(json.get("matchedStatements")).stream()
                        .map(DecodedMessageJson::object)
                        .filter(each -> "DENY".equalsIgnoreCase(text(each.get("effect"))))
                        .limit(MOST_STATEMENTS)
                        .map(DecodedMessageJson::deny)
                        .toList(),
                text(object(context.get("principal")).get("arn")),
                text(context.get("action")),
                text(context.get("resource")),
                text);
    }

    private static DecodedMessage.Deny deny(Map<?, ?> statement) {
        return new DecodedMessage.Deny(
                text(statement.get("statementId")),
                texts(statement.get("actions"), "value"),
                texts(statement.get("resources"), "value"),
                texts(statement.get("conditions"), "key"));
    }

    private static List<String> texts(@Nullable Object list, String field) {
        return items(list).stream()
                .limit(MOST_VALUES)
                .map(each -> text(object(each).get(field)))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static List<?> items(@Nullable Object list) {
        return object(list).get("items") instanceof List<?> items
                ? items.stream().filter(Objects::nonNull).toList()
                : List.of();
    }

    private static Map<?, ?> object(@Nullable Object json) {
        return json instanceof Map<?, ?> object ? object : Map.of();
    }

    private static String text(@Nullable Object json) {
        return json instanceof String text ? text : "";
    }
}
