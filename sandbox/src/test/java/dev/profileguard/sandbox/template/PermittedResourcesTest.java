package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.NeededPermissions.NEEDS;
import static dev.profileguard.sandbox.template.TemplateFile.ENFORCING;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.enforcing;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static dev.profileguard.sandbox.template.TemplateFile.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.Health;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.compute.QueryComputeReader;
import dev.profileguard.aws.eks.EksClusters;
import dev.profileguard.noderole.rule.NodePolicy;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Statement;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PermittedResourcesTest {
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

    /// The functions that ask EKS.
    private static final Set<String> READS_CLUSTERS = Set.of("NodeRoleCheck", "Backfill");

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

    /// The lines after each statement's action, up to the next statement.
    private static List<String> conditionsOf(String action) {
        String text = read("template.yaml");
        return Arrays.stream(text.split("Action: " + action + "\n", -1))
                .skip(1)
                .map(rest -> rest.split("- Sid:|NoValue", 2)[0])
                .toList();
    }
}
