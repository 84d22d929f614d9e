package dev.profileguard.sandbox.command.redrive;

import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.command.stack.StackFindings;
import dev.profileguard.sandbox.command.stack.StackQueues;
import dev.profileguard.sandbox.command.stack.StackQueues.Letter;
import dev.profileguard.sandbox.command.stack.Sweeps;
import dev.profileguard.text.ShellCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets the letters of queues be processed again. A letter is deleted after it was sent on: if the
/// command is interrupted, a letter is sent twice at worst, and none is lost. The functions read
/// IAM and do only what is still necessary.
final class Redrive {
    private final Sorting sorting;
    private final StackQueues queues;
    private final Functions functions;
    private final Sweeps sweeps;
    private final StackFindings findings;
    private final Requests requests;

    /// What was started once for all letters that ask for it, such as a sweep.
    private final Set<Fate> started = new HashSet<>();

    Redrive(
            Sorting sorting,
            StackQueues queues,
            Functions functions,
            Sweeps sweeps,
            StackFindings findings,
            Requests requests) {
        this.sorting = sorting;
        this.queues = queues;
        this.functions = functions;
        this.sweeps = sweeps;
        this.findings = findings;
        this.requests = requests;
    }

    /// Processes the letters that are in a queue now.
    ///
    /// @throws dev.profileguard.sandbox.command.stack.StackException when a call fails; the letters
    ///   that were not processed are in the queue
    Count of(DeadLetterQueue queue) {
        Count count = new Count();
        Set<String> seen = new HashSet<>();
        List<Letter> left = new ArrayList<>();
        while (true) {
            List<Letter> batch = queues.receive(queue.output());
            if (batch.stream().noneMatch(letter -> !seen.contains(letter.id()))) {
                break;
            }
            for (Letter letter : batch) {
                if (seen.add(letter.id()) && !isDone(queue, letter, count)) {
                    left.add(letter);
                }
            }
        }
        left.forEach(letter -> queues.putBack(queue.output(), letter));
        return count;
    }

    private boolean isDone(DeadLetterQueue queue, Letter letter, Count count) {
        Fate fate = sorting.of(letter, queue.route());
        String why = performed(fate, letter);
        if (why != null) {
            count.left(why);
            return false;
        }
        queues.delete(queue.output(), letter);
        count.done(words(fate));
        return true;
    }

    /// Why the letter stays, as a sentence; null: it is done.
    private @Nullable String performed(Fate fate, Letter letter) {
        return switch (fate) {
            case Fate.Send(String to) -> {
                queues.send(to, letter.body());
                yield null;
            }
            case Fate.Sweep(String mode) -> {
                if (started.add(fate)) {
                    sweeps.start(mode, List.of(), List.of());
                }
                yield null;
            }
            case Fate.Probe() -> started.contains(fate) ? null : probed(fate);
            case Fate.Publish(String sink, var notice) -> {
                String why = findings.send(sink, notice);
                yield why == null ? null : "%s was not sent: %s".formatted(notice.id(), why);
            }
            case Fate.Decide(String function, String request) -> decided(function, request);
            case Fate.Stay(String why) -> "Letter %s stays: %s".formatted(letter.id(), why);
        };
    }

    private @Nullable String probed(Fate fate) {
        String refusal = functions.ask("Canary", "{\"send\": {}}").refusal();
        if (refusal == null) {
            started.add(fate);
        }
        return refusal;
    }

    private @Nullable String decided(String function, String request) {
        return switch (requests) {
            case KEEP ->
                    "It is a request by hand, which is not repeated by itself: "
                            + ShellCommand.of("./guard ask")
                                    .operand(function)
                                    .operand(request)
                                    .text();
            case SEND -> {
                Answer answer = functions.ask(function, request);
                yield answer.refusal();
            }
            case DELETE -> null;
        };
    }

    private String words(Fate fate) {
        return switch (fate) {
            case Fate.Send(String queue) -> "sent to " + queue;
            case Fate.Sweep(String mode) -> "answered by a new %s".formatted(mode);
            case Fate.Probe() -> "answered by a new test of the canary";
            case Fate.Publish(String sink, var notice) -> "sent to " + sink;
            case Fate.Decide(String function, String request) ->
                    requests == Requests.SEND ? "sent to " + function : "deleted";
            case Fate.Stay(String why) -> "left";
        };
    }
}
