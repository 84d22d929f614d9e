package dev.profileguard.aws.eks;

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

/// How several questions to EKS are asked.
///
/// @param threads how many at the same time; 0: one after the other, on the caller's thread
/// @param most how long all of them together may take
public record Questions(int threads, Duration most) {
    /// At most ten at the same time: AWS throttles each API of an account in a region.
    private static final int THREADS = 10;

    /// Several at the same time, each in a virtual thread.
    public static Questions atOnce(Duration most) {
        return new Questions(THREADS, most);
    }

    /// One after the other.
    public static Questions inTurn() {
        return new Questions(0, Duration.ZERO);
    }

    /// What EKS answers to one question.
    sealed interface Answer<T> {
        /// An answer.
        record Found<T>(T value) implements Answer<T> {}

        /// None.
        record Failed<T>(String why) implements Answer<T> {}
    }

    /// The answers, in the order of the questions. A question without an answer in time is a
    /// failure.
    <Q, T> List<Answer<T>> ask(List<Q> questions, Function<Q, T> ask) {
        if (threads == 0) {
            return questions.stream().map(each -> answer(each, ask)).toList();
        }
        List<Callable<Answer<T>>> calls = new ArrayList<>();
        questions.forEach(each -> calls.add(() -> answer(each, ask)));
        ExecutorService pool = Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory());
        try {
            List<Answer<T>> answers = new ArrayList<>();
            for (Future<Answer<T>> each :
                    pool.invokeAll(calls, most.toMillis(), TimeUnit.MILLISECONDS)) {
                answers.add(inTime(each));
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while EKS was asked", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static <Q, T> Answer<T> answer(Q question, Function<Q, T> ask) {
        try {
            return new Answer.Found<>(ask.apply(question));
        } catch (EksException e) {
            return new Answer.Failed<>(e.why());
        }
    }

    private <T> Answer<T> inTime(Future<Answer<T>> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException e) {
            return new Answer.Failed<>("no answer within %d seconds".formatted(most.toSeconds()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
