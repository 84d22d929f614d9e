package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.iam.Arn;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `guard prevention`: makes the policies that deny edits of guarded profiles and of the stack.
@Command(
        name = "prevention",
        description = {
            "Make the policies that deny edits of guarded profiles, of the guard tag and of the"
                    + " stack to everybody but the stack's roles and TrustedPrincipals: service"
                    + " control policies, a resource control policy, and a permissions boundary.",
            "With --parameter-overrides, from these values, and nothing is called. Without, from"
                    + " the values of the deployed stack. Attaches nothing: docs/prevention.md says"
                    + " how to do that."
        })
public final class PreventionCommand implements Callable<Integer> {
    private static final String NOT_COVERED = "not-covered.md";

    @Mixin private TemplateOptions template = new TemplateOptions();

    @Mixin private StackOptions stack = new StackOptions();

    @Option(
            names = "--except",
            paramLabel = "ARN",
            description = {
                "Principals that the policies do not hold back, besides TrustedPrincipals: the role"
                        + " that deploys the stack, operators, break-glass. A pattern of ARNs, such"
                        + " as 'arn:aws:iam::*:role/Admin'. Profile Guard does not trust them more"
                        + " than before."
            })
    private List<String> except = new ArrayList<>();

    @Option(
            names = "--partition",
            paramLabel = "NAME",
            description =
                    "aws, aws-us-gov, aws-cn or another one (default: that of the deployed stack,"
                            + " or aws).")
    private @Nullable String partition;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Write the policies into this folder instead of printing them.")
    private @Nullable Path folder;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public PreventionCommand() {}

    @Override
    public Integer call() throws IOException {
        Prevention prevention = Prevention.of(settings());
        Terminal output = Terminal.output(spec.commandLine());
        if (folder == null) {
            print(prevention, output);
        } else {
            write(prevention, folder, output);
        }
        output.line("");
        output.line("Not covered:");
        prevention.uncovered().forEach(each -> output.line("- " + each));
        output.flush();
        return ExitCode.OK;
    }

    private PreventionSettings settings() {
        Map<String, String> given = template.parameters();
        if (!given.isEmpty()) {
            return PreventionSettings.of(
                    TemplateReader.read(template.file(), given).parameters(),
                    stack.nameOr("profile-guard"),
                    partition == null ? "aws" : partition,
                    except);
        }
        DeployedStack deployed = stack.find();
        Terminal errors = Terminal.errors(spec.commandLine());
        errors.line(deployed.described());
        errors.flush();
        return PreventionSettings.of(
                deployed.parameters(),
                deployed.name(),
                partition == null ? partitionOf(deployed) : partition,
                except);
    }

    private static String partitionOf(DeployedStack deployed) {
        Arn arn = Arn.parse(deployed.arn());
        return arn == null ? "aws" : arn.partition();
    }

    private static void print(Prevention prevention, Terminal output) {
        prevention
                .files()
                .forEach(each -> {
                    output.line(described(each));
                    each.text().lines().forEach(output::line);
                    output.line("");
                });
    }

    private static void write(Prevention prevention, Path folder, Terminal output)
            throws IOException {
        Files.createDirectories(folder);
        deleteEarlier(folder);
        for (PolicyFile each : prevention.files()) {
            Files.writeString(folder.resolve(each.name()), each.text());
            output.line(described(each));
        }
        Files.writeString(folder.resolve(NOT_COVERED), prevention.notCovered());
        output.line(NOT_COVERED);
    }

    /// Otherwise policies of an earlier run would look like some of these.
    private static void deleteEarlier(Path folder) throws IOException {
        for (String glob :
                List.of("service-control-policy*.json", "resource-control-policy*.json")) {
            try (var found = Files.newDirectoryStream(folder, glob)) {
                for (Path each : found) {
                    Files.delete(each);
                }
            }
        }
    }

    private static String described(PolicyFile file) {
        return "%s: %d of %d characters".formatted(file.name(), file.size(), file.limit());
    }
}
