package dev.profileguard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.FunctionCalls;
import dev.profileguard.aws.Health;
import dev.profileguard.aws.ReportStore;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkPolicyReader;
import dev.profileguard.aws.compute.QueryComputeReader;
import dev.profileguard.aws.ec2.Ec2ProfileUsers;
import dev.profileguard.aws.eks.EksClusters;
import dev.profileguard.aws.resource.SearchedPolicies;
import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.aws.sts.StsMessages;
import dev.profileguard.backfill.PlanStore;
import dev.profileguard.compute.ComputeAction;
import dev.profileguard.control.Parameters;
import dev.profileguard.control.StackParts;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.guard.GuardSettings;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.NodeRoleRule;
import dev.profileguard.noderole.rule.NodePolicy;
import dev.profileguard.provision.ProvisionSettings;
import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ProfileDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Statement;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.state.failure.FailureBurstStore;
import dev.profileguard.state.repair.RepairRecordStore;
import dev.profileguard.state.stored.StoredItems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;

class TemplateTest {
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
    void everyAlarmNotifiesTheAlarmTopicWhenItStartsAndEnds() {
        String topic = "arn:aws:sns:us-east-1:123456789012:alarms";
        Template template =
                TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("AlarmTopic", topic));

        assertThat(template.alarms())
                .isNotEmpty()
                .allSatisfy(alarm -> {
                    assertThat(alarm.actions()).as(alarm.logicalId()).containsExactly(topic);
                    assertThat(alarm.okActions()).as(alarm.logicalId()).containsExactly(topic);
                });
        assertThat(TEMPLATE.alarms()).allMatch(alarm -> alarm.actions().isEmpty());
    }

    /// CloudWatch looks back a week at most.
    @Test
    void anAlarmAwaitsMoreThanTwoSweepsByDefault() {
        Duration interval =
                TEMPLATE.schedules().stream()
                        .filter(each -> each.target().arn().contains("Sweep"))
                        .map(ScheduleDefinition::rate)
                        .findFirst()
                        .orElseThrow();

        assertThat(TEMPLATE.alarms())
                .filteredOn(alarm -> alarm.logicalId().equals("SweepMissingAlarm"))
                .singleElement()
                .satisfies(alarm ->
                        assertThat(alarm.period().multipliedBy(alarm.periods()))
                                .isGreaterThan(interval.multipliedBy(2)));
    }

    /// Lambda measures the variables of a function together, as JSON. In the longest stack name
    /// whose functions have names, each setting fits at its greatest length, if the others are
    /// short. A policy is JSON, and every second character of it may have to be escaped.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GuardedProfiles",
                "ExemptNames",
                "TrustedPrincipals",
                "TagPolicy",
                "TagDefaults",
                "InheritedTags",
                "NodeRoleNames",
                "RotationRoles",
                "InstanceRegions"
            })
    void theLongestValueOfEachSettingFitsTheEnvironment(String parameter) throws Exception {
        int most = longest(parameter);
        int escaped = parameter.equals("TagPolicy") ? most / 2 : 0;
        for (FunctionDefinition function : TEMPLATE.functions()) {
            String json = JSON.writeValueAsString(function.environment());
            int names = Pattern.compile("profile-guard-").matcher(json).results().toList().size();

            assertThat(json.length() + names * LONGER_NAMES + most + escaped)
                    .as(function.logicalId())
                    .isLessThanOrEqualTo(4096);
        }
    }

    /// A stack name of 45 characters instead of this one, and what CloudFormation appends.
    private static final int LONGER_NAMES =
            45 - "profile-guard".length() + "-0123456789AB".length();

    private static int longest(String parameter) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("template.yaml"));
        int start = lines.indexOf("  " + parameter + ":");
        return lines.subList(start, start + 4).stream()
                .filter(line -> line.strip().startsWith("MaxLength: "))
                .mapToInt(line -> Integer.parseInt(line.strip().substring(11)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTagPolicyThatIsTooLongIsRefusedWithTheWayOut() throws IOException {
        String template = Files.readString(ROOT.resolve("template.yaml"));
        Map<String, String> tooLong = Map.of("TagPolicy", "{" + "x".repeat(4095));

        assertThatThrownBy(() -> TemplateReader.read(ROOT.resolve("template.yaml"), tooLong))
                .hasMessageContaining("TagPolicy must be 0 to 1024 characters long");
        assertThat(template)
                .containsPattern(
                        "ConstraintDescription: \"Must be a tag policy .*Parameter"
                                + " Store.*ssm:/profile");
    }

    @Test
    void settingsThatAreTooLongTogetherAreRefused() {
        Map<String, String> tooLong =
                Map.of(
                        "TrustedPrincipals", "x".repeat(1024),
                        "GuardedProfiles", "x".repeat(1024),
                        "ExemptNames", "x".repeat(1024));

        assertThatThrownBy(() -> TemplateReader.read(ROOT.resolve("template.yaml"), tooLong))
                .hasMessageContaining("bytes, and Lambda allows 4096 for all of a function");
    }

    @Test
    void theListOfWhatSweepsCheckFitsAParameter() {
        assertThat(TEMPLATE.stored().values())
                .singleElement()
                .satisfies(list -> {
                    int names = list.split(",", -1).length;
                    assertThat(list.length() + names * (80 - "profile-guard-".length()))
                            .isLessThan(4096);
                    assertThat(TEMPLATE.rules())
                            .allMatch(rule ->
                                    rule.name().contains("Canary") || list.contains(rule.name()));
                });
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

    /// SAM treats `!Ref GuardMode` as unchanged, whatever its value. See
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
    void eachPropertyOfAFunctionPublishesAnotherVersion() throws Exception {
        assertThat(resourcesOfType("AWS::Serverless::Function"))
                .hasSize(8)
                .allSatisfy(function ->
                        assertThat(function)
                                .contains("      AutoPublishAliasAllProperties: true\n"));
    }

    /// The environment of a function on Lambda contains credentials too, so only these are shown.
    @Test
    void everyParameterThatAFunctionGetsIsShown() {
        Set<String> variables =
                TEMPLATE.functions().stream()
                        .flatMap(function -> function.environment().keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown =
                Parameters.NAMES.stream()
                        .map(Parameters::variable)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isSubsetOf(variables);
        variables.removeAll(shown);
        assertThat(variables)
                .containsExactlyInAnyOrder(
                        "BASELINE_TABLE",
                        "AWS_RETRY_MODE",
                        "CANARY_FUNCTIONS",
                        "CANARY_PROFILE",
                        "CANARY_ROLE",
                        "DELIVERY_CHECKS",
                        "ENDPOINT_URL",
                        "FAILURES_QUEUE",
                        "FAILURES_TABLE",
                        "FINDINGS_TABLE",
                        "JAVA_TOOL_OPTIONS",
                        "OWN_ROLES",
                        "PLAN_TABLE",
                        "POWERTOOLS_SERVICE_NAME",
                        "REPORTS_BUCKET",
                        "RETRIES_QUEUE",
                        "ROTATIONS_TABLE",
                        "UNDELIVERED_FINDINGS");
    }

    @Test
    void theSweepComparesAllFunctionsOfTheStackAndNoOthers() {
        FunctionDefinition backfill = function("Backfill");
        String parts =
                Objects.requireNonNull(
                        TEMPLATE.stored().get(backfill.environment().get("DELIVERY_CHECKS")));
        Set<String> compared =
                new TreeSet<>(new StackParts(name -> parts, "parts").functions(backfill.name()));

        assertThat(compared)
                .isEqualTo(
                        TEMPLATE.functions().stream()
                                .map(FunctionDefinition::name)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(TEMPLATE.functions())
                .allMatch(each -> backfill.may(Health.CONFIGURATION_PERMISSION, each.arn()))
                .allMatch(
                        each -> backfill.may(Health.CONFIGURATION_PERMISSION, each.arn() + ":live"))
                .noneMatch(each ->
                        backfill.may(Health.CONFIGURATION_PERMISSION, each.arn() + "-other"));
    }

    @Test
    void aPauseReachesEveryFunctionThatWrites() {
        assertThat(TEMPLATE.functions())
                .allSatisfy(function ->
                        assertThat(function.environment())
                                .as(function.logicalId())
                                .containsEntry("PAUSED", "off"))
                .filteredOn(function -> !function.logicalId().equals("FailureAdvisor"))
                .allSatisfy(function -> {
                    assertThat(function.environment())
                            .as(function.logicalId())
                            .containsKey("BASELINE_TABLE");
                    assertThat(granted(function)).contains("dynamodb:GetItem");
                });
    }

    @Test
    void aFailedCallReachesOnlyTheFunctionThatExplainsIt() throws Exception {
        ObjectNode event = event("role-added");
        detail(event).put("errorCode", "LimitExceededException");
        ObjectNode dryRun =
                (ObjectNode)
                        JSON.readTree(
                                ROOT.resolve("events/FailureAdvisor/launch-refused.json").toFile());
        detail(dryRun).put("errorCode", "Client.DryRunOperation").remove("errorMessage");
        ObjectNode ours = event("role-added-by-pipeline");
        detail(ours).put("errorCode", "LimitExceededException");
        issuer(ours).put("arn", function("TagEnforcer").roleArn());
        ObjectNode others = event.deepCopy();
        others.put("account", "210987654321");

        assertThat(functionsFor(event)).containsExactly("FailureAdvisor");
        assertThat(functionsFor(dryRun)).isEmpty();
        assertThat(functionsFor(ours)).isEmpty();
        assertThat(functionsFor(others)).isEmpty();
    }

    @Test
    void aFunctionReceivesEventsOfAllCallsExceptItsOwn() throws Exception {
        ObjectNode own = event("role-added-by-pipeline");
        issuer(own).put("arn", guard().roleArn());
        ObjectNode emptyIssuer = event("role-added-by-pipeline");
        issuer(emptyIssuer).removeAll();
        ObjectNode noIssuer = event("role-added");

        assertThat(functionsFor(own)).containsExactly("NodeRoleCheck", "TagEnforcer");
        assertThat(functionsFor(emptyIssuer))
                .containsExactly("NodeRoleCheck", "ProfileGuard", "TagEnforcer");
        assertThat(functionsFor(noIssuer))
                .containsExactly("NodeRoleCheck", "ProfileGuard", "TagEnforcer");
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
                    assertThat(handler.getConstructor(Platform.class)).isNotNull();
                });
    }

    @Test
    void functionsMayDoExactlyWhatTheirReadsAndActionsNeed() {
        assertThat(NEEDS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        TEMPLATE.functions().stream().map(FunctionDefinition::logicalId).toList());
        NEEDS.forEach(
                (name, needs) -> assertThat(granted(function(ENFORCING, name))).isEqualTo(needs));
    }

    /// Backfill alone keeps what the plans that people apply need.
    @ParameterizedTest
    @ValueSource(strings = {"off", "observe"})
    void aFunctionThatOnlyObservesMayChangeNothingInIamOrEc2(String mode) {
        Map<String, String> observing =
                Map.of(
                        "GuardMode", mode,
                        "ProvisionMode", mode,
                        "TagMode", mode,
                        "NodeRoleMode", mode,
                        "RotationMode", mode,
                        "AdviceMode", mode,
                        "RepairAssociations", "on",
                        "ManualRequests", "show");
        Template template = TemplateReader.read(ROOT.resolve("template.yaml"), observing);

        assertThat(template.functions())
                .filteredOn(function -> !function.logicalId().equals("Canary"))
                .allSatisfy(function ->
                        assertThat(granted(function))
                                .filteredOn(TemplateTest::changesWhatIsGuarded)
                                .isEmpty());
    }

    @Test
    void whatPeopleApplyIsAllThatBackfillMayChangeWhereNothingIsEnforced() {
        assertThat(granted(function("Backfill"))).isEqualTo(NEEDS.get("Backfill"));
        assertThat(TEMPLATE.functions())
                .filteredOn(
                        function -> !Set.of("Canary", "Backfill").contains(function.logicalId()))
                .flatExtracting(TemplateTest::granted)
                .filteredOn(TemplateTest::changesWhatIsGuarded)
                .isEmpty();
    }

    @Test
    void backfillMayChangeWhatTheEnforcingFunctionsMay() {
        assertThat(changesOfBackfill(Map.of("GuardMode", "enforce")))
                .containsExactly(
                        "iam:AddRoleToInstanceProfile",
                        "iam:CreateInstanceProfile",
                        "iam:PassRole",
                        "iam:RemoveRoleFromInstanceProfile",
                        "iam:TagInstanceProfile");
        assertThat(changesOfBackfill(Map.of("ProvisionMode", "enforce")))
                .contains("iam:DeleteInstanceProfile")
                .doesNotContain("iam:TagRole", "iam:UntagInstanceProfile");
        assertThat(changesOfBackfill(Map.of("TagMode", "enforce")))
                .containsExactly(
                        "iam:TagInstanceProfile", "iam:TagRole", "iam:UntagInstanceProfile");
    }

    /// No sweep writes then, and by hand it only shows.
    @ParameterizedTest
    @ValueSource(strings = {"off", "plan"})
    void backfillMayChangeNothingIfNoSweepDoes(String sweeps) {
        assertThat(
                        changesOfBackfill(
                                Map.of(
                                        "SweepMode", sweeps,
                                        "GuardMode", "enforce",
                                        "ProvisionMode", "enforce",
                                        "TagMode", "enforce",
                                        "NodeRoleMode", "enforce",
                                        "RepairAssociations", "on")))
                .isEmpty();
    }

    @Test
    void theCanaryMayChangeNothingIfItIsOff() {
        Template without =
                TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("CanaryMinutes", "off"));

        assertThat(granted(function(without, "Canary")))
                .filteredOn(TemplateTest::changesWhatIsGuarded)
                .isEmpty();
    }

    @Test
    void nodeRolesAreRepairedOnlyUnderThePath() {
        Template narrow =
                enforcing(Map.of("NodeRoleMode", "enforce", "PassableRolePath", "/workloads/"));
        String role = "arn:aws:iam::123456789012:role";

        for (String name : List.of("NodeRoleCheck", "Backfill")) {
            for (String action : List.of("iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy")) {
                assertThat(function(narrow, name).may(action, role + "/workloads/node")).isTrue();
                assertThat(function(narrow, name).may(action, role + "/node")).isFalse();
            }
        }
    }

    private static Set<String> changesOfBackfill(Map<String, String> modes) {
        Map<String, String> all = new HashMap<>(modes);
        all.put("TrustedPrincipals", "nobody");
        all.put("ManualRequests", "show");
        Set<String> changes =
                granted(
                        function(
                                TemplateReader.read(ROOT.resolve("template.yaml"), all),
                                "Backfill"));
        changes.removeIf(action -> !changesWhatIsGuarded(action));
        return changes;
    }

    private static boolean changesWhatIsGuarded(String action) {
        return action.matches("(iam|ec2|autoscaling|eks):.*")
                && !action.matches("[a-z0-9]+:(Get|List|Describe).*");
    }

    @Test
    void rolesCanBePassedOnlyToInstancesAndOnlyUnderThePath() {
        Template narrow = enforcing(Map.of("PassableRolePath", "/workloads/"));
        String role = "arn:aws:iam::123456789012:role";

        for (String name : List.of("ProfileGuard", "ProfileProvisioner", "Backfill")) {
            assertThat(function(narrow, name).may("iam:PassRole", role + "/workloads/web"))
                    .isTrue();
            assertThat(function(narrow, name).may("iam:PassRole", role + "/web")).isFalse();
            assertThat(function(ENFORCING, name).may("iam:PassRole", role + "/web")).isTrue();
        }
        assertThat(conditionsOf("iam:PassRole"))
                .hasSize(4)
                .allSatisfy(condition ->
                        assertThat(condition)
                                .contains("iam:PassedToService: [ec2.amazonaws.com")
                                .contains("iam:AssociatedResourceArn: !Sub arn:")
                                .contains(":ec2:*:${AWS::AccountId}:instance/*"));
    }

    /// The lines after each statement's action, up to the next statement.
    private static List<String> conditionsOf(String action) {
        String text = read("template.yaml");
        return Arrays.stream(text.split("Action: " + action + "\n", -1))
                .skip(1)
                .map(rest -> rest.split("- Sid:|NoValue", 2)[0])
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void rolesHaveThePathTheNamesAndTheBoundaryOfTheParameters() {
        Template template = enforcing(Map.of("RolePath", "/platform/", "RoleNamePrefix", "acme-"));

        assertThat(function(template, "Canary").roleArn())
                .isEqualTo("arn:aws:iam::123456789012:role/platform/acme-Canary");
        assertThat(
                        function(template, "Canary")
                                .may(
                                        "iam:TagInstanceProfile",
                                        "arn:aws:iam::123456789012:instance-profile/" + CANARY))
                .isTrue();
        assertThat(granted(function(template, "Backfill")))
                .isEqualTo(granted(function(ENFORCING, "Backfill")));
        assertThat(resourcesOfType("AWS::IAM::Role"))
                .hasSize(14)
                .allSatisfy(role ->
                        assertThat(role)
                                .contains("RoleName: !If [RolesAreNamed, !Sub \"${RoleNamePrefix}")
                                .contains("      Path: !Ref RolePath\n")
                                .contains("PermissionsBoundary: !If [HasPermissionsBoundary,"));
    }

    /// AWS::LanguageExtensions sees the template before SAM adds its resources.
    @Test
    void nothingRefersToWhatOnlySamMakes() {
        Set<String> written = new TreeSet<>();
        Matcher ids = Pattern.compile("(?m)^  (\\w+):$").matcher(read("template.yaml"));
        while (ids.find()) {
            written.add(ids.group(1));
        }
        Matcher used =
                Pattern.compile(
                                "!(?:GetAtt|Ref) (\\w+)|\\$\\{(\\w+)(?:\\.\\w+)?}|DependsOn:"
                                        + " (\\w+)")
                        .matcher(read("template.yaml"));

        while (used.find()) {
            String id =
                    Stream.of(used.group(1), used.group(2), used.group(3))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElseThrow();
            assertThat(
                            written.contains(id)
                                    || id.endsWith("IfThereIsOne") // of Fn::Sub itself
                                    || Set.of("AWS", "creator").contains(id))
                    .as(id)
                    .isTrue();
        }
    }

    @Test
    void everythingThatCanHaveTagsHasTheApplications() {
        for (String type :
                List.of(
                        "AWS::DynamoDB::Table",
                        "AWS::SQS::Queue",
                        "AWS::S3::Bucket",
                        "AWS::Logs::LogGroup",
                        "AWS::IAM::Role",
                        "AWS::CloudWatch::Alarm",
                        "AWS::Events::Rule")) {
            assertThat(resourcesOfType(type))
                    .isNotEmpty()
                    .allSatisfy(resource ->
                            assertThat(resource)
                                    .contains(
                                            "- Key: application\n          Value: profile-guard"));
        }
    }

    /// The texts of the template's resources of a type.
    private static List<String> resourcesOfType(String type) {
        return Arrays.stream(read("template.yaml").split("(?m)^(?=  \\w+:$)"))
                .filter(text -> text.contains("    Type: " + type + "\n"))
                .toList();
    }

    /// Both rights widen a role, so nobody has them who does not want repairs.
    @ParameterizedTest
    @ValueSource(strings = {"NodeRoleCheck", "Backfill"})
    void functionsMayRepairNodeRolesOnlyWhereTheSettingSaysSo(String name) {
        Template enforcing = enforcing(Map.of("NodeRoleMode", "enforce"));
        Set<String> all =
                permissions(
                        List.copyOf(NEEDS.get(name)),
                        new Action.UpdateTrustPolicy(ROLE, "", ""),
                        new Action.AttachPolicy(ROLE, ""));

        assertThat(granted(function(enforcing, name))).isEqualTo(all);
    }

    /// Whoever may give a profile to an instance gives it the credentials of a role.
    @ParameterizedTest
    @ValueSource(strings = {"ProfileGuard", "Backfill"})
    void functionsMayAssociateInstancesOnlyWhereTheSettingSaysSo(String name) {
        Template associating = enforcing(Map.of("RepairAssociations", "on"));
        Set<String> all =
                permissions(
                        List.copyOf(NEEDS.get(name)),
                        new Action.AssociateInstance(NAME, "", "", "", ""));

        assertThat(granted(function(associating, name))).isEqualTo(all);
    }

    @Test
    void onlyTheSweepSeesWhatUsesProfilesAndOnlyWhereTheSettingSaysSo() {
        Template without = enforcing(Map.of("SweepInventory", "off"));
        Set<String> rest = new TreeSet<>(NEEDS.get("Backfill"));
        rest.removeAll(QueryComputeReader.SURVEY_PERMISSIONS);

        assertThat(granted(function(without, "Backfill"))).isEqualTo(rest);
        NEEDS.keySet().stream()
                .filter(each -> !each.equals("Backfill"))
                .forEach(each ->
                        assertThat(granted(function(without, each)))
                                .isEqualTo(granted(function(ENFORCING, each))));
    }

    @Test
    void profilesMayBeReplacedOnlyWhereTheSettingSaysSo() {
        Template enforcing = enforcing(Map.of("RotationMode", "enforce"));
        Set<String> all =
                permissions(
                        List.copyOf(NEEDS.get("ProfileRotation")),
                        new Action.CreateProfile(NAME, "/", Tags.NONE),
                        new Action.AddRole(NAME, ROLE),
                        new Action.RemoveRole(NAME, ROLE),
                        new Action.DeleteProfile(NAME));
        Stream.of(
                        new ComputeAction.CreateTemplateVersion("r", "lt", 1, NAME, "", ""),
                        new ComputeAction.SetDefaultVersion("r", "lt", 1),
                        new ComputeAction.UseTemplateVersion("r", "g", "lt", 1),
                        new ComputeAction.StartRefresh("r", "g"),
                        new ComputeAction.ReplaceAssociation("r", "i", "a", NAME))
                .forEach(action -> all.addAll(action.permissions()));

        assertThat(granted(function(enforcing, "ProfileRotation"))).isEqualTo(all);
    }

    @Test
    void onlyPoliciesThatAreRepairedCanBeAttached() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("template.yaml"));
        List<List<String>> conditions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("Action: iam:AttachRolePolicy")) {
                conditions.add(
                        lines.subList(i, lines.size()).stream()
                                .takeWhile(line -> !line.contains("AWS::NoValue"))
                                .map(String::strip)
                                .toList());
            }
        }

        assertThat(conditions)
                .hasSize(2)
                .allSatisfy(condition -> {
                    assertThat(condition)
                            .containsSequence("Condition:", "ArnEquals:", "iam:PolicyARN:");
                    assertThat(condition)
                            .filteredOn(line -> line.contains(":policy/"))
                            .containsExactlyInAnyOrderElementsOf(
                                    Arrays.stream(NodePolicy.values())
                                            .filter(each -> each != NodePolicy.CNI)
                                            .map(each ->
                                                    "- !Sub arn:${AWS::Partition}:iam::aws:policy/"
                                                            + each.policyName())
                                            .toList());
                });
    }

    @Test
    void onlyFailureAdvisorMayDecodeMessagesAndOnlyWhenThatIsOn() {
        Template decoding = enforcing(Map.of("DecodeAuthorizationMessages", "on"));

        NEEDS.forEach((name, needs) -> {
            Set<String> all = new TreeSet<>(needs);
            if (name.equals("FailureAdvisor")) {
                all.add(StsMessages.PERMISSION);
            }
            assertThat(granted(function(decoding, name))).isEqualTo(all);
        });
        assertThat(function("FailureAdvisor").environment())
                .containsEntry("DECODE_AUTHORIZATION_MESSAGES", "off");
    }

    @Test
    void functionsMayReadClustersOnlyWhereThatIsOn() {
        Template on = enforcing(Map.of("ReadEksClusters", "on"));

        NEEDS.forEach((name, needs) -> {
            Set<String> all = new TreeSet<>(needs);
            if (READS_CLUSTERS.contains(name)) {
                all.addAll(EksClusters.PERMISSIONS);
                all.add(EksClusters.REGIONS_PERMISSION);
            }
            assertThat(granted(function(on, name))).isEqualTo(all);
        });
        assertEndAtThisAccount(on);
    }

    @Test
    void permissionsEndAtThisAccountsProfilesRolesAndTable() {
        assertEndAtThisAccount(ENFORCING);
    }

    private static void assertEndAtThisAccount(Template template) {
        assertThat(template.functions())
                .flatExtracting(FunctionDefinition::allows)
                .filteredOn(allow -> !ACCOUNT_WIDE.containsAll(allow.actions()))
                .flatExtracting(Statement::resources)
                .allMatch(arn ->
                        arn.contains(":123456789012:")
                                || arn.startsWith(OWN_BUCKETS)
                                || arn.equals(POLICIES_OF_AWS))
                .noneMatch(arn -> arn.equals("*"));
    }

    /// The ARN of a bucket names no account.
    @Test
    void readsThePoliciesOfItsOwnBucketsOnly() throws Exception {
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")).stream().map(String::strip))
                .containsSequence(
                        "Action: s3:GetBucketPolicy",
                        "Resource: !Sub arn:${AWS::Partition}:s3:::*",
                        "Condition:",
                        "StringEquals:",
                        "aws:ResourceAccount: !Ref AWS::AccountId");
    }

    /// The names of the roles are not known before they exist, so a name pattern would also match
    /// the role of somebody who chooses such a name.
    @Test
    void onlyTheRolesOfTheFunctionsThatKeepStateMayWriteToTheBaselines() throws Exception {
        TableDefinition baselines = TEMPLATE.tables().getFirst();
        JsonNode deny = JSON.readTree(baselines.policy()).at("/Statement/0");
        Set<String> writers = new TreeSet<>();
        deny.at("/Condition/StringNotEquals/aws:PrincipalArn")
                .forEach(arn -> writers.add(arn.asText()));

        assertThat(baselines.name()).endsWith("-BaselineTable");
        assertThat(deny.path("Effect").asText()).isEqualTo("Deny");
        assertThat(deny.path("Principal").asText()).isEqualTo("*");
        assertThat(deny.path("Action").toString())
                .contains("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
                .contains("PartiQLInsert", "PartiQLUpdate", "PartiQLDelete")
                .doesNotContain("ResourcePolicy", "UpdateTable", "*");
        assertThat(writers)
                .isEqualTo(
                        TEMPLATE.functions().stream()
                                .filter(function -> !KEEP_NOTHING.contains(function.logicalId()))
                                .map(FunctionDefinition::roleArn)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .containsSubsequence("  BaselineTable:", "      DeletionProtectionEnabled: true");
    }

    @Test
    void functionsMayUseTheCustomersKeyAndNoOtherOne() {
        String key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        Template template = enforcing(Map.of("KmsKey", key));

        NEEDS.forEach((name, needs) -> {
            FunctionDefinition function = function(template, name);
            Set<String> all = new TreeSet<>(needs);
            all.addAll(List.of("kms:Decrypt", "kms:GenerateDataKey"));
            assertThat(granted(function)).isEqualTo(all);
            assertThat(function.may("kms:Decrypt", key)).isTrue();
            assertThat(function.may("kms:Decrypt", key.replace("ab-", "cd-"))).isFalse();
        });
    }

    @Test
    void everythingThatKeepsDataIsEncryptedWithTheCustomersKeyIfThereIsOne() throws Exception {
        String text = Files.readString(ROOT.resolve("template.yaml"));

        for (Map.Entry<String, String> each :
                Map.of(
                                "Type: AWS::DynamoDB::Table",
                                        "KMSMasterKeyId: !If [HasKmsKey, !Ref KmsKey,",
                                "Type: AWS::SQS::Queue\n",
                                        "KmsMasterKeyId: !If [HasKmsKey, !Ref KmsKey,",
                                "Type: AWS::S3::Bucket\n",
                                        "KMSMasterKeyID: !If [HasKmsKey, !Ref KmsKey,")
                        .entrySet()) {
            assertThat(text.split(Pattern.quote(each.getValue()), -1))
                    .as(each.getKey())
                    .hasSameSizeAs(text.split(Pattern.quote(each.getKey()), -1));
        }
    }

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

    @Test
    void theOrganizationsSweepNeedsNames() {
        String sweeper = "arn:aws:iam::210987654321:role/sweeper";

        assertThatThrownBy(() ->
                        TemplateReader.read(
                                ROOT.resolve("template.yaml"),
                                Map.of("OrganizationSweeper", sweeper)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("OrganizationSweeper needs RoleNamePrefix");
    }

    @Test
    void theOrganizationMayOnlyStartTheSweepThatHasItsName() {
        Template template =
                TemplateReader.read(
                        ROOT.resolve("template.yaml"),
                        Map.of(
                                "OrganizationSweeper",
                                "arn:aws:iam::210987654321:role/sweeper",
                                "RoleNamePrefix",
                                "acme-",
                                "SweepMode",
                                "sweep"));
        String role = resource("OrganizationSweepRole");

        assertThat(template.startedMachines())
                .extracting(StateMachineDefinition::arn)
                .containsExactly("arn:aws:states:us-east-1:123456789012:stateMachine:acme-Sweep");
        assertThat(role)
                .contains("!Sub \"${RoleNamePrefix}OrganizationSweep\"")
                .containsOnlyOnce("Principal:")
                .containsOnlyOnce("- Sid:");
        assertThat(role.lines().map(String::strip))
                .containsSubsequence(
                        "Principal:",
                        "AWS: !Select [4, !Split [\":\", !Ref OrganizationSweeper]]",
                        "StringEquals:",
                        "aws:PrincipalArn: !Ref OrganizationSweeper",
                        "Action: states:StartExecution",
                        "Resource: !Ref SweepLoop");
    }

    private static String resource(String logicalId) {
        return Arrays.stream(read("template.yaml").split("(?m)^(?=  \\w+:$)"))
                .filter(text -> text.startsWith("  %s:\n".formatted(logicalId)))
                .findFirst()
                .orElseThrow();
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
    void theDefaultsStartTheFunctionAndOnlyObserve() {
        GuardSettings settings = GuardSettings.from(guard().environment());

        assertThat(settings.mode().text()).isEqualTo("observe");
        assertThat(settings.guard().breaker().reverts()).isEqualTo(5);
    }

    @Test
    void theProvisionersDefaultsOnlyObserveAndWaitTwoMinutes() {
        ProvisionSettings settings =
                ProvisionSettings.from(function("ProfileProvisioner").environment());

        assertThat(settings.mode().text()).isEqualTo("observe");
        assertThat(settings.provisioning().delay()).isEqualTo(queue("ProvisionDelay").delay());
        assertThat(settings.provisioning().delay()).isEqualTo(Duration.ofMinutes(2));
    }

    /// The alarm of a queue stays on while letters are in it. This one starts again.
    @Test
    void oneAlarmWatchesTheGrowthOfAllDeadLetterQueues() {
        assertThat(watched(TEMPLATE, "MoreDeadLettersAlarm", "QueueName"))
                .containsAll(deadLetterQueues())
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void alarmsOnThrottlesAndOnDeploymentsWatchAllFunctions() {
        Template gradual =
                TemplateReader.read(
                        ROOT.resolve("template.yaml"),
                        Map.of("DeploymentPreference", "Linear10PercentEvery1Minute"));
        List<String> functions =
                gradual.functions().stream().map(FunctionDefinition::name).toList();

        for (String alarm : List.of("ThrottlesAlarm", "DeploymentAlarm")) {
            assertThat(watched(gradual, alarm, "FunctionName"))
                    .as(alarm)
                    .containsExactlyInAnyOrderElementsOf(functions);
        }
    }

    @Test
    void anUpdateThatIsNotGradualHasNoAlarmOfItsOwn() {
        assertThat(TEMPLATE.alarms())
                .extracting(AlarmDefinition::logicalId)
                .contains("ThrottlesAlarm")
                .doesNotContain("DeploymentAlarm");
    }

    /// Retries take up to two invocations of each of two queues at once.
    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void refusesConcurrencyThatRetriesCouldTakeWhole(String reserved) {
        assertThatThrownBy(() ->
                        TemplateReader.read(
                                ROOT.resolve("template.yaml"),
                                Map.of("ReservedConcurrency", reserved)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ReservedConcurrency must be 0")
                .hasMessageContaining("at least 5");
    }

    /// The values of a dimension, of all metrics of an alarm.
    private static List<String> watched(Template template, String alarm, String dimension) {
        AlarmDefinition found =
                template.alarms().stream()
                        .filter(each -> each.logicalId().equals(alarm))
                        .findFirst()
                        .orElseThrow();
        return Objects.requireNonNull(found.several()).dimensions().stream()
                .map(each -> each.getOrDefault(dimension, ""))
                .toList();
    }

    /// So that whoever is woken finds what to do.
    @Test
    void eachAlarmNamesThePageThatHasItsSection() throws IOException {
        String template = Files.readString(ROOT.resolve("template.yaml"));

        assertThat(TEMPLATE.alarms())
                .extracting(AlarmDefinition::logicalId)
                .hasSizeGreaterThan(10)
                .allSatisfy(alarm ->
                        assertThat(headings(ROOT.resolve(pageOf(alarm, template))))
                                .anyMatch(line -> line.matches(".*\\b" + alarm + "\\b.*")));
    }

    /// The page of the documents that the alarm's description names.
    private static String pageOf(String alarm, String template) {
        return Pattern.compile(
                        "^  %s:\n(?: .*\n)*?      AlarmDescription:[^:]*?(docs/[a-z/-]+[.]md)"
                                .formatted(alarm),
                        Pattern.MULTILINE)
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream().filter(line -> line.startsWith("#")).toList();
    }

    @Test
    void allDeadLetterQueuesHaveAlarms() {
        Set<String> watched =
                TEMPLATE.alarms().stream()
                        .map(alarm -> alarm.dimensions().get("QueueName"))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());

        assertThat(TEMPLATE.rules())
                .flatExtracting(RuleDefinition::targets)
                .allSatisfy(target -> assertThat(target.deadLetters()).isNotNull());
        assertThat(TEMPLATE.sources())
                .allSatisfy(source -> assertThat(queueOf(source).redrive()).isNotNull());
        assertThat(TEMPLATE.functions())
                .allSatisfy(function -> assertThat(function.onFailure()).isNotNull())
                .allSatisfy(function -> assertThat(function.retries()).isEqualTo(2));
        assertThat(deadLetterQueues()).hasSizeGreaterThan(5).isSubsetOf(watched);
    }

    /// An event on which a function failed three times is retried from a queue of this function,
    /// for much longer than throttling lasts. The other two functions run again on a schedule.
    @Test
    void theEventsOfAFunctionAreRetriedForAnHour() {
        for (String name :
                List.of(
                        "ProfileGuard",
                        "ProfileProvisioner",
                        "TagEnforcer",
                        "NodeRoleCheck",
                        "FailureAdvisor")) {
            FunctionDefinition function = function(name);
            SourceDefinition source =
                    TEMPLATE.sources().stream()
                            .filter(each -> each.queue().equals(function.onFailure()))
                            .findFirst()
                            .orElseThrow();
            QueueDefinition queue = queueOf(source);

            assertThat(byArn(source.function()).logicalId()).isEqualTo(name);
            assertThat(queue.visibility().multipliedBy(receives(queue) - 1))
                    .isGreaterThan(Duration.ofMinutes(50));
            assertThat(end(queue.arn()).logicalId()).isEqualTo(name + "Failures");
        }
    }

    /// A function moves an unreadable event itself, to the queue where SQS would move it. While AWS
    /// throttles, it sends itself copies of events. ProfileGuard also sends itself messages that
    /// make it look at a profile again.
    @Test
    void aFunctionMaySendOnlyToItsOwnQueues() {
        for (String name :
                List.of(
                        "ProfileGuard",
                        "ProfileProvisioner",
                        "TagEnforcer",
                        "NodeRoleCheck",
                        "FailureAdvisor")) {
            FunctionDefinition function = function(name);

            assertThat(TEMPLATE.queues())
                    .filteredOn(queue -> function.may(DeadLetters.PERMISSION, queue.arn()))
                    .extracting(QueueDefinition::logicalId)
                    .containsExactlyInAnyOrder(name + "Failures", ownQueue(name));
            assertThat(function.environment().get("RETRIES_QUEUE"))
                    .endsWith("/" + queue(ownQueue(name)).name());
            assertThat(function.environment().get("FAILURES_QUEUE"))
                    .endsWith("/" + queue(name + "Failures").name());
        }
    }

    /// The queue that a function reads.
    private static String ownQueue(String function) {
        return TEMPLATE.sources().stream()
                .filter(source -> byArn(source.function()).logicalId().equals(function))
                .map(source -> queueOf(source).logicalId())
                .findFirst()
                .orElseThrow();
    }

    /// See https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    @Test
    void aQueuesVisibilityTimeoutIsLongerThanTheFunctionsTimeout() {
        assertThat(TEMPLATE.sources())
                .isNotEmpty()
                .allSatisfy(source -> {
                    Duration timeout = byArn(source.function()).timeout();
                    assertThat(queueOf(source).visibility())
                            .isGreaterThanOrEqualTo(timeout.multipliedBy(6));
                    assertThat(source.reportsItemFailures()).isTrue();
                });
    }

    /// A message that arrives too early, after the delay was increased, must not become a dead
    /// letter.
    @Test
    void theQueueAllowsTheReceivesOfTheLongestDelay() {
        QueueDefinition queue = queue("ProvisionDelay");

        assertThat(queue.visibility().multipliedBy(receives(queue) - 1))
                .isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void theCanaryAndProfileGuardReceiveTheCanarysEvents() throws Exception {
        ObjectNode own =
                (ObjectNode) JSON.readTree(ROOT.resolve("events/Canary/came-back.json").toFile());
        ObjectNode others = own.deepCopy();
        issuer(others).put("arn", guard().roleArn());
        ObjectNode failed = own.deepCopy();
        detail(failed).put("errorCode", "AccessDenied");

        assertThat(functionsFor(own)).containsExactlyInAnyOrder("Canary", "ProfileGuard");
        assertThat(functionsFor(others)).isEmpty();
        assertThat(functionsFor(failed)).isEmpty();
    }

    @Test
    void theCanaryMayChangeOnlyItsOwnProfileAndCallOnlyAliases() {
        assertThat(function("Canary").allows())
                .filteredOn(allow -> allow.actions().stream().anyMatch(a -> a.startsWith("iam:")))
                .flatExtracting(Statement::resources)
                .filteredOn(resource -> !resource.contains(":function:"))
                .containsExactly("arn:aws:iam::123456789012:instance-profile/" + CANARY);
        assertThat(function("Canary").allows())
                .flatExtracting(Statement::resources)
                .filteredOn(resource -> resource.contains(":function:"))
                .containsExactlyInAnyOrderElementsOf(
                        TEMPLATE.functions().stream()
                                .filter(each -> !each.logicalId().equals("Canary"))
                                .map(each -> each.arn() + ":live")
                                .toList());
    }

    @Test
    void theCanaryCallsEachFunctionThatItMayCall() {
        assertThat(
                        Objects.requireNonNull(
                                        function("Canary").environment().get("CANARY_FUNCTIONS"))
                                .split(","))
                .containsExactlyInAnyOrderElementsOf(
                        TEMPLATE.functions().stream()
                                .filter(each -> !each.logicalId().equals("Canary"))
                                .map(each -> each.name() + ":live")
                                .toList());
    }

    @Test
    void everyFunctionKnowsTheCanarysProfileAndProfileGuardItsRole() {
        assertThat(TEMPLATE.functions())
                .allMatch(each -> CANARY.equals(each.environment().get("CANARY_PROFILE")));
        assertThat(guard().environment())
                .containsEntry("CANARY_ROLE", function("Canary").roleArn());
    }

    @Test
    void nobodyCanAssumeTheRoleInTheCanarysProfile() throws Exception {
        ProfileDefinition profile = TEMPLATE.profiles().getFirst();

        assertThat(profile.name()).isEqualTo(CANARY);
        assertThat(JSON.readTree(profile.trustPolicy()).at("/Statement"))
                .hasSize(1)
                .allMatch(each -> each.path("Effect").asText().equals("Deny"));
        assertThat(off().profiles()).isEmpty();
    }

    @Test
    void theDeliveryAlarmStandsForTheWholeWayUnlessTheGuardIsOff() {
        assertThat(delivery("observe").metric()).isEqualTo("AnswerSeconds");
        assertThat(delivery("observe").dimensions()).containsEntry("FunctionName", guard().name());
        assertThat(delivery("off").metric()).isEqualTo("DeliverySeconds");
        assertThat(delivery("off").dimensions())
                .containsEntry("FunctionName", function("Canary").name());
    }

    private static AlarmDefinition delivery(String mode) {
        return TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("GuardMode", mode))
                .alarms()
                .stream()
                .filter(alarm -> alarm.logicalId().equals("DeliveryAlarm"))
                .findFirst()
                .orElseThrow();
    }

    private static Template off() {
        return TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("CanaryMinutes", "off"));
    }

    @Test
    void rulesMayWriteToTheQueue() throws Exception {
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .containsSubsequence(
                        "  ProvisionDelayPolicy:",
                        "              Service: events.amazonaws.com",
                        "            Action: sqs:SendMessage",
                        "            Resource: !GetAtt ProvisionDelay.Arn",
                        "                  - !GetAtt RoleMade.Arn",
                        "                  - !GetAtt ProfileNotFound.Arn")
                .containsSubsequence(
                        "  RefusedCallsPolicy:",
                        "              Service: events.amazonaws.com",
                        "            Action: sqs:SendMessage",
                        "            Resource: !GetAtt RefusedCalls.Arn",
                        "                  - !GetAtt IamCallRefused.Arn",
                        "                  - !GetAtt LaunchRefused.Arn",
                        "                  - !GetAtt SessionRefused.Arn");
    }

    @Test
    void theAdvisorOnlyReadsButForWhatItCounts() {
        assertThat(granted(function("FailureAdvisor")))
                .filteredOn(action -> !action.matches("[a-z0-9]+:(Get|List|Describe|Lookup).*"))
                .containsExactlyInAnyOrder(
                        "dynamodb:PutItem",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents",
                        "sqs:DeleteMessage",
                        "sqs:ReceiveMessage",
                        "sqs:SendMessage",
                        "xray:PutTelemetryRecords",
                        "xray:PutTraceSegments");
    }

    /// SAM names a schedule after its logical ID only: see
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineschedulev2.html
    @Test
    void twoStacksOfAnAccountHaveDifferentScheduleNames() {
        assertThat(WITH_SCHEDULES.schedules())
                .filteredOn(schedule -> schedule.source().equals("aws.scheduler"))
                .extracting(ScheduleDefinition::name)
                .allMatch(name -> name.startsWith(Stack.NAME + "-"));
    }

    /// A stack's name can have 128 characters, the name of a function or a rule 64, of a state
    /// machine 80. CloudFormation shortens the names that it makes. A log group can have 512, a
    /// saved query 255.
    @Test
    void onlyRolesHaveGivenNamesAndOnlyWhereThePrefixSaysSo() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .filteredOn(line -> line.matches(NAMED))
                .hasSizeGreaterThan(6)
                .allMatch(line ->
                        line.contains("Name: !If [RolesAreNamed, !Sub ")
                                || line.contains("Name: !Sub /aws/vendedlogs/states/")
                                || line.contains("Name: !Sub /profile-guard/${AWS::StackName}/")
                                || line.matches(" +Name: !Sub \\$\\{AWS::StackName}/[a-z-]+"));
    }

    @Test
    void theSweepIsStartedWithItsModeAndRunsBackfill() {
        StateMachineDefinition loop = WITH_SCHEDULES.startedMachines().getFirst();
        ScheduleDefinition schedule =
                WITH_SCHEDULES.schedules().stream()
                        .filter(each -> each.target().arn().equals(loop.arn()))
                        .findFirst()
                        .orElseThrow();

        assertThat(schedule.first()).isZero();
        assertThat(schedule.rate()).isEqualTo(Duration.ofHours(6));
        assertThat(schedule.target().input().of("{}")).isEqualTo("{\"mode\": \"sweep\"}");
        assertThat(loop.text())
                .contains("\"FunctionName\": \"%s:live\"".formatted(function("Backfill").arn()));
    }

    private static final Path ROOT = Path.of("..");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Template TEMPLATE =
            TemplateReader.read(ROOT.resolve("template.yaml"), Map.of());

    /// The properties that set a resource's name, not those that refer to one.
    private static final String NAMED =
            " +(Function|Table|Queue|Topic|Role|Bucket|LogGroup|Alarm|ManagedPolicy)?Name:"
                    + " (?!!Ref).*";

    /// With the resources that the sandbox omits by default.
    private static final Template WITH_SCHEDULES =
            TemplateReader.read(
                    ROOT.resolve("template.yaml"),
                    Map.of("CanaryMinutes", "15", "SweepMode", "sweep"));

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

    private static final String NODE_ROLE = NodeRoleRule.TAG_VALUE;

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

    private static final ProfileName NAME = new ProfileName("p");
    private static final RoleName ROLE = new RoleName("r");

    /// The reads and actions of each function.
    private static final Map<String, Set<String>> RULES_NEED =
            Map.of(
                    "Canary",
                    permissions(
                            List.of(
                                    SdkIamReader.READ_PROFILE,
                                    FunctionCalls.PERMISSION,
                                    "dynamodb:GetItem"),
                            new Action.TagProfile(NAME, Tags.NONE)),
                    "ProfileGuard",
                    permissions(
                            Stream.of(
                                            GuardRecordStore.PERMISSIONS,
                                            Ec2ProfileUsers.PERMISSIONS,
                                            List.of(
                                                    StoredItems.READ_TOGETHER,
                                                    SdkIamReader.READ_PROFILE,
                                                    EventHistory.PERMISSION,
                                                    DeadLetters.PERMISSION))
                                    .flatMap(List::stream)
                                    .toList(),
                            new Action.CreateProfile(NAME, "/", Tags.NONE),
                            new Action.AddRole(NAME, ROLE),
                            new Action.RemoveRole(NAME, ROLE),
                            new Action.TagProfile(NAME, Tags.NONE)),
                    "ProfileProvisioner",
                    permissions(
                            concat(
                                    Ec2ProfileUsers.PERMISSIONS,
                                    "dynamodb:GetItem",
                                    StoredItems.READ_TOGETHER,
                                    "dynamodb:PutItem",
                                    EventHistory.PERMISSION,
                                    DeadLetters.PERMISSION,
                                    SdkIamReader.READ_ROLE,
                                    SdkIamReader.LIST_PROFILES_OF_ROLE,
                                    SdkIamReader.READ_PROFILE,
                                    SdkIamReader.READ_SUMMARY),
                            new Action.CreateProfile(NAME, "/", Tags.NONE),
                            new Action.AddRole(NAME, ROLE),
                            new Action.TagProfile(NAME, Tags.NONE),
                            new Action.RemoveRole(NAME, ROLE),
                            new Action.DeleteProfile(NAME)),
                    "NodeRoleCheck",
                    permissions(
                            Stream.concat(
                                            SdkPolicyReader.PERMISSIONS.stream(),
                                            Stream.concat(
                                                    RepairRecordStore.PERMISSIONS.stream(),
                                                    Stream.of(
                                                            StoredItems.READ_TOGETHER,
                                                            SdkPolicyReader.LIST_ROLES_OF_POLICY,
                                                            SdkIamReader.READ_ROLE,
                                                            SdkIamReader.LIST_PROFILES_OF_ROLE,
                                                            SdkIamReader.READ_PROFILE,
                                                            EventHistory.PERMISSION,
                                                            DeadLetters.PERMISSION)))
                                    .toList()),
                    "Backfill",
                    permissions(
                            Stream.of(
                                            SdkPolicyReader.PERMISSIONS,
                                            GuardRecordStore.PERMISSIONS,
                                            PlanStore.PERMISSIONS,
                                            TagRecordStore.PERMISSIONS,
                                            Health.TRAIL_PERMISSIONS,
                                            Ec2ProfileUsers.PERMISSIONS,
                                            QueryComputeReader.SURVEY_PERMISSIONS,
                                            List.of(
                                                    "ssm:GetParameter",
                                                    StoredRecords.LIST,
                                                    EventHistory.PERMISSION,
                                                    ReportStore.PERMISSION,
                                                    Health.RULE_PERMISSION,
                                                    Health.QUEUE_PERMISSION,
                                                    Health.CONFIGURATION_PERMISSION,
                                                    SdkIamReader.LIST_ROLES,
                                                    SdkIamReader.LIST_PROFILES,
                                                    SdkIamReader.READ_ROLE,
                                                    SdkIamReader.LIST_PROFILES_OF_ROLE,
                                                    SdkIamReader.READ_PROFILE,
                                                    SdkIamReader.READ_SUMMARY))
                                    .flatMap(List::stream)
                                    .toList(),
                            new Action.CreateProfile(NAME, "/", Tags.NONE),
                            new Action.AddRole(NAME, ROLE),
                            new Action.RemoveRole(NAME, ROLE),
                            new Action.TagProfile(NAME, Tags.NONE),
                            new Action.UntagProfile(NAME, Set.of()),
                            new Action.TagRole(ROLE, Tags.NONE),
                            new Action.DeleteProfile(NAME)),
                    "TagEnforcer",
                    permissions(
                            concat(
                                    TagRecordStore.PERMISSIONS,
                                    StoredItems.READ_TOGETHER,
                                    SdkIamReader.READ_PROFILE,
                                    SdkIamReader.READ_ROLE,
                                    SdkIamReader.LIST_PROFILES_OF_ROLE,
                                    EventHistory.PERMISSION,
                                    DeadLetters.PERMISSION),
                            new Action.TagRole(ROLE, Tags.NONE),
                            new Action.TagProfile(NAME, Tags.NONE),
                            new Action.UntagProfile(NAME, Set.of())),
                    "ProfileRotation",
                    permissions(
                            concat(
                                    Stream.concat(
                                                    QueryComputeReader.PERMISSIONS.stream(),
                                                    SearchedPolicies.PERMISSIONS.stream())
                                            .toList(),
                                    SdkIamReader.READ_PROFILE,
                                    SdkIamReader.READ_ROLE,
                                    SdkIamReader.LIST_ROLES,
                                    SdkIamReader.LIST_PROFILES_OF_ROLE,
                                    "eks:DescribeCluster",
                                    "eks:ListAccessEntries",
                                    "eks:DescribeAccessEntry",
                                    "dynamodb:GetItem",
                                    "dynamodb:PutItem",
                                    "dynamodb:DeleteItem",
                                    "dynamodb:Scan")),
                    "FailureAdvisor",
                    permissions(
                            Stream.of(
                                            FailureBurstStore.PERMISSIONS,
                                            Ec2ProfileUsers.PERMISSIONS,
                                            SdkPolicyReader.LIST_POLICIES_OF_ROLE,
                                            List.of(
                                                    SdkIamReader.READ_PROFILE,
                                                    SdkIamReader.READ_ROLE,
                                                    SdkIamReader.LIST_PROFILES_OF_ROLE,
                                                    EventHistory.PERMISSION,
                                                    DeadLetters.PERMISSION))
                                    .flatMap(List::stream)
                                    .toList()));

    private static final List<String> TRACE =
            List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments");

    /// What each function needs, with what Lambda does with its role: it writes the log, receives
    /// the messages of its queue, and sends what failed to a queue.
    private static final Map<String, Set<String>> NEEDS =
            RULES_NEED.entrySet().stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey,
                                    each -> withPlatform(each.getKey(), each.getValue())));

    private static Set<String> withPlatform(String name, Set<String> needs) {
        Set<String> all = new TreeSet<>(needs);
        all.addAll(List.of("logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"));
        all.addAll(TRACE);
        if (TEMPLATE.sources().stream()
                .anyMatch(source -> byArn(source.function()).logicalId().equals(name))) {
            all.addAll(
                    List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"));
        }
        return all;
    }

    private static final Template ENFORCING = enforcing(Map.of());

    /// The template with the functions that change things enforcing.
    private static Template enforcing(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(
                Map.of(
                        "GuardMode", "enforce",
                        "ProvisionMode", "enforce",
                        "TagMode", "enforce",
                        "TrustedPrincipals", "nobody"));
        return TemplateReader.read(ROOT.resolve("template.yaml"), all);
    }

    /// The canary's profile, as the sandbox names it.
    private static final String CANARY = "profile-guard-CanaryProfile";

    /// The functions that ask EKS.
    private static final Set<String> READS_CLUSTERS = Set.of("NodeRoleCheck", "Backfill");

    /// The functions without stored state of their own.
    private static final Set<String> KEEP_NOTHING = Set.of("Canary", "FailureAdvisor");

    /// IAM supports no narrower resource for these actions.
    private static final List<String> ACCOUNT_WIDE =
            Stream.concat(
                            Stream.of(
                                    SdkIamReader.READ_SUMMARY,
                                    SdkIamReader.LIST_ROLES,
                                    SdkIamReader.LIST_PROFILES,
                                    "eks:ListClusters",
                                    "kms:ListKeys",
                                    "s3:ListAllMyBuckets",
                                    "s3:GetBucketPolicy",
                                    "xray:PutTelemetryRecords",
                                    "xray:PutTraceSegments",
                                    EventHistory.PERMISSION),
                            Stream.concat(
                                    Health.TRAIL_PERMISSIONS.stream(),
                                    QueryComputeReader.PERMISSIONS.stream()))
                    .filter(each -> !each.endsWith("Nodegroups") && !each.endsWith("Nodegroup"))
                    .toList();

    /// The services whose ARNs contain no account.
    private static final String OWN_BUCKETS = "arn:aws:s3:::profile-guard-";

    private static final String POLICIES_OF_AWS = "arn:aws:iam::aws:policy/*";

    private static List<String> concat(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static Set<String> permissions(List<String> reads, Action... actions) {
        Set<String> all = new TreeSet<>(reads);
        Stream.of(actions).forEach(action -> all.addAll(action.permissions()));
        return all;
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

    private static FunctionDefinition function(Template template, String logicalId) {
        return template.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> granted(FunctionDefinition function) {
        return function.allows().stream()
                .map(Statement::actions)
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static QueueDefinition queue(String logicalId) {
        return TEMPLATE.queues().stream()
                .filter(queue -> queue.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static QueueDefinition queueOf(SourceDefinition source) {
        return queueOf(source.queue());
    }

    private static QueueDefinition queueOf(@Nullable String arn) {
        return TEMPLATE.queues().stream()
                .filter(queue -> queue.arn().equals(arn))
                .findFirst()
                .orElseThrow();
    }

    /// The queues in which the events and requests end that nobody can process.
    private static Set<String> deadLetterQueues() {
        Stream<String> undelivered =
                TEMPLATE.rules().stream()
                        .flatMap(rule -> rule.targets().stream())
                        .map(RuleDefinition.Target::deadLetters);
        Stream<String> failed = TEMPLATE.functions().stream().map(FunctionDefinition::onFailure);
        return Stream.concat(undelivered, failed)
                .map(Objects::requireNonNull)
                .map(TemplateTest::end)
                .map(QueueDefinition::name)
                .collect(Collectors.toSet());
    }

    private static QueueDefinition end(String arn) {
        QueueDefinition queue =
                TEMPLATE.queues().stream()
                        .filter(each -> each.arn().equals(arn))
                        .findFirst()
                        .orElseThrow();
        return queue.redrive() == null ? queue : end(queue.redrive().deadLetters());
    }

    private static int receives(QueueDefinition queue) {
        return Objects.requireNonNull(queue.redrive()).most();
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

    private static Set<String> functionsFor(JsonNode event) throws Exception {
        Set<String> functions = new TreeSet<>();
        for (RuleDefinition rule : TEMPLATE.rules()) {
            if (Ruler.matchesRule(event.toString(), rule.pattern())) {
                rule.targets().forEach(target -> functions.add(behind(target.arn())));
            }
        }
        return functions;
    }

    /// The function behind a target: the target itself, or the function that reads the queue.
    private static String behind(String arn) {
        return TEMPLATE.sources().stream()
                .filter(source -> source.queue().equals(arn))
                .map(source -> byArn(source.function()))
                .findFirst()
                .orElseGet(() -> byArn(arn))
                .logicalId();
    }

    private static FunctionDefinition byArn(String arn) {
        return TEMPLATE.functions().stream()
                .filter(function ->
                        arn.equals(function.arn()) || arn.startsWith(function.arn() + ":"))
                .findFirst()
                .orElseThrow();
    }

    private static FunctionDefinition function(String logicalId) {
        return TEMPLATE.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static FunctionDefinition guard() {
        return function("ProfileGuard");
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
