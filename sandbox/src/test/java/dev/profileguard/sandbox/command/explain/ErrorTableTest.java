package dev.profileguard.sandbox.command.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of errors and tools in `docs/errors.md` is that of the test cases.
class ErrorTableTest {
    private static final Path DOCS = Path.of("../docs/errors.md");

    /// The rows of the table, in its order.
    private static final List<String> ERRORS =
            List.of(
                    "pass-role-denied",
                    "access-denied",
                    "profile-empty",
                    "profile-missing",
                    "delete-blocked",
                    "association-not-active",
                    "association-exists",
                    "name-taken",
                    "chained-session-too-long",
                    "profile-has-role");

    @Test
    void eachCellIsATestCaseAndEachTestCaseIsACell() throws IOException {
        List<List<String>> table = table();
        List<String> tools = table.getFirst();

        for (int row = 0; row < ERRORS.size(); row++) {
            String error = ERRORS.get(row);
            List<String> cells = table.get(row + 2);
            for (int column = 1; column < tools.size(); column++) {
                assertThat(cells.get(column))
                        .as("%s, %s", error, tools.get(column))
                        .isEqualTo(expected(error, tools, column));
            }
        }
        assertThat(table).hasSize(ERRORS.size() + 2);
        assertThat(PrintedError.all()).extracting(PrintedError::error).isSubsetOf(ERRORS);
    }

    @Test
    void eachTestCaseSaysWhatItsReportShows() {
        assertThat(PrintedError.all())
                .allSatisfy(each -> {
                    assertThat(each.shows()).as("" + each).isIn("text", "form");
                    assertThat(each.report()).as("" + each).startsWith("https://");
                });
    }

    private static String expected(String error, List<String> tools, int column) {
        Stream<PrintedError> ofError =
                PrintedError.all().stream().filter(each -> each.error().equals(error));
        if (!tools.get(column).equals("others")) {
            return ofError.filter(each -> each.tool().equals(tools.get(column)))
                    .map(each -> "[%s](%s)".formatted(each.shows(), each.report()))
                    .findFirst()
                    .orElse("");
        }
        return String.join(
                ", ",
                ofError.filter(each -> !tools.contains(each.tool()))
                        .map(each ->
                                "[%s: %s](%s)".formatted(each.tool(), each.shows(), each.report()))
                        .toList());
    }

    private static List<List<String>> table() throws IOException {
        return Files.readAllLines(DOCS).stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size() - 1))
                .toList();
    }
}
