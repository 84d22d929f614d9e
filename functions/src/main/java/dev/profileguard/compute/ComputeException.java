package dev.profileguard.compute;

/// EC2, Auto Scaling or EKS refuses a call, or does not answer.
public final class ComputeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    /// @param code as the service spells it, such as `InstanceRefreshInProgress`
    /// @param why a sentence with the code and the service's message
    public ComputeException(String code, String why, Throwable cause) {
        super(why, cause);
        this.code = code;
    }

    /// Without another error as its cause.
    public ComputeException(String code, String why) {
        super(why);
        this.code = code;
    }

    /// The service's error code.
    public String code() {
        return code;
    }

    /// The error as a sentence.
    public String why() {
        return String.valueOf(getMessage());
    }
}
