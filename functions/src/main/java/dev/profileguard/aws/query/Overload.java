package dev.profileguard.aws.query;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// AWS throttles the account's calls, or a service does not work. Both end, and the same call
/// succeeds then.
///
/// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
public final class Overload {
    private static final int SERVER_ERROR = 500;

    private Overload() {}

    /// Whether an error, or one that caused it or is suppressed in it, is such a refusal.
    public static boolean isCauseOf(Throwable error) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(error));
        while (!open.isEmpty()) {
            Throwable each = open.remove();
            if (!seen.add(each)) {
                continue;
            }
            if (isOne(each)) {
                return true;
            }
            if (each.getCause() != null) {
                open.add(each.getCause());
            }
            open.addAll(List.of(each.getSuppressed()));
        }
        return false;
    }

    private static boolean isOne(Throwable error) {
        return switch (error) {
            case SdkServiceException e ->
                    e.isThrottlingException() || e.statusCode() >= SERVER_ERROR;
            case CallException e -> e.isTemporary();
            default -> false;
        };
    }
}
