package dev.profileguard.sandbox.command.stack;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Says for people why a call to AWS failed, and what to do. The codes are those of
/// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and of the services.
///
/// @param permission what the call needs
record AwsFailure(SdkException failure, Permission permission) {
    private static final Set<String> EXPIRED =
            Set.of(
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "RequestExpired",
                    "TokenRefreshRequired");

    private static final Set<String> NOT_ACCEPTED =
            Set.of(
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidSignatureException",
                    "IncompleteSignature",
                    "AuthFailure",
                    "OptInRequired");

    private static final Pattern DENIED =
            Pattern.compile("not authorized to perform: (\\S+)(?: on resource: (\\S+))?");

    /// The failure of a call.
    static StackException of(SdkException failure, String action, String resource) {
        return new AwsFailure(failure, new Permission(action, resource)).exception();
    }

    private StackException exception() {
        String message =
                failure instanceof AwsServiceException service ? answered(service) : unanswered();
        return new StackException(message, failure);
    }

    private String answered(AwsServiceException service) {
        String code = code(service);
        if (EXPIRED.contains(code) || hasExpired(service)) {
            return "Your credentials have expired (%s). Log in again, for example with 'aws sso login', or set new keys"
                    .formatted(code);
        }
        if (NOT_ACCEPTED.contains(code)) {
            return "AWS does not accept your credentials: %s: %s".formatted(code, text(service));
        }
        if (code.startsWith("AccessDenied") || code.equals("UnauthorizedOperation")) {
            return denied(text(service));
        }
        if (service.isThrottlingException()) {
            return "AWS throttles %s (%s: %s). Nothing was started; try again in a minute"
                    .formatted(permission.action(), code, text(service));
        }
        if (code.startsWith("ResourceNotFound") || code.equals("StateMachineDoesNotExist")) {
            return "%s does not exist, although an output of the stack names it: %s. Deploy the stack again"
                    .formatted(permission.resource(), text(service));
        }
        return "%s failed: %s: %s".formatted(permission.action(), code, text(service));
    }

    /// The action and the resource that AWS names, or else those that the call needs.
    private String denied(String text) {
        Matcher named = DENIED.matcher(text);
        boolean found = named.find();
        String action = found ? named.group(1) : permission.action();
        boolean isNamed = found && named.group(2) != null;
        String resource = isNamed ? named.group(2) : permission.resource();
        return "Access denied: you need %s on %s. AWS says: %s".formatted(action, resource, text);
    }

    private String unanswered() {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("Unable to load credentials")) {
            return "No AWS credentials: set AWS_PROFILE or --profile, or AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY. For ./guard sandbox, the access key ID is the name"
                    + " of the calling user, and any secret will do";
        }
        if (text.contains("Profile file contained no")) {
            return "There are no credentials for this profile: "
                    + text.replaceFirst(": ProfileFile\\(.*", "");
        }
        if (hasExpired(failure)) {
            return "Your credentials have expired: %s. Log in again, for example with 'aws sso login'"
                    .formatted(text);
        }
        if (hasCause(SocketTimeoutException.class)) {
            return "No response to %s in time. It may have been carried out all the same: check before you repeat it"
                    .formatted(permission.action());
        }
        if (hasCause(ConnectException.class) || hasCause(UnknownHostException.class)) {
            return "No connection for %s: %s. If AWS_ENDPOINT_URL is set, something must listen there, such as ./guard sandbox"
                    .formatted(
                            permission.action(),
                            text.replace("Unable to execute HTTP request: ", "")
                                    .replaceFirst(" \\(SDK Attempt Count.*", ""));
        }
        return "%s failed: %s".formatted(permission.action(), text);
    }

    /// IAM Identity Center has exceptions of its own for a session that is over.
    private static boolean hasExpired(SdkException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String text = String.valueOf(each.getMessage());
            if (text.contains("has expired") || text.contains("Token is expired")) {
                return true;
            }
        }
        return false;
    }

    private boolean hasCause(Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static String code(AwsServiceException service) {
        String code =
                service.awsErrorDetails() == null ? null : service.awsErrorDetails().errorCode();
        return code == null ? "HTTP %d".formatted(service.statusCode()) : code;
    }

    private static String text(AwsServiceException service) {
        @Nullable String text =
                service.awsErrorDetails() == null ? null : service.awsErrorDetails().errorMessage();
        return text == null ? "no message" : text;
    }
}
