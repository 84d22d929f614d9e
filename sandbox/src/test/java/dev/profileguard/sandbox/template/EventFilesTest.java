package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.CANARY;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.functionsFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.noderole.NodeRoleRule;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventFilesTest {
    @ParameterizedTest
    @MethodSource("eventFiles")
    void everyEventMatchesTheRulesOfItsFolderAndOfOtherListeners(Path file) throws Exception {
        for (JsonNode event : eventsIn(file)) {
            Set<String> listeners = listeners(event);

            assertThat(listeners).contains(folderOf(file));
            assertThat(functionsFor(event)).isEqualTo(listeners);
        }
    }

    @Test
    void everyEventThatAFunctionListensToHasAFileInItsFolder() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (Path file : eventFiles()) {
            for (JsonNode event : eventsIn(file)) {
                seen.add(folderOf(file) + " " + event.at("/detail/eventName").asText());
            }
        }

        LISTENERS.forEach((name, functions) ->
                functions.forEach(each -> assertThat(seen).contains(each + " " + name)));
        assertThat(LISTENERS.keySet()).isEqualTo(namesInPatterns());
    }

    @Test
    void manualRequestsAreNoEvents() throws Exception {
        for (Path file : eventFiles()) {
            if (file.getFileName().toString().startsWith("invoke-")) {
                assertThat(functionsFor(JSON.readTree(file.toFile()))).isEmpty();
                assertThat(eventsIn(file)).isEmpty();
            }
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The functions that receive the event of each call. A call that fails for another reason than
    /// the one in its file reaches no function.
    private static final Map<String, Set<String>> LISTENERS =
            Map.ofEntries(
                    Map.entry(
                            "CreateInstanceProfile",
                            Set.of("ProfileGuard", "TagEnforcer", "FailureAdvisor")),
                    Map.entry("DeleteInstanceProfile", Set.of("ProfileGuard", "FailureAdvisor")),
                    Map.entry(
                            "AddRoleToInstanceProfile",
                            Set.of(
                                    "ProfileGuard",
                                    "TagEnforcer",
                                    "NodeRoleCheck",
                                    "FailureAdvisor")),
                    Map.entry(
                            "RemoveRoleFromInstanceProfile",
                            Set.of("ProfileGuard", "FailureAdvisor")),
                    Map.entry(
                            "TagInstanceProfile",
                            Set.of("ProfileGuard", "TagEnforcer", "FailureAdvisor")),
                    Map.entry(
                            "UntagInstanceProfile",
                            Set.of("ProfileGuard", "TagEnforcer", "FailureAdvisor")),
                    Map.entry("TagResources", Set.of("ProfileGuard", "TagEnforcer")),
                    Map.entry("UntagResources", Set.of("ProfileGuard", "TagEnforcer")),
                    Map.entry("TagRole", Set.of("TagEnforcer", "NodeRoleCheck", "FailureAdvisor")),
                    Map.entry("AttachRolePolicy", Set.of("NodeRoleCheck", "FailureAdvisor")),
                    Map.entry("DetachRolePolicy", Set.of("NodeRoleCheck", "FailureAdvisor")),
                    Map.entry("PutRolePolicy", Set.of("NodeRoleCheck", "FailureAdvisor")),
                    Map.entry("DeleteRolePolicy", Set.of("NodeRoleCheck", "FailureAdvisor")),
                    Map.entry(
                            "PutRolePermissionsBoundary",
                            Set.of("NodeRoleCheck", "FailureAdvisor")),
                    Map.entry(
                            "DeleteRolePermissionsBoundary",
                            Set.of("NodeRoleCheck", "FailureAdvisor")),
                    Map.entry("CreatePolicyVersion", Set.of("NodeRoleCheck")),
                    Map.entry("SetDefaultPolicyVersion", Set.of("NodeRoleCheck")),
                    Map.entry("UntagRole", Set.of("TagEnforcer", "FailureAdvisor")),
                    Map.entry(
                            "CreateRole",
                            Set.of(
                                    "ProfileProvisioner",
                                    "TagEnforcer",
                                    "NodeRoleCheck",
                                    "FailureAdvisor")),
                    Map.entry(
                            "UpdateAssumeRolePolicy",
                            Set.of("ProfileProvisioner", "NodeRoleCheck", "FailureAdvisor")),
                    Map.entry("DeleteRole", Set.of("ProfileProvisioner", "FailureAdvisor")),
                    Map.entry("RunInstances", Set.of("ProfileProvisioner", "FailureAdvisor")),
                    Map.entry(
                            "AssociateIamInstanceProfile",
                            Set.of("ProfileProvisioner", "FailureAdvisor")),
                    Map.entry(
                            "ReplaceIamInstanceProfileAssociation",
                            Set.of("ProfileProvisioner", "FailureAdvisor")),
                    Map.entry("UpdateRole", Set.of("FailureAdvisor")),
                    Map.entry("RequestSpotInstances", Set.of("FailureAdvisor")),
                    Map.entry("CreateFleet", Set.of("FailureAdvisor")),
                    Map.entry("DisassociateIamInstanceProfile", Set.of("FailureAdvisor")),
                    Map.entry("CreateAutoScalingGroup", Set.of("FailureAdvisor")),
                    Map.entry("UpdateAutoScalingGroup", Set.of("FailureAdvisor")),
                    Map.entry("CreateLaunchConfiguration", Set.of("FailureAdvisor")),
                    Map.entry("CreateNodegroup", Set.of("FailureAdvisor")),
                    Map.entry("AssumeRole", Set.of("FailureAdvisor")));

    private static final String NODE_ROLE = NodeRoleRule.TAG_VALUE;

    /// ProfileGuard ignores events that tag no profile; NodeRoleCheck those with other tags; all
    /// functions but ProfileGuard and the canary ignore the canary's profile.
    private static Set<String> listeners(JsonNode event) {
        String profile = event.at("/detail/requestParameters/instanceProfileName").asText();
        if (profile.equals(CANARY)) {
            return Set.of("Canary", "ProfileGuard");
        }
        Set<String> all = new TreeSet<>(LISTENERS.get(event.at("/detail/eventName").asText()));
        JsonNode arns = event.at("/detail/requestParameters/resourceARNList");
        if (arns.isArray() && !arns.toString().contains(":instance-profile/")) {
            all.remove("ProfileGuard");
        }
        if (event.at("/detail/eventName").asText().equals("TagRole")
                && !event.at("/detail/requestParameters/tags").toString().contains(NODE_ROLE)) {
            all.remove("NodeRoleCheck");
        }
        boolean isRefused =
                event.at("/detail/errorCode").isTextual()
                        || event.at("/detail/responseElements/CreateFleetResponse/errorSet/item")
                                .isContainerNode();
        if (isRefused) {
            all.retainAll(listenersToFailures(event));
        } else {
            all.remove("FailureAdvisor");
        }
        return all;
    }

    /// ProfileProvisioner acts on two failures. FailureAdvisor explains all.
    private static Set<String> listenersToFailures(JsonNode event) {
        String message = event.at("/detail/errorMessage").asText();
        boolean provisioner =
                event.at("/detail/errorCode").asText().startsWith("DeleteConflict")
                        || message.contains("Invalid IAM Instance Profile");
        return provisioner
                ? Set.of("ProfileProvisioner", "FailureAdvisor")
                : Set.of("FailureAdvisor");
    }

    /// The names that the rules' patterns list.
    private static Set<String> namesInPatterns() throws IOException {
        Set<String> names = new TreeSet<>();
        for (RuleDefinition rule : TEMPLATE.rules()) {
            JSON.readTree(rule.pattern())
                    .at("/detail/eventName")
                    .forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    /// The EventBridge events in a file: one event, or those in the messages of a batch, also in
    /// Lambda's records of failed invocations; none in a manual request.
    private static List<JsonNode> eventsIn(Path file) throws IOException {
        JsonNode json = JSON.readTree(file.toFile());
        List<JsonNode> events = new ArrayList<>();
        if (json.has("detail")) {
            events.add(json);
        }
        for (JsonNode message : json.path("Records")) {
            JsonNode body = JSON.readTree(message.path("body").asText());
            events.add(body.has("requestPayload") ? body.path("requestPayload") : body);
        }
        return events;
    }

    static List<Path> eventFiles() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("events"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String folderOf(Path file) {
        return ROOT.resolve("events").relativize(file).getName(0).toString();
    }
}
