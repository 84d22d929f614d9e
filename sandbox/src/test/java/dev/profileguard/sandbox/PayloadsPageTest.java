package dev.profileguard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The requests of docs/payloads.md: each function takes those that the page has for it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayloadsPageTest {
    private static final Path PAGE = Path.of("../docs/payloads.md");
    private static final Pattern ROW =
            Pattern.compile("^[|] (\\w*) ?[|] ([^|]*) [|]", Pattern.MULTILINE);
    private static final Pattern PAYLOAD = Pattern.compile("`([{][^`]*)`");
    private static final Pattern NAME = Pattern.compile("\"(profile|role|reason|to)\": \"[.]{3}\"");
    private static final String EACH = "each";

    /// What a function says of a request that it cannot read.
    private static final String REFUSAL = "Valid request";

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("../template.yaml"),
                    Map.of("RotationMode", "enforce", "GuardedProfiles", "prod-*"),
                    Sandbox.Mode.TEST_CLOCK);

    @BeforeAll
    void prepare() {
        sandbox.onWarning(warning -> {});
    }

    @AfterAll
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theFunctionTakesTheRequest(Row row) {
        assertThat(answer(row.function(), row.payload())).doesNotContain(REFUSAL);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void anotherRequestIsRefusedWithThoseThatAreTaken(String function) {
        assertThat(answer(function, "{\"shoe\": {\"profile\": \"web\"}}")).contains(REFUSAL);
    }

    @Test
    void thePageHasEachFunction() {
        assertThat(rows().map(Row::function).distinct())
                .containsExactlyInAnyOrderElementsOf(functions().toList());
    }

    private String answer(String function, String payload) {
        return sandbox.lambda().invoke(function, payload).payload();
    }

    Stream<String> functions() {
        return sandbox.lambda().functions().stream().map(each -> each.logicalId());
    }

    Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String function = "";
        for (MatchResult row : ROW.matcher(read()).results().toList()) {
            function = row.group(1).isEmpty() ? function : row.group(1);
            for (MatchResult payload : PAYLOAD.matcher(row.group(2)).results().toList()) {
                add(rows, function, filled(payload.group(1)));
            }
        }
        assertThat(rows).hasSizeGreaterThan(25);
        return rows.stream();
    }

    private void add(List<Row> rows, String function, String payload) {
        if (function.equals(EACH)) {
            functions().forEach(one -> rows.add(new Row(one, payload)));
        } else {
            rows.add(new Row(function, payload));
        }
    }

    /// With a value in each place that the page leaves open.
    private static String filled(String payload) {
        return NAME.matcher(payload)
                .replaceAll("\"$1\": \"prod-web\"")
                .replace("\"baselines\": [...]", "\"baselines\": []")
                .replace("AROA...", "AROA0123456789EXAMPLE")
                .replace("\"remove\": [\"...\"]", "\"remove\": [\"prod-web\"]")
                .replace(", \"after\": \"...\"", "");
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Row(String function, String payload) {}
}
