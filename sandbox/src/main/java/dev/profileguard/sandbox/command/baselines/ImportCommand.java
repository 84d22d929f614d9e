package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.event.Json;
import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.sandbox.command.baselines.input.BaselineFile;
import dev.profileguard.sandbox.command.baselines.input.FileReader;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.text.VisibleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard baselines import`.
@Command(
        name = "import",
        description = {
            "Plan the baselines that a file says: an export, the output of 'terraform show -json',"
                    + " a CloudFormation template, or the output of 'aws cloudformation"
                    + " describe-stack-resources'.",
            "Changes nothing until 'guard apply'. If one entry is not possible, nothing is planned."
        })
public final class ImportCommand extends BaselinesVerb {
    /// A function reads requests of up to 1 MiB.
    private static final int MOST_CHARACTERS = 400_000;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--resources",
            paramLabel = "FILE",
            description =
                    "For a template: the output of 'aws cloudformation describe-stack-resources',"
                            + " which has the names that CloudFormation gave.")
    private @Nullable Path resources;

    @Option(
            names = "--remove-others",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Remove the baselines with these names or globs that are not in the file"
                            + " (default: none).")
    private List<String> removed = new ArrayList<>();

    /// Picocli calls this one.
    public ImportCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        BaselineFile read = FileReader.read(file, resources, stack.account());
        read.skipped().forEach(each -> errors().line("left out: " + each));
        if (!read.problems().isEmpty()) {
            read.problems().forEach(each -> output().line("  ! " + each));
            errors().error(
                            "%d entries of %s cannot be read, so nothing is planned"
                                    .formatted(read.problems().size(), file));
            return false;
        }
        requireOnce(read);
        if (read.entries().isEmpty() && removed.isEmpty()) {
            output().line(
                            "%s has no instance profiles, so there is nothing to import."
                                    .formatted(file));
            return true;
        }
        List<JsonNode> answers = new ArrayList<>();
        List<Map<String, Object>> parts = parts(read.entries(), others(functions, read));
        for (Map<String, Object> part : parts) {
            Map<String, Object> fields = new LinkedHashMap<>(part);
            if (read.account() != null) {
                fields.put("account", read.account());
            }
            fields.put("part", answers.size() + 1);
            fields.put("last", answers.size() + 1 == parts.size());
            if (!answers.isEmpty()) {
                fields.put("plan", answers.getFirst().path("plan").asText());
            }
            JsonNode answer = ask(functions, "import", fields);
            answers.add(answer);
            if (answer.path("decision").asText().equals("refused")) {
                break;
            }
        }
        return PlanText.of(this).print(answers);
    }

    /// The function sees only the entries of one request.
    private void requireOnce(BaselineFile read) {
        Set<String> names = new HashSet<>();
        for (Map<String, Object> entry : read.entries()) {
            String name = String.valueOf(entry.get("profile"));
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new StackException(
                        "%s has the profile %s twice: leave one of the entries"
                                .formatted(file, VisibleText.excerpt(name)));
            }
        }
    }

    /// The recorded profiles that the file does not have.
    private List<String> others(Functions functions, BaselineFile read) {
        if (removed.isEmpty()) {
            return List.of();
        }
        Globs globs = new Globs(removed.stream().map(Glob::new).toList()).ignoringCase();
        Set<String> kept =
                read.entries().stream()
                        .map(entry -> String.valueOf(entry.get("profile")).toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return pages(functions, "list", List.of()).stream()
                .map(row -> row.path("profile").asText())
                .filter(name -> globs.match(name.toLowerCase(Locale.ROOT)))
                .filter(name -> !kept.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /// The requests that all entries take: one, unless there are thousands.
    private static List<Map<String, Object>> parts(
            List<Map<String, Object>> entries, List<String> remove) {
        List<Map<String, Object>> parts = new ArrayList<>();
        List<Map<String, Object>> part = new ArrayList<>();
        int characters = 0;
        for (Map<String, Object> entry : entries) {
            int length = Json.text(entry).length();
            if (characters + length > MOST_CHARACTERS) {
                parts.add(Map.of("baselines", List.copyOf(part)));
                part.clear();
                characters = 0;
            }
            part.add(entry);
            characters += length;
        }
        parts.add(Map.of("baselines", List.copyOf(part), "remove", remove));
        return parts;
    }
}
