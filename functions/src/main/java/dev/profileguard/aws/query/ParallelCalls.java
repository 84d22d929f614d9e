package dev.profileguard.aws.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// How several calls are made, such as one in each region.
///
/// @param threads how many at the same time; 0: one after the other, on the caller's thread
/// @param pace when each begins, and how long all of them together may take
public record ParallelCalls(int threads, Pace pace) {
    /// Several at the same time, each in a thread.
    public static ParallelCalls atOnce(int threads, Duration most) {
        return atOnce(threads, Pace.within(most));
    }

    /// Several at the same time, each in a thread, and not faster than their pace.
    public static ParallelCalls atOnce(int threads, Pace pace) {
        return new ParallelCalls(threads, pace);
    }

    /// One after the other.
    public static ParallelCalls inTurn() {
        return new ParallelCalls(0, Pace.within(Duration.ZERO));
    }

    /// What came of one call.
    public sealed interface Answer<T> {
        /// An answer.
        record Found<T>(T value) implements Answer<T> {}

        /// None.
        record Failed<T>(String why) implements Answer<T> {}
    }

    /// The answers, in the order of what is asked about. A call without an answer in time is a
    /// failure.
    public <Q, T> List<Answer<T>> ask(List<Q> about, Function<Q, T> call) {
        if (threads == 0) {
            return about.stream().map(each -> answer(each, call)).toList();
        }
        Duration most = pace.most(about.size());
        ExecutorService pool = pool(Math.min(threads, about.size()));
        try {
            List<Answer<T>> answers = new ArrayList<>();
            for (Future<Answer<T>> each :
                    pool.invokeAll(calls(about, call), most.toMillis(), TimeUnit.MILLISECONDS)) {
                answers.add(inTime(each, most));
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while AWS was asked", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /// Threads of the platform: the first read from a socket in a virtual thread of a process takes
    /// twenty milliseconds more, because the JVM then starts what polls.
    private static ExecutorService pool(int threads) {
        return Executors.newFixedThreadPool(
                Math.max(1, threads), Thread.ofPlatform().daemon().factory());
    }

    private <Q, T> List<Callable<Answer<T>>> calls(List<Q> about, Function<Q, T> call) {
        long start = System.nanoTime();
        List<Callable<Answer<T>>> calls = new ArrayList<>();
        for (int i = 0; i < about.size(); i++) {
            Q each = about.get(i);
            Duration from = pace.start(i);
            calls.add(() -> {
                Thread.sleep(from.minusNanos(System.nanoTime() - start));
                return answer(each, call);
            });
        }
        return calls;
    }

    private static <Q, T> Answer<T> answer(Q about, Function<Q, T> call) {
        try {
            return new Answer.Found<>(call.apply(about));
        } catch (CallException e) {
            return new Answer.Failed<>(e.why());
        }
    }

    private static <T> Answer<T> inTime(Future<Answer<T>> answer, Duration most)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException e) {
            return new Answer.Failed<>("no answer within %d seconds".formatted(most.toSeconds()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
