package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.NeededPermissions.NAME;
import static dev.profileguard.sandbox.template.NeededPermissions.NEEDS;
import static dev.profileguard.sandbox.template.NeededPermissions.ROLE;
import static dev.profileguard.sandbox.template.NeededPermissions.permissions;
import static dev.profileguard.sandbox.template.TemplateFile.ENFORCING;
import static dev.profileguard.sandbox.template.TemplateFile.enforcing;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.compute.QueryComputeReader;
import dev.profileguard.aws.sts.StsMessages;
import dev.profileguard.compute.ComputeAction;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Tags;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionalPermissionsTest {
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
}
