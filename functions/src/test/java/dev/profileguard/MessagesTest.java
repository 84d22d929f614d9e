package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.backfill.BackfillHandler;
import dev.profileguard.backfill.Cursor;
import dev.profileguard.backfill.Position;
import dev.profileguard.backfill.SweepRequest;
import dev.profileguard.canary.CanaryHandler;
import dev.profileguard.event.Json;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.NodeRoleCheckHandler;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.tag.TagEnforcerHandler;
import dev.profileguard.text.HostileText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a function answers, or what its errors say, about input with long and hostile texts.
class MessagesTest {
    /// A function, and its events and requests.
    record Sample(String name, Function<Platform, RequestStreamHandler> handler) {
        List<Map<String, Object>> inputs() throws IOException {
            List<Map<String, Object>> inputs = new ArrayList<>();
            try (Stream<Path> files = Files.list(Path.of("../events", name))) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(JSON.std.mapFrom(Files.readString(file)));
                }
            }
            return inputs;
        }
    }

    private static final int MEGABYTE = 1 << 20;

    /// Every hostile text, one after the other.
    private static final String HOSTILE =
            Arrays.stream(HostileText.values())
                    .map(HostileText::text)
                    .collect(Collectors.joining(" "));

    private static final String LONG = HOSTILE + "x".repeat(MEGABYTE / 8);

    @ParameterizedTest
    @MethodSource("samples")
    void everyTextOfEveryInputCanBeHostile(Sample sample) throws IOException {
        int tried = 0;
        for (Map<String, Object> input : sample.inputs()) {
            for (List<Object> path : paths(input)) {
                for (String text : List.of(HOSTILE, LONG)) {
                    check(sample, Json.text(map(with(input, path, text))));
                    check(sample, Json.text(map(withKey(input, path, text))));
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anythingElseIsRefusedInShort(Sample sample) throws IOException {
        for (String text : List.of(HOSTILE, LONG, "x".repeat(MEGABYTE - 100))) {
            for (String input :
                    List.of(
                            text,
                            "{" + text,
                            "{\"" + text,
                            "{\"a\": " + text + "}",
                            "{\""
                                    + "k".repeat(40_000)
                                    + "\": 1, \""
                                    + "k".repeat(40_000)
                                    + "\": 1}",
                            "[" + text + "]",
                            "\"" + text + "\"",
                            "1".repeat(900_000),
                            "x".repeat(2 * MEGABYTE))) {
                check(sample, input);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySettingCanBeHostile(Sample sample) {
        for (String variable : new SampleFunction(sample.handler).asked()) {
            for (String text : List.of(HOSTILE, LONG)) {
                for (String value :
                        List.of(
                                text,
                                "ssm:" + text,
                                "a=" + text,
                                text + "=a",
                                "${" + text + "}",
                                "{\"tags\": " + text,
                                "{\"tags\": {\"x\": {\"tag_value\": " + json(text) + "}}}",
                                "{\"tags\": {" + json(text) + ": {" + json(text) + ": 1}}}",
                                "{\"tags\": {"
                                        + json(text)
                                        + ": {\"enforced_for\": [\"iam:role\"]}}}",
                                "{" + json(text) + ": 1}")) {
                    try {
                        new SampleFunction(sample.handler, Map.of(variable, value));
                    } catch (RuntimeException e) {
                        checkError(e);
                        assertThat(e.getMessage()).as(variable).contains("alid example");
                    }
                }
            }
        }
    }

    @Test
    void aCursorCanBeOfAnyRequest() throws IOException {
        Sample sample = new Sample("Backfill", BackfillHandler::new);
        SweepRequest request =
                new SweepRequest(
                        SweepRequest.Mode.PLAN, List.of(), List.of("a".repeat(128)), null, null);
        Map<String, Map<String, Integer>> counts = Map.of(HOSTILE, Map.of(LONG, 1));
        Position position = new Position(HOSTILE, List.of(HOSTILE), List.of(HOSTILE), 2);
        String cursor = new Cursor(HOSTILE, 2, request, position, HOSTILE, counts).text();

        check(sample, Json.text(Map.of("mode", "plan", "cursor", cursor)));
        check(sample, Json.text(Map.of("mode", "plan", "cursor", HOSTILE + "." + HOSTILE + ".x")));
        check(
                sample,
                Json.text(
                        Map.of(
                                "mode",
                                "plan",
                                "names",
                                List.of("b".repeat(128)),
                                "cursor",
                                cursor)));
    }

    static List<Sample> samples() {
        return List.of(
                new Sample("ProfileGuard", ProfileGuardHandler::new),
                new Sample("ProfileProvisioner", ProfileProvisionerHandler::new),
                new Sample("TagEnforcer", TagEnforcerHandler::new),
                new Sample("NodeRoleCheck", NodeRoleCheckHandler::new),
                new Sample("Backfill", BackfillHandler::new),
                new Sample("Canary", CanaryHandler::new));
    }

    private static void check(Sample sample, String input) throws IOException {
        SampleFunction function = new SampleFunction(sample.handler);
        try {
            String response = function.response(input.getBytes(StandardCharsets.UTF_8));

            assertThat(HostileText.isHidden(response)).as(response).isFalse();
            Object why = JSON.std.mapFrom(response).get("why");
            assertThat(String.valueOf(why)).hasSizeLessThanOrEqualTo(2_003);
        } catch (RuntimeException e) {
            checkError(e);
        }
    }

    private static void checkError(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            assertThat(message).hasSizeLessThanOrEqualTo(2_003);
            assertThat(HostileText.isHidden(message)).as(message).isFalse();
            Arrays.stream(each.getSuppressed()).forEach(MessagesTest::checkError);
        }
    }

    private static String json(String text) {
        return Json.text(Map.of("x", text)).replaceFirst("^\\{\"x\":", "").replaceFirst("}$", "");
    }

    /// The paths of all values that are no objects or lists.
    private static List<List<Object>> paths(Object json) {
        Map<Object, Object> parts = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            parts.putAll(map);
        } else if (json instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                parts.put(i, list.get(i));
            }
        } else {
            return List.of(List.of());
        }
        List<List<Object>> paths = new ArrayList<>();
        parts.forEach((key, value) ->
                paths(value)
                        .forEach(rest ->
                                paths.add(Stream.concat(Stream.of(key), rest.stream()).toList())));
        return paths;
    }

    private static Object with(Object json, List<Object> path, String text) {
        if (path.isEmpty()) {
            return text;
        }
        Object key = path.getFirst();
        List<Object> rest = path.subList(1, path.size());
        if (json instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            copy.set((Integer) key, with(list.get((Integer) key), rest, text));
            return copy;
        }
        Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) json);
        copy.compute(
                key,
                (same, value) -> with(String.valueOf(value).isEmpty() ? text : value, rest, text));
        return copy;
    }

    /// The JSON with another key for the value at this path.
    private static Object withKey(Object json, List<Object> path, String text) {
        Object key = path.getFirst();
        List<Object> rest = path.subList(1, path.size());
        if (json instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            Object part = list.get((Integer) key);
            copy.set((Integer) key, rest.isEmpty() ? part : withKey(part, rest, text));
            return copy;
        }
        Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) json);
        Object value = copy.get(key);
        if (rest.isEmpty()) {
            copy.put(text, copy.remove(key));
        } else {
            copy.put(key, withKey(value, rest, text));
        }
        return copy;
    }

    private static Map<String, Object> map(Object json) {
        Map<String, Object> map = new HashMap<>();
        ((Map<?, ?>) json).forEach((key, value) -> map.put((String) key, value));
        return map;
    }
}
