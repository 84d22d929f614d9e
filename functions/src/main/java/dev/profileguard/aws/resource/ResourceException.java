package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.CallException;
import java.util.Set;

/// A call of KMS, S3, Lambda or Security Hub that failed.
public final class ResourceException extends CallException {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /// See https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    private static final Set<String> TEMPORARY =
            Set.of("ThrottlingException", "Throttling", "SlowDown", "RequestTimeout");

    private final String code;
    private final int status;

    /// @param code such as `AccessDeniedException`
    /// @param status the HTTP status; 0: there was no response
    public ResourceException(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /// The service's name of the error, such as `AccessDeniedException`.
    public String code() {
        return code;
    }

    /// The HTTP status; 0: there was no response.
    public int status() {
        return status;
    }

    @Override
    public boolean isTemporary() {
        return status == 0
                || status >= SERVER_ERROR
                || status == TOO_MANY_REQUESTS
                || TEMPORARY.contains(code);
    }
}
