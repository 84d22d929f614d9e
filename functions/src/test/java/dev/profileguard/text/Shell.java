package dev.profileguard.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A real shell, in which the only commands are functions that print their arguments.
public final class Shell {
    private static final String ARGUMENT = "\u0000";
    private static final String COMMAND = "\u0001";

    private Shell() {}

    /// The words of each command as bash reads them, the command's name first.
    ///
    /// @throws AssertionError if bash does not accept them, or if they did anything else
    public static List<List<String>> words(List<String> commands) {
        StringBuilder script = new StringBuilder();
        for (String name : List.of("aws", "gcloud", "guard")) {
            script.append("%s() { printf '%%s\\0' %1$s \"$@\"; printf '\\1'; }\n".formatted(name));
        }
        commands.forEach(command -> script.append(withoutFolder(command)).append('\n'));
        String output = run(script.toString());
        List<List<String>> words = new ArrayList<>();
        for (String command : output.split(COMMAND, -1)) {
            if (!command.isEmpty()) {
                words.add(
                        Arrays.asList(
                                command.substring(0, command.length() - 1).split(ARGUMENT, -1)));
            }
        }
        return words;
    }

    /// A function of bash cannot be called with a folder.
    private static String withoutFolder(String command) {
        return command.startsWith("./") ? command.substring("./".length()) : command;
    }

    private static String run(String script) {
        try {
            Path folder = Files.createTempDirectory("shell");
            Path file = Files.writeString(folder.resolve("script"), script);
            Path output = folder.resolve("output");
            ProcessBuilder bash =
                    new ProcessBuilder("/bin/bash", "--noprofile", "--norc", file.toString())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            bash.environment().clear();
            bash.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "PATH", "/nowhere"));
            int status = bash.start().waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            try (var files = Files.list(folder)) {
                if (status != 0 || files.count() != 2) {
                    throw new AssertionError("status %d: %s".formatted(status, text));
                }
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
