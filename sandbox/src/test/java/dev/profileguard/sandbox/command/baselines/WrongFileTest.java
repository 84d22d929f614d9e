package dev.profileguard.sandbox.command.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.command.baselines.input.BaselineFile;
import dev.profileguard.sandbox.command.baselines.input.FileReader;
import dev.profileguard.sandbox.command.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that would be imported by halves, or not as they are meant.
class WrongFileTest {
    private static final String OURS = "{\"format\": \"profile-guard-baselines-1\", %s}";
    private static final String ENTRIES = "\"baselines\": [{\"profile\": \"web\"}]";

    @TempDir private Path folder = Path.of("");

    static Stream<Arguments> refused() {
        return Stream.of(
                ours("\"baselines\": \"web\"", "must have a list as baselines"),
                ours("\"baselines\": {\"a\": {\"profile\": \"web\"}}", "a list as baselines"),
                ours("\"account\": 210987654321, " + ENTRIES, "twelve digits in quotes as account"),
                ours("\"account\": \"prod\", " + ENTRIES, "not \"prod\""),
                ours("\"remove\": [], " + ENTRIES, "has the field 'remove', which no export has"),
                Arguments.of("{" + ENTRIES + "}", "has no format"),
                Arguments.of(OURS.formatted(ENTRIES) + "{}", "goes on after the end of the JSON"),
                Arguments.of(OURS.formatted(ENTRIES) + "x", "is no JSON"),
                Arguments.of(" \n", "is empty"),
                Arguments.of(
                        "{\"version\": 4, \"terraform_version\": \"1.9.0\", \"resources\": []}",
                        "import the output of 'terraform show -json'"),
                Arguments.of(
                        "{\"format_version\": \"1.2\", \"errored\": true, \"planned_values\": {}}",
                        "could not make the whole plan"),
                Arguments.of(
                        "{\"StackResourceSummaries\": [], \"NextToken\": \"a\"}",
                        "are not all of the stack"),
                Arguments.of(
                        "{\"StackResources\": [%s]}"
                                .formatted(String.join(",", Collections.nCopies(100, "{}"))),
                        "shows at most 100"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedAndTheMessageSaysWhatIsWrong(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("file.json"), text);

        assertThatThrownBy(() -> FileReader.read(file, null, null))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("com.fasterxml");
    }

    @Test
    void isRefusedInUtf16() throws IOException {
        byte[] text = OURS.formatted(ENTRIES).getBytes(StandardCharsets.UTF_16);
        Path file = Files.write(folder.resolve("file.json"), text);

        assertThatThrownBy(() -> FileReader.read(file, null, null))
                .hasMessageContaining("is no text in UTF-8");
    }

    @Test
    void isReadWithAByteOrderMarkAndStillHasEachKeyOnce() throws IOException {
        Path file = folder.resolve("file.json");
        Files.writeString(file, "\ufeff" + OURS.formatted(ENTRIES));
        assertThat(FileReader.read(file, null, null).entries()).hasSize(1);

        Files.writeString(file, "\ufeff" + OURS.formatted(ENTRIES + ", " + ENTRIES));
        assertThatThrownBy(() -> FileReader.read(file, null, null))
                .hasMessageContaining("Duplicate field 'baselines'");
    }

    @Test
    void hasTagsOrAPathThatTerraformDoesNotKnowYet() throws IOException {
        for (String unknown : new String[] {"\"tags_all\": {\"B\": true}", "\"path\": true"}) {
            Path file =
                    Files.writeString(
                            folder.resolve("file.json"),
                            """
                            {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
                              {"address": "aws_iam_instance_profile.a", "mode": "managed",
                               "type": "aws_iam_instance_profile",
                               "values": {"name": "web", "role": "web", "tags_all": {"A": "b"}}}]}},
                             "resource_changes": [{"address": "aws_iam_instance_profile.a",
                               "change": {"actions": ["update"], "after_unknown": {%s}}}]}\
                            """
                                    .formatted(unknown));
            BaselineFile read = FileReader.read(file, null, null);

            assertThat(read.entries()).isEmpty();
            assertThat(read.problems())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("is not known before");
        }
    }

    private static Arguments ours(String fields, String message) {
        return Arguments.of(OURS.formatted(fields), message);
    }
}
