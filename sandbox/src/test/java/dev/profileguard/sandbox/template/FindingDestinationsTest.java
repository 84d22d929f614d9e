package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.NeededPermissions.NEEDS;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.enforcing;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FindingDestinationsTest {
    @Test
    void functionsMaySendFindingsExactlyWhereTheParametersSay() {
        for (String topic : List.of("", "arn:aws:sns:eu-west-1:123456789012:alerts")) {
            for (String events : List.of("false", "true")) {
                Set<String> more = telling(topic, events);
                Template template =
                        enforcing(Map.of("FindingsTopic", topic, "FindingsEvents", events));

                NEEDS.forEach((name, needs) -> {
                    Set<String> all = new TreeSet<>(needs);
                    all.addAll(more);
                    assertThat(granted(function(template, name))).isEqualTo(all);
                });
            }
        }
    }

    @Test
    void functionsMayPublishToThatTopicAndNoOther() {
        String topic = "arn:aws:sns:eu-west-1:123456789012:alerts";
        Template template = enforcing(Map.of("FindingsTopic", topic));

        assertThat(template.functions())
                .allMatch(function -> function.may("sns:Publish", topic))
                .noneMatch(function -> function.may("sns:Publish", topic + "2"));
    }

    @Test
    void functionsMaySendEventsToThatBusAndNoOther() {
        String bus = "arn:aws:events:us-east-1:210987654321:event-bus/findings";
        Template template = enforcing(Map.of("FindingsBus", bus));

        assertThat(template.functions())
                .allMatch(function -> function.may(EventSink.PERMISSION, bus))
                .noneMatch(function -> function.may(EventSink.PERMISSION, bus + "2"))
                .noneMatch(function ->
                        function.may(
                                EventSink.PERMISSION,
                                "arn:aws:events:us-east-1:123456789012:event-bus/default"));
        NEEDS.forEach((name, needs) -> {
            Set<String> all = new TreeSet<>(needs);
            all.addAll(telling("", "true"));
            assertThat(granted(function(template, name))).isEqualTo(all);
        });
    }

    @Test
    void functionsPutEventsOnlyUnderTheirOwnSource() throws Exception {
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .containsSubsequence(
                        "              Action: events:PutEvents",
                        "              Condition:",
                        "                  events:source: " + EventSink.SOURCE);
    }

    @Test
    void functionsMayImportTheirOwnFindingsOnly() {
        String product = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default";
        Template template = enforcing(Map.of("SecurityHub", "on"));

        assertThat(template.functions())
                .allMatch(function -> function.may(FindingImport.PERMISSION, product))
                .noneMatch(function -> function.may(FindingImport.PERMISSION, product + "2"));
        NEEDS.forEach((name, needs) -> {
            Set<String> all = new TreeSet<>(needs);
            all.add(FindingImport.PERMISSION);
            all.add(DeadLetters.PERMISSION);
            all.addAll(FindingLedger.PERMISSIONS);
            assertThat(granted(function(template, name))).isEqualTo(all);
        });
    }

    private static Set<String> telling(String topic, String events) {
        Set<String> needs = new TreeSet<>();
        if (!topic.isEmpty()) {
            needs.add(TopicSink.PERMISSION);
        }
        if (events.equals("true")) {
            needs.add(EventSink.PERMISSION);
        }
        if (!needs.isEmpty()) {
            needs.add(DeadLetters.PERMISSION);
            needs.addAll(FindingLedger.PERMISSIONS);
        }
        return needs;
    }
}
