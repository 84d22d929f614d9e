package dev.profileguard.lambda.rehearsal;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/// The context of an invocation that nobody made.
@NullUnmarked // a context of Lambda may lack anything
final class RehearsedContext implements Context {
    private static final int MILLIS = 60_000;
    private static final int MEGABYTES = 512;

    private final String function;
    private final String region;

    RehearsedContext(Map<String, String> environment) {
        function = environment.get("AWS_LAMBDA_FUNCTION_NAME");
        region = environment.get("AWS_REGION");
    }

    @Override
    public String getAwsRequestId() {
        return "rehearsal";
    }

    @Override
    public String getLogGroupName() {
        return "rehearsal";
    }

    @Override
    public String getLogStreamName() {
        return "rehearsal";
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:%s:%s:function:%s"
                .formatted(region, RehearsedEvents.ACCOUNT, function);
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return MILLIS;
    }

    @Override
    public int getMemoryLimitInMB() {
        return MEGABYTES;
    }

    @Override
    public LambdaLogger getLogger() {
        return null;
    }
}
