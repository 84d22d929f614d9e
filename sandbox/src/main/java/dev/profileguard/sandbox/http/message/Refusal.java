package dev.profileguard.sandbox.http.message;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What a service answers instead of doing what was asked.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String text;

    public Refusal(int status, String code, String text) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    public static Refusal validation(String text) {
        return new Refusal(400, "ValidationError", text);
    }

    /// What a service of the sandbox refused.
    public static Refusal of(AwsServiceException refusal) {
        return new Refusal(
                refusal.statusCode(),
                refusal.awsErrorDetails().errorCode(),
                refusal.awsErrorDetails().errorMessage());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }
}
