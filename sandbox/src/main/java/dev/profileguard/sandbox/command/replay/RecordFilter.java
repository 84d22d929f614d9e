package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.event.ruler.Machine;

/// Tells the few records that can matter from the millions of a day that cannot: those that a rule
/// of the template takes, whoever called, and those that may have changed IAM.
///
/// A record's service comes first, because it costs least, and most of a trail is of others.
final class RecordFilter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Machine rules = Machine.builder().build();

    private final Set<String> sources = new HashSet<>();

    private boolean anySource;

    RecordFilter(Template template) {
        template.rules().forEach(this::add);
    }

    boolean has(RawRecord record) {
        return mayHaveChangedIam(record) || isTaken(record);
    }

    private static boolean mayHaveChangedIam(RawRecord record) {
        return !record.change().isEmpty() && !record.json().path("readOnly").asBoolean();
    }

    private boolean isTaken(RawRecord record) {
        if (!anySource && !sources.contains(record.source())) {
            return false;
        }
        try {
            return !rules.rulesForJSONEvent(record.event().toString()).isEmpty();
        } catch (Exception e) { // it declares nothing narrower; nothing matches what is no event
            return false;
        }
    }

    private void add(RuleDefinition rule) {
        try {
            rules.addRule(rule.name(), rule.pattern());
            JsonNode named = JSON.readTree(rule.pattern()).path("source");
            List<JsonNode> values = named.valueStream().toList();
            anySource |= values.isEmpty() || !values.stream().allMatch(JsonNode::isTextual);
            values.forEach(each -> sources.add(each.asText()));
        } catch (IOException e) {
            throw new IllegalArgumentException("No event pattern: " + rule.pattern(), e);
        }
    }
}
