package dev.profileguard.sandbox.command.option;

import dev.profileguard.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The options of commands that deploy a template, named as in SAM.
public final class TemplateOptions {
    private static final String POLICY = "TagPolicy";
    private static final String IN_SSM = "ssm:";

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

    @Option(
            names = "--ssm-parameter",
            paramLabel = "NAME=FILE",
            description = {
                "A parameter that Parameter Store has before the functions start, with the text of"
                        + " this file: the tag policy for TagPolicy=ssm:NAME."
            })
    private Map<String, Path> stored = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

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

    /// Puts the parameters of the command line into Parameter Store. Call it before a function
    /// starts.
    ///
    /// @throws ParameterException if one cannot be stored, or if the tag policy's is missing
    public void store(Sandbox sandbox) {
        stored.forEach((name, file) -> store(sandbox, name, file));
        String policy = sandbox.template().parameters().getOrDefault(POLICY, "");
        if (policy.startsWith(IN_SSM)) {
            String name = policy.substring(IN_SSM.length()).strip();
            if (sandbox.parameters().get(name) == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s is in the parameter %s, which Parameter Store of the sandbox does not have. Put it there at the start: --ssm-parameter %s=FILE"
                                .formatted(POLICY, name, name));
            }
        }
    }

    private void store(Sandbox sandbox, String name, Path file) {
        try {
            sandbox.parameters().put(name, Files.readString(file));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--ssm-parameter %s: %s is no text file that can be read".formatted(name, file),
                    e);
        } catch (AwsServiceException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--ssm-parameter %s: %s".formatted(name, e.awsErrorDetails().errorMessage()),
                    e);
        }
    }
}
