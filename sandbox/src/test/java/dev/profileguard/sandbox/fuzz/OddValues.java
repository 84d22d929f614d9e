package dev.profileguard.sandbox.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// JSON values that programs do not expect.
final class OddValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\n",
                    "\0",
                    "\ud800",
                    "a\udfffb",
                    "\u202e\u0000\u0007",
                    "%s%n%d",
                    "${creator}",
                    "${",
                    "$1\\",
                    "*",
                    "**?*",
                    "null",
                    "{}",
                    "[",
                    "true",
                    "-1",
                    "1e999999999",
                    "x".repeat(129),
                    "x".repeat(257),
                    "é".repeat(5_000),
                    "x".repeat(70_000),
                    "2026-01-05T09:00:00Z",
                    "+1000000000-12-31T23:59:59.999999999Z",
                    "-1000000000-01-01T00:00:00Z",
                    "2026-02-30T25:61:61Z",
                    "000000000000",
                    "arn:aws:iam::123456789012:role/web",
                    "arn:aws:iam::123456789012:instance-profile/prod-web",
                    "arn:aws:iam::123456789012:instance-profile/",
                    "arn:aws:iam::123456789012:role/" + "p/".repeat(300) + "web",
                    "arn:::::",
                    "web",
                    "WEB",
                    "prod-web",
                    "PROD-WEB",
                    "exempt-web",
                    "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
                    "evil",
                    "../../etc/passwd",
                    "HIDDEN_DUE_TO_SECURITY_REASONS",
                    "AWS Internal",
                    "cloudformation.amazonaws.com",
                    "iam.amazonaws.com",
                    "ec2.amazonaws.com",
                    "tagging.amazonaws.com",
                    "DeleteConflictException",
                    "Client.InvalidParameterValue",
                    "profile-guard",
                    "profile-guard:provision",
                    "aws:cloudformation:stack-name");

    private static final List<Supplier<JsonNode>> OTHERS =
            List.of(
                    JSON::nullNode,
                    () -> JSON.booleanNode(true),
                    () -> JSON.numberNode(0),
                    () -> JSON.numberNode(-1),
                    () -> JSON.numberNode(Integer.MAX_VALUE + 1L),
                    () -> JSON.numberNode(Long.MIN_VALUE),
                    () -> JSON.numberNode(BigInteger.TEN.pow(400)),
                    () -> JSON.numberNode(new BigDecimal("1e999999999")),
                    () -> JSON.numberNode(0.1),
                    JSON::objectNode,
                    JSON::arrayNode,
                    () -> nested(50),
                    () -> nested(900),
                    () -> list(1_000),
                    () -> JSON.objectNode().put("", "").put("key", "Owner").putNull("value"));

    private OddValues() {}

    /// One of them.
    static JsonNode of(Choices choices) {
        int chosen = choices.below(TEXTS.size() + OTHERS.size());
        return chosen < TEXTS.size()
                ? JSON.textNode(TEXTS.get(chosen))
                : OTHERS.get(chosen - TEXTS.size()).get();
    }

    private static JsonNode nested(int depth) {
        JsonNode node = JSON.textNode("deep");
        for (int i = 0; i < depth; i++) {
            node = JSON.arrayNode().add(node);
        }
        return node;
    }

    private static JsonNode list(int length) {
        ArrayNode list = JSON.arrayNode();
        Stream.generate(() -> JSON.textNode("x")).limit(length).forEach(list::add);
        return list;
    }
}
