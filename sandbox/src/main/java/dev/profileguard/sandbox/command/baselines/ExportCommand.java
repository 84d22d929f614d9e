package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.command.baselines.input.BaselineFile;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.text.JsonText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard baselines export`.
@Command(
        name = "export",
        description = {
            "Print the baselines as JSON for a repository, sorted by name.",
            "docs/baselines.schema.json describes it. 'import' reads it."
        })
public final class ExportCommand extends BaselinesVerb {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names or globs (default: all).")
    private List<String> names = List.of();

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description =
                    "Export the table that an older stack left behind, which you may read"
                            + " (dynamodb:Scan).")
    private String table = "";

    /// Picocli calls this one.
    public ExportCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        List<JsonNode> entries =
                table.isBlank()
                        ? pages(functions, "export", names)
                        : new OldTable(stack, table).entries(names);
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.put("format", BaselineFile.FORMAT);
        document.put("account", stack.account());
        document.putArray("baselines").addAll(entries);
        document.toPrettyString().lines().map(JsonText::escaped).forEach(output()::line);
        return true;
    }
}
