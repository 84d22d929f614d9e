package dev.profileguard.sandbox.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.host.Handlers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The environment variables of a function, as a JSON object of texts.
final class SettingsTarget implements FuzzTarget {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Such as `GuardMode` or `GUARD_MODE`.
    private static final Pattern NAME =
            Pattern.compile("[A-Z][a-z]+[A-Z]\\w+|[A-Z]+_[A-Z_]+|\\bPaused\\b");

    /// Values other than those of the account.
    private static final Map<String, String> MORE =
            Map.of(
                    "SECURITY_HUB",
                    "on",
                    "TAG_POLICY",
                    "{\"PolicyContent\": \"{\\\"tags\\\": {\\\"a\\\": {\\\"tag_key\\\":"
                        + " {\\\"@@assign\\\": \\\"A\\\"}, \\\"tag_value\\\": {\\\"@@append\\\":"
                        + " [\\\"x*\\\"]}, \\\"enforced_for\\\": {\\\"@@assign\\\":"
                        + " [\\\"*\\\"]}}}}\"}",
                    "TAG_DEFAULTS",
                    "A=${role} in ${account},B=${date},C=x",
                    "FINDINGS_TOPIC",
                    "arn:aws:sns:us-east-1:123456789012:alerts",
                    "FINDINGS_FORMAT",
                    "chat",
                    "FINDINGS_EVENTS",
                    "true",
                    "FINDINGS_BUS",
                    "arn:aws:events:us-east-1:210987654321:event-bus/findings",
                    "FINDINGS_SCHEMA",
                    "ocsf",
                    "BREAKER_REVERTS",
                    "100",
                    "RETIRE_UNUSED_HOURS",
                    "0");

    private final String function;
    private @Nullable FuzzedAccount account;

    /// @param function the logical ID in the template
    SettingsTarget(String function) {
        this.function = function;
    }

    @Override
    public String name() {
        return "settings-of-" + function;
    }

    @Override
    public List<String> seeds() {
        Map<String, String> own = new TreeMap<>(definition().environment());
        Map<String, String> more = new TreeMap<>(own);
        more.putAll(MORE);
        try {
            return List.of(JSON.writeValueAsString(own), JSON.writeValueAsString(more));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean accepts(byte[] input) {
        Map<String, String> variables = variables(input);
        Sandbox sandbox = opened().sandbox();
        Platform platform =
                new Platform(
                        variables,
                        sandbox.iamAs("admin"),
                        sandbox.dynamo(),
                        name -> "{}",
                        sandbox.clock(),
                        time -> {},
                        (context, result, warnings) -> {});
        try {
            Handlers.in(platform, definition());
            return true;
        } catch (Handlers.HandlerException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Refusal.check(cause, List.of(IllegalArgumentException.class));
            if (!NAME.matcher(String.valueOf(cause.getMessage())).find()) {
                throw new AssertionError("it names no setting: " + cause.getMessage(), cause);
            }
            return false;
        }
    }

    @Override
    public void close() {
        FuzzedAccount now = account;
        if (now != null) {
            account = null;
            now.close();
        }
    }

    /// Variables are texts without NUL, as in every environment.
    private static Map<String, String> variables(byte[] input) {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, JsonNode> field : JSON.readTree(input).properties()) {
                JsonNode value = field.getValue();
                String text = value.isTextual() ? value.textValue() : value.toString();
                variables.put(field.getKey(), text.replace("\0", ""));
            }
        } catch (IOException e) {
            return variables;
        }
        return variables;
    }

    private FunctionDefinition definition() {
        return opened().sandbox().lambda().find(function).orElseThrow();
    }

    private FuzzedAccount opened() {
        FuzzedAccount now = account == null ? new FuzzedAccount(function) : account;
        account = now;
        return now;
    }
}
