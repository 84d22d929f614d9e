package dev.profileguard.sandbox.command.stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceSummary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The deployed stack of the account that administers an organization.
public record CentralStack(DeployedStack stack) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String STATUS_TABLE = "StatusTable";
    private static final String MEMBERS = "Members";

    /// The accounts of the StackSet, by their numbers. Empty if the central stack has none yet.
    ///
    /// @throws StackException when CloudFormation does not say it
    public Map<String, StackInstanceSummary> members() {
        String members = stack.output(MEMBERS);
        if (members == null || members.isBlank()) {
            return Map.of();
        }
        String callAs = stack.parameters().getOrDefault("CallAs", "SELF");
        try (CloudFormationClient stacks =
                stack.aws().client(CloudFormationClient.builder(), "CLOUDFORMATION", PATIENCE)) {
            Map<String, StackInstanceSummary> found = new LinkedHashMap<>();
            stacks.listStackInstancesPaginator(ask -> ask.stackSetName(members).callAs(callAs))
                    .summaries()
                    .forEach(each -> found.put(each.account(), each));
            return found;
        } catch (SdkException e) {
            throw AwsFailure.of(
                    e, "cloudformation:ListStackInstances", "stackset/%s:*".formatted(members));
        }
    }

    /// The items of the status table, with the attributes `account`, `time` and `status`.
    ///
    /// @throws StackException when DynamoDB does not return them
    public List<Map<String, AttributeValue>> statuses() {
        String table = stack.requiredOutput(STATUS_TABLE);
        try (DynamoDbClient tables =
                stack.aws().client(DynamoDbClient.builder(), "DYNAMODB", PATIENCE)) {
            return tables.scanPaginator(scan -> scan.tableName(table)).items().stream().toList();
        } catch (SdkException e) {
            throw AwsFailure.of(e, "dynamodb:Scan", "table/" + table);
        }
    }

    /// After how many hours without a status an account is silent.
    public Duration silence() {
        String hours = stack.parameters().getOrDefault("SilentHours", "26");
        return Duration.ofHours(Long.parseLong(hours));
    }

    /// The name of the StackSet; empty: there is none yet.
    public String stackSet() {
        String members = stack.output(MEMBERS);
        return members == null ? "" : members;
    }

    /// The sweeps of all accounts.
    public OrganizationSweeps sweeps() {
        return OrganizationSweeps.of(stack);
    }

    /// Which stack it is, and who calls it.
    public String described() {
        return stack.described();
    }
}
