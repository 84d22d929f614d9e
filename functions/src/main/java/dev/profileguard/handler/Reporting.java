package dev.profileguard.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;

/// Hears what an invocation came to, after its effects: findings, logs and metrics go out from
/// here.
public interface Reporting {
    /// One invocation's result.
    ///
    /// @param result what the function returns, as JSON values; its `findings` are complete records
    void report(Context context, Map<String, Object> result);
}
