package dev.profileguard.aws.query;

import java.util.Set;

/// A call that failed.
public final class QueryException extends CallException {
    private static final long serialVersionUID = 1L;

    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and
    /// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
    private static final Set<String> TEMPORARY =
            Set.of(
                    "RequestLimitExceeded",
                    "Throttling",
                    "ThrottlingException",
                    "InternalError",
                    "InternalFailure",
                    "ServiceUnavailable",
                    "Unavailable");

    private static final Set<String> THROTTLED =
            Set.of("RequestLimitExceeded", "Throttling", "ThrottlingException");

    private final String code;
    private final int status;

    /// @param code such as `UnauthorizedOperation`
    /// @param status the HTTP status; 0: there was no response
    public QueryException(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /// The error code, such as `UnauthorizedOperation`.
    public String code() {
        return code;
    }

    /// Whether the service refused the call only because there were too many, so that it has
    /// certainly not performed it.
    boolean isThrottled() {
        return status != 0 && THROTTLED.contains(code);
    }

    /// Unless it was throttled, the service may have performed the call.
    @Override
    public boolean isTemporary() {
        return status == 0 || status >= 500 || TEMPORARY.contains(code);
    }
}
