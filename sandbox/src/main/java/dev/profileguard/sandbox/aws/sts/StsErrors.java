package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// STS's errors about parameters.
final class StsErrors {
    private static final int BAD_REQUEST = 400;

    private StsErrors() {}

    static AwsServiceException validation(String message) {
        return of("ValidationError", message);
    }

    static AwsServiceException of(String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), "sts", BAD_REQUEST, code, message);
    }
}
