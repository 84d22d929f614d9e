package dev.profileguard.sandbox.command.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.Subject;
import dev.profileguard.page.PageEntry;
import dev.profileguard.page.PageFinding;
import dev.profileguard.page.PageOutcome;
import dev.profileguard.page.PagePicture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a page shows of a plan: the roles and profiles that matter, before and after.
///
/// @param iam the account as the plan found it
record PlannedPage(IamReader iam) {
    private static final String WOULD_DO = "would-do";

    /// The roles and profiles with an action, a finding or a failure. A profile that the plan
    /// creates is shown with the role for which it does so.
    List<PageEntry> entries(SweepReport plan) {
        Map<String, List<JsonNode>> bySubject = new LinkedHashMap<>();
        Map<String, String> creators = new HashMap<>();
        for (JsonNode outcome : plan.outcomes()) {
            if (!matters(outcome)) {
                continue;
            }
            String subject = outcome.path("subject").asText();
            for (JsonNode action : outcome.path("actions")) {
                if (action.path("action").asText().equals("CreateProfile")) {
                    creators.put(action.path("subject").asText(), subject);
                }
            }
            bySubject
                    .computeIfAbsent(
                            creators.getOrDefault(subject, subject), any -> new ArrayList<>())
                    .add(outcome);
        }
        return bySubject.entrySet().stream()
                .filter(each -> Subject.isSubject(each.getKey()))
                .map(each -> entry(each.getKey(), each.getValue()))
                .toList();
    }

    /// The number of outcomes by function and decision.
    static Map<String, Map<String, Integer>> decisions(SweepReport plan) {
        Map<String, Map<String, Integer>> decisions = new LinkedHashMap<>();
        plan.total()
                .properties()
                .forEach(rule -> {
                    Map<String, Integer> counts = new TreeMap<>();
                    rule.getValue()
                            .properties()
                            .forEach(each -> counts.put(each.getKey(), each.getValue().asInt()));
                    decisions.put(function(rule.getKey()), counts);
                });
        return decisions;
    }

    private static boolean matters(JsonNode outcome) {
        return !outcome.path("actions").isEmpty()
                || !outcome.path("findings").isEmpty()
                || outcome.path("decision").asText().equals("failed");
    }

    private PageEntry entry(String subject, List<JsonNode> outcomes) {
        PlannedState state = PlannedState.of(Subject.parse(subject), iam);
        PagePicture now = state.picture();
        Set<List<String>> reported = new HashSet<>();
        List<PageOutcome> shown = new ArrayList<>();
        for (JsonNode outcome : outcomes) {
            outcome.path("actions")
                    .valueStream()
                    .filter(PlannedPage::isPossible)
                    .forEach(state::perform);
            shown.add(outcome(outcome, reported));
        }
        return new PageEntry(subject, now, state.picture(), List.of(), shown);
    }

    /// @param reported what earlier outcomes of the same role or profile report: after a planned
    ///   change it is evaluated again
    private static PageOutcome outcome(JsonNode outcome, Set<List<String>> reported) {
        List<PageFinding> findings = new ArrayList<>();
        for (JsonNode each : outcome.path("findings")) {
            List<String> todo = each.path("todo").valueStream().map(JsonNode::asText).toList();
            List<String> key = new ArrayList<>(todo);
            key.add(each.path("kind").asText());
            if (reported.add(key)) {
                findings.add(
                        new PageFinding(
                                each.path("kind").asText(),
                                each.path("severity").asText(),
                                each.path("cause").asText(),
                                todo));
            }
        }
        return new PageOutcome(
                function(outcome.path("rule").asText()),
                outcome.path("decision").asText(),
                outcome.path("why").asText(),
                outcome.path("actions").valueStream().map(PlannedPage::described).toList(),
                findings);
    }

    private static boolean isPossible(JsonNode action) {
        return action.path("outcome").asText().equals(WOULD_DO);
    }

    private static String described(JsonNode action) {
        String description = action.path("description").asText();
        return isPossible(action)
                ? description
                : "%s (not possible: %s)".formatted(description, action.path("outcome").asText());
    }

    private static String function(String rule) {
        return Rule.inSweeps(rule).text();
    }
}
