package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/// What the documents tell people to type: `./guard` takes it, and the requests are JSON.
class DocumentedCommandsTest {
    private static final Pattern BLOCK =
            Pattern.compile("^```[^\n]*\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern GUARD = Pattern.compile("(?:^|[|] *|[$][(])[.]/guard (.*)");

    /// A word of a shell: quoted parts and others, without blanks between them.
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private static final Pattern REQUEST = Pattern.compile("[{]\"(?:[^{}]|[{][^{}]*[}])*[}]");
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// A sentence can name a command without what it needs.
    @ParameterizedTest
    @MethodSource
    void guardTakesEachCommand(Found command) {
        CommandLine guard = GuardCommand.commandLine();
        try {
            guard.parseArgs(words(command.text()).toArray(String[]::new));
        } catch (MissingParameterException e) {
            assertThat(command.isInline()).as(command + ": " + e.getMessage()).isTrue();
        }
    }

    static List<Found> guardTakesEachCommand() {
        List<Found> commands =
                code().flatMap(code ->
                                code.text()
                                        .replace("\\\n", " ")
                                        .lines()
                                        .map(String::strip)
                                        .flatMap(line -> GUARD.matcher(line).results())
                                        .map(found -> found.group(1))
                                        .map(text -> new Found(code.file(), text, code.isInline())))
                        .filter(found -> !words(found.text()).isEmpty())
                        .distinct()
                        .toList();
        assertThat(commands).hasSizeGreaterThan(60);
        return commands;
    }

    @ParameterizedTest
    @MethodSource
    void eachRequestIsJson(Found request) {
        assertThatCode(() -> STRICT.readTree(request.text()))
                .as(request.toString())
                .doesNotThrowAnyException();
    }

    static List<Found> eachRequestIsJson() {
        List<Found> requests =
                code().flatMap(code ->
                                REQUEST.matcher(code.text())
                                        .results()
                                        .map(MatchResult::group)
                                        .map(text -> new Found(code.file(), text, code.isInline())))
                        .filter(found -> !found.text().contains("..."))
                        .distinct()
                        .toList();
        assertThat(requests).hasSizeGreaterThan(30);
        return requests;
    }

    /// The words up to a comment, a pipe or the end of the command. `...` stands for more of them.
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        for (String word : WORD.matcher(command).results().map(MatchResult::group).toList()) {
            if (word.startsWith("#")
                    || word.equals("|")
                    || word.equals("&&")
                    || word.matches("\\d?>.*")) {
                break;
            }
            boolean isLast = word.endsWith(";");
            String bare =
                    (isLast ? word.substring(0, word.length() - 1) : word).replaceAll("['\"]", "");
            if (!word.equals("...")) {
                words.add(bare);
            }
            if (isLast) {
                break;
            }
        }
        return words;
    }

    private static Stream<Found> code() {
        return documents()
                .flatMap(file -> {
                    String text = read(file);
                    return Stream.concat(
                            found(file, BLOCK, text, false),
                            found(file, INLINE, BLOCK.matcher(text).replaceAll(""), true));
                });
    }

    private static Stream<Found> found(Path file, Pattern code, String text, boolean isInline) {
        return code.matcher(text)
                .results()
                .map(each -> each.group(1).replaceAll("\n *> ", " "))
                .map(each -> new Found(file.toString(), each, isInline));
    }

    private static Stream<Path> documents() {
        try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
            return Stream.concat(
                    Stream.of(Path.of("../README.md")),
                    docs.filter(file -> file.toString().endsWith(".md")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A piece of a document.
    record Found(String file, String text, boolean isInline) {}
}
