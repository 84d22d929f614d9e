package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.NeededPermissions.NEEDS;
import static dev.profileguard.sandbox.template.TemplateFile.ENFORCING;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionPermissionsTest {
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
                                .filteredOn(FunctionPermissionsTest::changesWhatIsGuarded)
                                .isEmpty());
    }

    @Test
    void whatPeopleApplyIsAllThatBackfillMayChangeWhereNothingIsEnforced() {
        assertThat(granted(function("Backfill"))).isEqualTo(NEEDS.get("Backfill"));
        assertThat(TEMPLATE.functions())
                .filteredOn(
                        function -> !Set.of("Canary", "Backfill").contains(function.logicalId()))
                .flatExtracting(TemplateFile::granted)
                .filteredOn(FunctionPermissionsTest::changesWhatIsGuarded)
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
                .filteredOn(FunctionPermissionsTest::changesWhatIsGuarded)
                .isEmpty();
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
}
