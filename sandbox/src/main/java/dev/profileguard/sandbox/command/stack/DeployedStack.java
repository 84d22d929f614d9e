package dev.profileguard.sandbox.command.stack;

import dev.profileguard.state.StoredRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A deployed stack of Profile Guard.
///
/// @param name the stack's name
/// @param caller who calls it
/// @param outputs the stack's outputs by their keys
/// @param parameters the values of the template's parameters
/// @param aws reaches its region
public record DeployedStack(
        String name,
        Identity caller,
        Map<String, String> outputs,
        Map<String, String> parameters,
        AwsAccess aws) {
    private static final String FUNCTION = "Function";

    /// Takes a copy.
    public DeployedStack {
        outputs = Map.copyOf(outputs);
        parameters = Map.copyOf(parameters);
    }

    /// The ARN of who calls it; null: STS did not say.
    public @Nullable String arn() {
        return caller.arn();
    }

    /// The value of an output; null: the stack does not have it.
    @Nullable String output(String key) {
        return outputs.get(key);
    }

    /// The value of an output.
    ///
    /// @throws StackException when the deployed version does not have it
    String requiredOutput(String key) {
        String value = outputs.get(key);
        if (value == null || value.isBlank()) {
            throw new StackException(
                    "The stack %s (%s) has no output %s: it is of another version. Deploy this version, or use the ./guard of its version"
                            .formatted(name, caller.place(), key));
        }
        return value;
    }

    /// The functions that can be invoked by hand, by their names in the template.
    public List<String> functions() {
        return outputs.keySet().stream()
                .filter(key -> key.endsWith(FUNCTION))
                .map(key -> key.substring(0, key.length() - FUNCTION.length()))
                .sorted()
                .toList();
    }

    /// The name of a function in Lambda, with its alias.
    ///
    /// @throws StackException when the deployed version does not have it
    String function(String logicalId) {
        return requiredOutput(logicalId + FUNCTION);
    }

    /// The name of a function in Lambda, without its alias.
    ///
    /// @throws StackException when the deployed version does not have it
    public String nameInLambda(String logicalId) {
        return function(logicalId).split(":", 2)[0];
    }

    /// The functions.
    public Functions invocations() {
        return Functions.of(this);
    }

    /// The sweeps of the account.
    public Sweeps sweeps() {
        return Sweeps.of(this);
    }

    /// The queues.
    public StackQueues queues() {
        return StackQueues.of(this);
    }

    /// The baselines.
    public StackBaselines baselines() {
        return StackBaselines.of(this);
    }

    /// Where findings go.
    public StackFindings findings() {
        return new StackFindings(this);
    }

    /// The reports of sweeps.
    public Reports reports() {
        return Reports.of(this);
    }

    /// The account, twelve digits; null: STS did not say.
    public @Nullable String account() {
        return caller.account();
    }

    /// The records of a baseline table, also of one that an older stack left behind.
    ///
    /// @throws StackException when it may not be read
    public StoredRecords records(String table) {
        try (DynamoDbClient tables =
                aws.client(DynamoDbClient.builder(), "DYNAMODB", Duration.ofMinutes(1))) {
            return StoredRecords.scan(tables, table);
        } catch (SdkException e) {
            throw AwsFailure.of(e, "dynamodb:Scan", "the table " + table);
        }
    }

    /// Which stack it is, and who calls it: `stack profile-guard in account 123456789012,
    /// us-east-1, as arn:aws:iam::123456789012:user/alice`.
    public String described() {
        return "stack %s in %s%s".formatted(name, caller.place(), caller.who());
    }
}
