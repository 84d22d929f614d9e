package dev.profileguard.advice.rule;

import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.text.VisibleText;
import java.util.List;
import java.util.stream.Collectors;

/// What people read of a decoded authorization message. Its texts come from outside.
final class DecodedText {
    private static final int MOST_STATEMENTS = 3;
    private static final int MOST_VALUES = 5;
    private static final int MOST_TEXT = 1_500;
    private static final int MOST_VALUE = 100;

    private DecodedText() {}

    /// What was read; empty: nothing.
    static List<String> proofs(Decoding decoding) {
        return switch (decoding) {
            case Decoding.Known(DecodedMessage message) ->
                    List.of(
                            "The decoded message: "
                                    + VisibleText.excerpt(message.text(), MOST_TEXT));
            case Decoding.Failed(String why) ->
                    List.of(
                            "The encoded message could not be decoded: "
                                    + VisibleText.excerpt(why, MOST_TEXT));
            case Decoding.NotAsked() -> List.of();
        };
    }

    /// The statements that deny the call, as a part of a sentence; empty: the message names none.
    static String denying(DecodedMessage message) {
        return message.denying().stream()
                .limit(MOST_STATEMENTS)
                .map(DecodedText::described)
                .collect(Collectors.joining(", and "));
    }

    /// The Sids of these statements, as a part of a sentence; empty: they have none.
    static String ids(DecodedMessage message) {
        return message.denying().stream()
                .limit(MOST_STATEMENTS)
                .map(DecodedMessage.Deny::id)
                .filter(id -> !id.isEmpty())
                .map(id -> VisibleText.excerpt(id, MOST_VALUE))
                .collect(Collectors.joining(", "));
    }

    private static String described(DecodedMessage.Deny statement) {
        String id =
                statement.id().isEmpty()
                        ? "a statement without Sid"
                        : "statement " + VisibleText.excerpt(statement.id(), MOST_VALUE);
        String conditions =
                statement.conditions().isEmpty()
                        ? ""
                        : ", under conditions on " + values(statement.conditions());
        return statement.actions().isEmpty() || statement.resources().isEmpty()
                ? id
                : "%s (Deny %s on %s%s)"
                        .formatted(
                                id,
                                values(statement.actions()),
                                values(statement.resources()),
                                conditions);
    }

    private static String values(List<String> values) {
        String shown =
                values.stream()
                        .limit(MOST_VALUES)
                        .map(value -> VisibleText.excerpt(value, MOST_VALUE))
                        .collect(Collectors.joining(", "));
        int more = values.size() - MOST_VALUES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }
}
