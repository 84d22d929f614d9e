package dev.profileguard.sandbox.command.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Subject;
import dev.profileguard.page.PageAction;
import dev.profileguard.page.PageCheck;
import dev.profileguard.page.PageEntry;
import dev.profileguard.page.PageFinding;
import dev.profileguard.page.PageLine;
import dev.profileguard.page.PageLines;
import dev.profileguard.page.PagePicture;
import dev.profileguard.page.PageState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The lines of Backfill's report as a page shows them.
public final class ReportedLines {
    private ReportedLines() {}

    /// The roles and profiles that matter.
    ///
    /// @param outcomes one for each role or profile and rule, with the fields `rule`, `subject`,
    ///   `decision`, `why`, `actions`, `findings` and `state`
    public static List<PageEntry> entries(List<JsonNode> outcomes) {
        PageLines lines = new PageLines();
        outcomes.stream()
                .filter(each -> Subject.isSubject(each.path("subject").asText()))
                .map(ReportedLines::line)
                .forEach(lines::add);
        return lines.entries();
    }

    /// The number of outcomes by function and decision.
    ///
    /// @param total the same by rule: `{"guard": {"no-drift": 3}}`
    public static Map<String, Map<String, Integer>> decisions(JsonNode total) {
        Map<String, Map<String, Integer>> decisions = new LinkedHashMap<>();
        total.properties()
                .forEach(rule -> {
                    Map<String, Integer> counts = new TreeMap<>();
                    rule.getValue()
                            .properties()
                            .forEach(each -> counts.put(each.getKey(), each.getValue().asInt()));
                    decisions.put(function(rule.getKey()), counts);
                });
        return decisions;
    }

    private static PageLine line(JsonNode outcome) {
        return new PageLine(
                function(outcome.path("rule").asText()),
                outcome.path("subject").asText(),
                outcome.path("decision").asText(),
                outcome.path("why").asText(),
                outcome.path("actions").valueStream().map(ReportedLines::action).toList(),
                outcome.path("findings").valueStream().map(ReportedLines::finding).toList(),
                outcome.path("checks").valueStream().map(ReportedLines::check).toList(),
                state(outcome.path("state")));
    }

    private static PageAction action(JsonNode action) {
        return new PageAction(
                action.path("action").asText(),
                action.path("subject").asText(),
                action.path("role").textValue(),
                tags(action.path("tags")),
                texts(action.path("keys")),
                action.path("outcome").asText(),
                action.path("description").asText());
    }

    private static PageCheck check(JsonNode check) {
        return new PageCheck(
                check.path("topic").asText(),
                check.path("result").asText(),
                check.path("text").asText());
    }

    private static PageFinding finding(JsonNode finding) {
        return new PageFinding(
                finding.path("kind").asText(),
                finding.path("severity").asText(),
                finding.path("cause").asText(),
                texts(finding.path("todo")));
    }

    /// A version of Backfill before this one reports no state.
    private static PageState state(JsonNode state) {
        return state.isObject()
                ? new PageState(
                        new PagePicture(
                                state.path("role").textValue(),
                                texts(state.path("profiles")),
                                read(state.path("roleTags")),
                                read(state.path("profileTags"))),
                        texts(state.path("users")),
                        otherRoles(state.path("otherRoles")))
                : PageState.UNKNOWN;
    }

    private static Map<String, Map<String, String>> otherRoles(JsonNode roles) {
        Map<String, Map<String, String>> others = new LinkedHashMap<>();
        roles.properties().forEach(each -> others.put(each.getKey(), tags(each.getValue())));
        return others;
    }

    private static @Nullable Map<String, String> read(JsonNode tags) {
        return tags.isObject() ? tags(tags) : null;
    }

    private static Map<String, String> tags(JsonNode node) {
        Map<String, String> tags = new LinkedHashMap<>();
        node.properties().forEach(each -> tags.put(each.getKey(), each.getValue().asText()));
        return tags;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static String function(String rule) {
        return Rule.inSweeps(rule).text();
    }
}
