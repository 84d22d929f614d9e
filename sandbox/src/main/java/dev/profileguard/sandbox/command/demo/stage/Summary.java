package dev.profileguard.sandbox.command.demo.stage;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import dev.profileguard.sandbox.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi.Style;

/// The demo in a line or two for each scene, and a table of them all.
public final class Summary {
    private final Terminal terminal;
    private final Map<String, List<Scene>> chapters = new LinkedHashMap<>();
    private List<Scene> scenes = new ArrayList<>();

    /// @param terminal where it prints
    public Summary(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Begins a row of the table, and prints its heading.
    ///
    /// @param name such as the function's
    public void chapter(String name, String about) {
        scenes = new ArrayList<>();
        chapters.put(name, scenes);
        terminal.emptyLine();
        terminal.line(styled(name + ": " + about, Style.bold, Style.underline));
    }

    /// Prints a scene.
    public void scene(Scene scene) {
        scenes.add(scene);
        boolean met = scene.failed() == 0;
        terminal.line(
                styled(met ? "   ok      " : "   FAILED  ", met ? Style.fg_green : Style.fg_red),
                text(scene.title()));
        if (scene.changed()) {
            terminal.line(
                    text("           " + who(scene.people())),
                    styled(scene.change(), Style.fg_cyan),
                    text(
                            "; %s: %s in IAM, %s"
                                    .formatted(
                                            scene.function(),
                                            RepairCost.count(scene.reads(), scene.writes()),
                                            time(scene.longest()))));
        }
        terminal.flush();
    }

    /// Prints the table.
    public void table() {
        terminal.emptyLine();
        terminal.line(
                styled(
                        "%-20s %6s %12s %9s %10s %10s"
                                .formatted(
                                        "",
                                        "SCENES",
                                        "EXPECTATIONS",
                                        "IAM READS",
                                        "IAM WRITES",
                                        "LONGEST"),
                        Style.bold));
        chapters.forEach((name, all) ->
                terminal.line(
                        "%-20s %6d %12s %9d %10d %10s"
                                .formatted(
                                        name,
                                        all.size(),
                                        met(all),
                                        all.stream().mapToLong(Scene::reads).sum(),
                                        all.stream().mapToLong(Scene::writes).sum(),
                                        time(longest(all)))));
    }

    private static String who(List<String> people) {
        return people.isEmpty() ? "" : String.join(", ", people) + ": ";
    }

    private static String met(List<Scene> scenes) {
        int all = scenes.stream().mapToInt(Scene::expectations).sum();
        int failed = scenes.stream().mapToInt(Scene::failed).sum();
        return "%d of %d".formatted(all - failed, all);
    }

    private static Optional<Duration> longest(List<Scene> scenes) {
        return scenes.stream().flatMap(scene -> scene.longest().stream()).max(Duration::compareTo);
    }

    private static String time(Optional<Duration> took) {
        return took.map(time -> time.toMillis() + " ms").orElse("-");
    }
}
