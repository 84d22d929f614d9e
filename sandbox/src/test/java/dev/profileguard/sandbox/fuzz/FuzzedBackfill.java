package dev.profileguard.sandbox.fuzz;

import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Invokes Backfill as Lambda does.
final class FuzzedBackfill implements AutoCloseable {
    private static final List<Class<? extends RuntimeException>> DOCUMENTED =
            List.of(UnreadableEventException.class, IllegalArgumentException.class);

    private @Nullable FuzzedAccount account;

    /// Makes a request.
    ///
    /// @return whether Backfill carried it out
    /// @throws AssertionError if it failed in an undocumented way, or changed what is not ours
    boolean accepts(String request) {
        FuzzedAccount now = opened();
        now.forget();
        InvocationResponse response = now.sandbox().lambda().invoke("Backfill", request);
        boolean changed = now.hasChanged();
        if (now.isWornOut()) {
            close();
        }
        return switch (response) {
            case InvocationResponse.Failed(Throwable error) -> {
                Refusal.check(error, DOCUMENTED);
                if (changed) {
                    throw new AssertionError("it refuses the request after a change", error);
                }
                yield false;
            }
            case InvocationResponse.Returned(String answer) -> {
                boolean aboutBaselines = answer.startsWith("{\"decision\":\"");
                if (!aboutBaselines && !answer.contains("\"failed\":0,")) {
                    throw new AssertionError("it answers " + answer);
                }
                yield true;
            }
        };
    }

    /// The account, which is replaced after some changes.
    FuzzedAccount opened() {
        FuzzedAccount now = account == null ? new FuzzedAccount("Backfill") : account;
        account = now;
        return now;
    }

    @Override
    public void close() {
        FuzzedAccount now = account;
        if (now != null) {
            account = null;
            now.close();
        }
    }
}
