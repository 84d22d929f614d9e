package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudtrail.CallRecord;
import dev.profileguard.sandbox.aws.iam.CallObserver;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.trail.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Collects the records of the IAM writes that functions make. They become events for the other
/// functions. It ignores the calls of other principals.
final class FunctionCalls implements CallObserver {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final IamAccount account;
    private final Permissions functions;
    private final List<RawRecord> records = new ArrayList<>();

    FunctionCalls(IamAccount account, List<FunctionDefinition> functions) {
        this.account = account;
        this.functions = new Permissions(functions);
    }

    @Override
    public void completed(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            Duration took) {
        FunctionDefinition function = functions.functionOf(call.caller());
        if (function != null) {
            CallRecord record = CallRecord.of(call, response, error, account::userId);
            if (!record.readOnly()) {
                ObjectNode json = JACKSON.valueToTree(record.json());
                records.add(new RawRecord(function.logicalId(), json));
            }
        }
    }

    /// Removes and returns the records that were collected since the last call.
    List<RawRecord> drain() {
        List<RawRecord> drained = List.copyOf(records);
        records.clear();
        return drained;
    }
}
