package dev.profileguard.aws.eks;

import dev.profileguard.aws.query.CallException;
import java.util.Set;

/// A call of EKS that failed.
public final class EksException extends CallException {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /// See https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html
    private static final Set<String> TEMPORARY =
            Set.of(
                    "Throttling",
                    "ThrottlingException",
                    "TooManyRequestsException",
                    "RequestLimitExceeded");

    private final String code;
    private final int status;

    /// @param code such as `AccessDeniedException`
    /// @param status the HTTP status; 0: there was no response
    EksException(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /// An answer that is not as EKS documents it.
    static EksException unreadable(String why) {
        return new EksException("Unreadable", 200, why);
    }

    @Override
    public boolean isTemporary() {
        return status == 0
                || status >= SERVER_ERROR
                || status == TOO_MANY_REQUESTS
                || TEMPORARY.contains(code);
    }

    /// Whether what was asked about does not exist.
    boolean isNotFound() {
        return code.equals("ResourceNotFoundException");
    }
}
