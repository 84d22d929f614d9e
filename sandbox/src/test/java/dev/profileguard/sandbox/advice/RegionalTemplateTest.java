package dev.profileguard.sandbox.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.Ruler;

/// The stack that forwards events from other regions.
class RegionalTemplateTest {
    private static final Path ROOT = Path.of("..");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The sandbox's region is us-east-1, so it deploys the stack only for another home region.
    private static final Template REGIONAL =
            TemplateReader.read(
                    ROOT.resolve("regional.yaml"), Map.of("HomeRegion", "us-gov-west-1"));

    private static final RuleDefinition RULE = REGIONAL.rules().getFirst();

    @ParameterizedTest
    @MethodSource("files")
    void forwardsRefusedCallsOfEveryServiceButIam(Path file) throws Exception {
        JsonNode event = JSON.readTree(file.toFile());
        boolean regional = !event.path("source").asText().equals("aws.iam");

        assertThat(Ruler.matchesRule(event.toString(), RULE.pattern())).isEqualTo(regional);
    }

    @Test
    void forwardsNoSuccessNoDryRunAndNoEventOfAnotherAccount() throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(file("launch-refused").toFile());
        ObjectNode success = event.deepCopy();
        ((ObjectNode) success.path("detail")).remove("errorCode");
        ObjectNode dryRun = event.deepCopy();
        ((ObjectNode) dryRun.path("detail")).put("errorCode", "Client.DryRunOperation");
        ObjectNode foreign = event.deepCopy();
        foreign.put("account", "210987654321");

        for (ObjectNode each : List.of(success, dryRun, foreign)) {
            assertThat(Ruler.matchesRule(each.toString(), RULE.pattern())).isFalse();
        }
    }

    /// What it forwards is what the rules of the stack take.
    @Test
    void forwardsTheSameCallsAsTheStackTakes() throws Exception {
        TreeSet<String> taken = new TreeSet<>();
        for (RuleDefinition rule :
                TemplateReader.read(ROOT.resolve("template.yaml"), Map.of()).rules()) {
            if (rule.name().matches(".*-(LaunchRefused|SessionRefused)")) {
                taken.addAll(names(rule));
            }
        }

        assertThat(names(RULE)).isEqualTo(taken).hasSize(11);
    }

    @Test
    void hasOneRuleWithOneTargetTheHomeRegionsBus() {
        assertThat(REGIONAL.rules()).hasSize(1);
        assertThat(REGIONAL.functions()).isEmpty();
        assertThat(RULE.pattern().length()).isLessThan(2_048);
        assertThat(RULE.targets())
                .singleElement()
                .extracting(RuleDefinition.Target::arn)
                .isEqualTo("arn:aws:events:us-gov-west-1:123456789012:event-bus/default");
    }

    @Test
    void isNotForTheHomeRegion() {
        assertThatThrownBy(() -> TemplateReader.read(ROOT.resolve("regional.yaml"), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("receives the events of its own region already");
    }

    @Test
    void receivesReadsTooAndMayPutEventsOnly() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("regional.yaml")))
                .containsSubsequence(
                        "      State: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                        "                Action: events:PutEvents")
                .filteredOn(line -> line.contains("Action:"))
                .hasSize(2);
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("events/FailureAdvisor"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("invoke-"))
                    .sorted()
                    .toList();
        }
    }

    private static Path file(String name) {
        return ROOT.resolve("events/FailureAdvisor/%s.json".formatted(name));
    }

    private static Set<String> names(RuleDefinition rule) throws IOException {
        Set<String> names = new TreeSet<>();
        JSON.readTree(rule.pattern())
                .at("/detail/eventName")
                .forEach(name -> names.add(name.asText()));
        return names;
    }
}
