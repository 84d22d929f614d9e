package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.byArn;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.FunctionCalls;
import dev.profileguard.aws.Health;
import dev.profileguard.aws.ReportStore;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkPolicyReader;
import dev.profileguard.aws.compute.QueryComputeReader;
import dev.profileguard.aws.ec2.Ec2ProfileUsers;
import dev.profileguard.aws.resource.SearchedPolicies;
import dev.profileguard.backfill.PlanStore;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.state.failure.FailureBurstStore;
import dev.profileguard.state.repair.RepairRecordStore;
import dev.profileguard.state.stored.StoredItems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The permissions that the reads and actions of each function need.
final class NeededPermissions {
    static final ProfileName NAME = new ProfileName("p");
    static final RoleName ROLE = new RoleName("r");

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
    static final Map<String, Set<String>> NEEDS =
            RULES_NEED.entrySet().stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey,
                                    each -> withPlatform(each.getKey(), each.getValue())));

    private NeededPermissions() {}

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

    private static List<String> concat(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    static Set<String> permissions(List<String> reads, Action... actions) {
        Set<String> all = new TreeSet<>(reads);
        Stream.of(actions).forEach(action -> all.addAll(action.permissions()));
        return all;
    }
}
