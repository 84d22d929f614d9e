package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.QueryException;
import dev.profileguard.instance.InstanceUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// How several regions are asked.
@FunctionalInterface
public interface RegionalCalls {
    /// The answer of each region, in the order of the regions.
    Map<String, Answer> ask(List<String> regions, Function<String, List<InstanceUse>> inRegion);

    /// What a region answered.
    sealed interface Answer {
        /// The instances in it.
        record Found(List<InstanceUse> instances) implements Answer {
            /// Takes a copy.
            public Found {
                instances = List.copyOf(instances);
            }
        }

        /// The region cannot be asked.
        record Failed(String why) implements Answer {}
    }

    /// Asks one region after the other, on the caller's thread.
    static RegionalCalls inTurn() {
        return (regions, inRegion) -> {
            Map<String, Answer> answers = new LinkedHashMap<>();
            for (String region : regions) {
                try {
                    answers.put(region, new Answer.Found(inRegion.apply(region)));
                } catch (QueryException e) {
                    answers.put(region, new Answer.Failed(String.valueOf(e.getMessage())));
                }
            }
            return answers;
        };
    }

    /// Asks all regions at the same time, each in a virtual thread.
    ///
    /// @param most how long all of them together may take; a region that has not answered by then
    ///   is a failure
    static RegionalCalls atOnce(Duration most) {
        return (regions, inRegion) -> {
            List<Callable<List<InstanceUse>>> calls = new ArrayList<>();
            regions.forEach(region -> calls.add(() -> inRegion.apply(region)));
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            try {
                List<Future<List<InstanceUse>>> all =
                        threads.invokeAll(calls, most.toMillis(), TimeUnit.MILLISECONDS);
                Map<String, Answer> answers = new LinkedHashMap<>();
                for (int i = 0; i < regions.size(); i++) {
                    answers.put(regions.get(i), answer(all.get(i), most));
                }
                return answers;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while EC2 was asked", e);
            } finally {
                threads.shutdownNow();
            }
        };
    }

    private static Answer answer(Future<List<InstanceUse>> call, Duration most)
            throws InterruptedException {
        try {
            return new Answer.Found(call.get());
        } catch (CancellationException e) {
            return new Answer.Failed("no answer within %d seconds".formatted(most.toSeconds()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueryException failure) {
                return new Answer.Failed(String.valueOf(failure.getMessage()));
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
