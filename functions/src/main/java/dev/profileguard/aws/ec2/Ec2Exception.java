package dev.profileguard.aws.ec2;

import java.util.Set;

/// A call of EC2 that failed.
public final class Ec2Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    private static final Set<String> TEMPORARY =
            Set.of(
                    "RequestLimitExceeded",
                    "Throttling",
                    "ThrottlingException",
                    "InternalError",
                    "InternalFailure",
                    "ServiceUnavailable",
                    "Unavailable");

    private final String code;
    private final int status;

    /// @param code such as `UnauthorizedOperation`
    /// @param status the HTTP status; 0: there was no response
    public Ec2Exception(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /// Whether the same call may succeed in a moment.
    boolean isTemporary() {
        return status == 0 || status >= 500 || TEMPORARY.contains(code);
    }
}
