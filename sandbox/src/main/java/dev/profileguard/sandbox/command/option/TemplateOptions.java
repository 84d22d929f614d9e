package dev.profileguard.sandbox.command.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options of commands that deploy a template, named as in SAM.
public final class TemplateOptions {
    @Option(
            names = "--template",
            defaultValue = "${sys:guard.template:-template.yaml}",
            description = "The template to deploy (default: the project's own).")
    private Path template = Path.of("template.yaml");

    @Option(
            names = "--parameter-overrides",
            arity = "1..*",
            paramLabel = "Key=Value",
            description = "Values for the template's parameters.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    /// Picocli calls this one.
    public TemplateOptions() {}

    /// The template's file.
    public Path file() {
        return template;
    }

    /// The parameters that the user set.
    public Map<String, String> parameters() {
        return new LinkedHashMap<>(parameters);
    }
}
