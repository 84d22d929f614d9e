package dev.profileguard.sandbox.trail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.event.ruler.Machine;

/// Selects the records that matter to the functions: those that a rule of the template matches, and
/// those of calls that may have changed IAM.
///
/// A large trail has millions of records, and most of them come from other services. So the filter
/// checks the service first, which is cheap, and evaluates the event patterns only if it matches.
/// Records of all accounts match: which account is replayed is chosen later.
final class RecordFilter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Machine rules = Machine.builder().build();

    /// The services in the rules' patterns, such as `aws.iam`.
    private final Set<String> sources = new HashSet<>();

    /// Whether a rule matches any service, or services by a prefix or the like.
    private boolean matchesAnySource;

    RecordFilter(Template template) {
        template.rules().forEach(this::add);
    }

    boolean accepts(RawRecord record) {
        return mayHaveChangedIam(record) || matchesRule(record);
    }

    private static boolean mayHaveChangedIam(RawRecord record) {
        return !record.change().isEmpty() && !record.json().path("readOnly").asBoolean();
    }

    private boolean matchesRule(RawRecord record) {
        if (!matchesAnySource && !sources.contains(record.source())) {
            return false;
        }
        try {
            ObjectNode event = record.event().put("account", Stack.DEFAULT.account());
            return !rules.rulesForJSONEvent(event.toString()).isEmpty();
        } catch (Exception e) { // declared by event-ruler for invalid events, which match no rule
            return false;
        }
    }

    private void add(RuleDefinition rule) {
        try {
            rules.addRule(rule.name(), rule.pattern());
            JsonNode source = JSON.readTree(rule.pattern()).path("source");
            List<JsonNode> values = source.valueStream().toList();
            matchesAnySource |= values.isEmpty() || !values.stream().allMatch(JsonNode::isTextual);
            values.forEach(each -> sources.add(each.asText()));
        } catch (IOException e) {
            throw new IllegalArgumentException("Invalid event pattern: " + rule.pattern(), e);
        }
    }
}
