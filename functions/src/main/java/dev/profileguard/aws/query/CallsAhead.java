package dev.profileguard.aws.query;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/// Makes calls before their answers are needed.
public interface CallsAhead extends AutoCloseable {
    /// Makes none.
    CallsAhead NONE =
            new CallsAhead() {
                @Override
                public int most() {
                    return 0;
                }

                @Override
                public <T> Future<T> begin(Callable<T> call) {
                    throw new IllegalStateException("No call is made ahead");
                }

                @Override
                public void close() {}
            };

    /// How many calls may be started whose answers nobody took yet; 0: none.
    int most();

    /// Begins a call, and returns at once.
    ///
    /// @param call runs at the same time as others and as the caller
    <T> Future<T> begin(Callable<T> call);

    /// Ends the calls whose answers nobody needs any more.
    @Override
    void close();
}
