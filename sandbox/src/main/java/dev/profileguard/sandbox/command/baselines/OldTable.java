package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.guard.baselines.BaselineJson;
import dev.profileguard.guard.baselines.Known;
import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.Tags;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/// The baseline table that an older stack left behind.
///
/// @param stack reaches the account and the region
record OldTable(DeployedStack stack, String table) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The entries of an export.
    ///
    /// @param names globs; empty: all
    List<JsonNode> entries(List<String> names) {
        Globs globs = new Globs(names.stream().map(Glob::new).toList()).ignoringCase();
        return records().guard().stream()
                .filter(record -> record.baseline() != null)
                .filter(record -> names.isEmpty() || globs.match(record.profile().key()))
                .sorted(Comparator.comparing(record -> record.profile().key()))
                .map(OldTable::entry)
                .toList();
    }

    private StoredRecords records() {
        try {
            return stack.records(table);
        } catch (StackException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                throw new StackException(
                        "There is no table %s in this account and region: 'aws dynamodb list-tables' shows which there are"
                                .formatted(VisibleText.excerpt(table)),
                        e);
            }
            throw e;
        }
    }

    private static JsonNode entry(GuardRecord record) {
        Known known = new Known(record, null, () -> Tags.NONE, role -> null, Instant.EPOCH);
        return JSON.valueToTree(new BaselineJson(known).entry());
    }
}
