package dev.profileguard.sandbox.http.message;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// An error that a service returns instead of a result.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String text;

    /// An error.
    ///
    /// @param status of HTTP
    /// @param code as the API spells it
    public Refusal(int status, String code, String text) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    /// IAM's and STS's error for a wrong parameter.
    public static Refusal validation(String text) {
        return new Refusal(400, "ValidationError", text);
    }

    /// The error of one of the sandbox's services.
    public static Refusal of(AwsServiceException refusal) {
        return new Refusal(
                refusal.statusCode(),
                refusal.awsErrorDetails().errorCode(),
                refusal.awsErrorDetails().errorMessage());
    }

    /// The status of HTTP.
    public int status() {
        return status;
    }

    /// The code as the API spells it.
    public String code() {
        return code;
    }

    /// The message.
    public String text() {
        return text;
    }
}
