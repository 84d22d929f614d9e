package dev.profileguard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.core.Action;
import dev.profileguard.core.ProfileName;
import dev.profileguard.core.RoleName;
import dev.profileguard.core.Tags;
import dev.profileguard.handler.GuardSettings;
import dev.profileguard.handler.Surroundings;
import dev.profileguard.iam.IamReader;
import dev.profileguard.sandbox.template.FunctionDefinition;
import dev.profileguard.sandbox.template.RuleDefinition;
import dev.profileguard.sandbox.template.Statement;
import dev.profileguard.sandbox.template.Template;
import dev.profileguard.state.BaselineStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.Ruler;

class TemplateTest {
    @ParameterizedTest
    @MethodSource("eventFiles")
    void everyEventReachesTheFunctionOfItsFolderAndNoOther(Path file) throws Exception {
        JsonNode json = JSON.readTree(file.toFile());

        boolean event = json.has("detail");

        assertThat(functionsFor(json)).isEqualTo(event ? Set.of(folderOf(file)) : Set.of());
    }

    @Test
    void everyEventOfItsTableHasAFile() throws Exception {
        Set<String> names = new TreeSet<>();
        for (Path file : eventFiles()) {
            names.add(JSON.readTree(file.toFile()).path("detail").path("eventName").asText());
        }

        assertThat(names)
                .contains(
                        "CreateInstanceProfile",
                        "DeleteInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "TagInstanceProfile",
                        "UntagInstanceProfile",
                        "TagResources",
                        "UntagResources");
    }

    /// SAM alone takes `!Ref GuardMode` for the same whatever its value is. See
    /// https://github.com/aws/serverless-application-model/issues/3820
    @Test
    void otherSettingsPublishAnotherVersionSinceTheyAreResolvedBeforeSamLooks() throws Exception {
        assertThat(Files.readAllLines(Path.of("../template.yaml")))
                .containsSubsequence(
                        "Transform:",
                        "  - AWS::LanguageExtensions",
                        "  - AWS::Serverless-2016-10-31");
    }

    @Test
    void callsThatFailedReachNobody() throws Exception {
        ObjectNode event = event("role-added");
        detail(event).put("errorCode", "LimitExceededException");

        assertThat(functionsFor(event)).isEmpty();
    }

    @Test
    void theStacksOwnCallsReachNobodyAndEverybodyElsesDo() throws Exception {
        ObjectNode own = event("role-added-by-pipeline");
        issuer(own).put("arn", guard().roleArn());
        ObjectNode emptyIssuer = event("role-added-by-pipeline");
        issuer(emptyIssuer).removeAll();
        ObjectNode noIssuer = event("role-added");

        assertThat(functionsFor(own)).isEmpty();
        assertThat(functionsFor(emptyIssuer)).containsExactly("ProfileGuard");
        assertThat(functionsFor(noIssuer)).containsExactly("ProfileGuard");
    }

    @Test
    void patternsAreNoLongerThanEventBridgeAllows() {
        assertThat(TEMPLATE.rules())
                .allSatisfy(rule -> assertThat(rule.pattern()).hasSizeLessThan(2048));
    }

    @Test
    void handlersAreClassesThatTheSandboxCanStartToo() {
        assertThat(TEMPLATE.functions())
                .allSatisfy(function -> {
                    Class<?> handler = Class.forName(function.handlerClass());
                    assertThat(handler.getConstructor()).isNotNull();
                    assertThat(handler.getConstructor(Surroundings.class)).isNotNull();
                });
    }

    @Test
    void theGuardMayDoExactlyWhatItsActionsNeed() {
        Set<String> needed = new TreeSet<>(Set.of(IamReader.READ_PROFILE));
        needed.addAll(BaselineStore.PERMISSIONS);
        ACTIONS.forEach(action -> needed.addAll(action.permissions()));

        Set<String> granted =
                guard().allows().stream()
                        .map(Statement::actions)
                        .flatMap(Collection::stream)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(granted).isEqualTo(needed);
    }

    @Test
    void permissionsEndAtThisAccountsProfilesRolesAndTable() {
        assertThat(guard().allows())
                .flatExtracting(Statement::resources)
                .allMatch(arn -> arn.contains(":123456789012:"))
                .noneMatch(arn -> arn.equals("*"));
    }

    @Test
    void theDefaultsStartTheFunctionAndOnlyObserve() {
        GuardSettings settings = GuardSettings.from(guard().environment());

        assertThat(settings.mode().text()).isEqualTo("observe");
        assertThat(settings.guard().breaker().reverts()).isEqualTo(5);
    }

    @Test
    void bothDeadEndsAreWatched() {
        assertThat(TEMPLATE.rules())
                .flatExtracting(RuleDefinition::targets)
                .allSatisfy(target -> assertThat(target.deadLetters()).isNotNull());
        assertThat(guard().onFailure()).isNotNull();
        assertThat(guard().retries()).isEqualTo(2);
    }

    private static final Path ROOT = Path.of("..");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Template TEMPLATE = Template.read(ROOT.resolve("template.yaml"), Map.of());

    private static final ProfileName NAME = new ProfileName("p");
    private static final List<Action> ACTIONS =
            List.of(
                    new Action.CreateProfile(NAME, "/", Tags.NONE),
                    new Action.AddRole(NAME, new RoleName("r")),
                    new Action.RemoveRole(NAME, new RoleName("r")),
                    new Action.TagProfile(NAME, Tags.NONE));

    static List<Path> eventFiles() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("events"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String folderOf(Path file) {
        return ROOT.resolve("events").relativize(file).getName(0).toString();
    }

    private static Set<String> functionsFor(JsonNode event) throws Exception {
        Set<String> functions = new TreeSet<>();
        for (RuleDefinition rule : TEMPLATE.rules()) {
            if (Ruler.matchesRule(event.toString(), rule.pattern())) {
                rule.targets().forEach(target -> functions.add(function(target.arn())));
            }
        }
        return functions;
    }

    private static String function(String arn) {
        return TEMPLATE.functions().stream()
                .filter(function -> arn.startsWith(function.arn()))
                .map(FunctionDefinition::logicalId)
                .findFirst()
                .orElseThrow();
    }

    private static FunctionDefinition guard() {
        return TEMPLATE.functions().stream()
                .filter(function -> function.logicalId().equals("ProfileGuard"))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode event(String name) throws IOException {
        return (ObjectNode)
                JSON.readTree(ROOT.resolve("events/ProfileGuard/" + name + ".json").toFile());
    }

    private static ObjectNode detail(ObjectNode event) {
        return (ObjectNode) event.path("detail");
    }

    private static ObjectNode issuer(ObjectNode event) {
        return (ObjectNode) event.at("/detail/userIdentity/sessionContext/sessionIssuer");
    }
}
