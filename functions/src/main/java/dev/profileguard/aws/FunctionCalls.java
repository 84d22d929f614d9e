package dev.profileguard.aws;

import java.util.List;
import java.util.Map;

/// Calls functions, and waits for their answers.
@FunctionalInterface
public interface FunctionCalls {
    /// The IAM permission for [#replies].
    String PERMISSION = "lambda:InvokeFunction";

    /// What came of each call, in the order of the functions.
    ///
    /// @param functions such as `profile-guard-ProfileGuard:live`
    /// @param payload JSON
    List<Reply> replies(List<String> functions, String payload);

    /// What came of one call.
    sealed interface Reply {
        /// The function answered.
        record Answered(Map<String, Object> json) implements Reply {}

        /// The function failed, or Lambda refused the call: a later call would end in the same way.
        record Failed(String why) implements Reply {}

        /// Lambda could not invoke the function now, or it did not answer in time. A later call may
        /// succeed.
        record NotReady(String why) implements Reply {}
    }
}
