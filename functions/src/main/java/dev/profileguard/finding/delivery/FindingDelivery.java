package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.delivery.FindingRecord.Claimed;
import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Delivers findings, each once: it claims the notices in the ledger, sends them, and records that
/// they were sent. It never throws, because an error of delivery must not fail the repair.
///
/// A notice may be sent twice, but it is never lost. Intents are stored in the ledger before the
/// first write. If the function is killed after that, or after the claim, then the retry of the
/// invocation sends the notice, or the next evaluation of the subject after the claim has expired.
/// If the ledger cannot be read or written, notices are sent without it.
///
/// @param pause waits before the next attempt of a sink
public record FindingDelivery(
        FindingLedger ledger,
        List<FindingSink> sinks,
        DeadLetters deadLetters,
        InstantSource clock,
        Consumer<Duration> pause) {
    private static final List<Duration> BETWEEN_ATTEMPTS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

    /// In each round at least one invocation succeeds, so competing invocations end after few
    /// rounds.
    private static final int MAX_ATTEMPTS = 20;

    /// Takes a copy.
    public FindingDelivery {
        sinks = List.copyOf(sinks);
    }

    /// Delivers the notices that were not sent before. Several evaluations of one subject, as in a
    /// batch of messages, claim the same notices.
    ///
    /// @param by the ID of the invocation, the same on its retries
    public DeliveryReport deliver(List<Evaluation> evaluations, String by) {
        List<String> errors = new ArrayList<>();
        List<Claimed> claimed =
                evaluations.stream().map(evaluation -> claim(evaluation, by, errors)).toList();
        List<Notice> notices =
                claimed.stream().flatMap(each -> each.notices().stream()).distinct().toList();
        List<Undelivered> undelivered = send(notices);
        List<Undelivered> lost = deadLetters.send(undelivered);
        Set<Notice> sent = new HashSet<>(notices);
        lost.forEach(each -> sent.remove(each.notice()));
        claimed.stream()
                .filter(each -> !each.notices().isEmpty())
                .forEach(each -> recordSent(each.next(), sent, by, errors));
        return new DeliveryReport(notices, undelivered, lost, errors);
    }

    private Claimed claim(Evaluation evaluation, String by, List<String> errors) {
        try {
            return claim(evaluation, by);
        } catch (RuntimeException e) {
            errors.add(notClaimed(evaluation, e));
            FindingRecord empty = FindingRecord.none(evaluation.rule(), evaluation.subject());
            return new Claimed(empty, empty.claim(evaluation, by, clock.instant()).notices());
        }
    }

    private static String notClaimed(Evaluation evaluation, RuntimeException e) {
        return "Cannot read which findings about %s were sent; they may be sent again: %s"
                .formatted(evaluation.subject(), e.getMessage());
    }

    private Claimed claim(Evaluation evaluation, String by) {
        for (int attempt = 1; ; attempt++) {
            FindingRecord current = ledger.load(evaluation.rule(), evaluation.subject());
            Claimed claimed = current.claim(evaluation, by, clock.instant());
            if (claimed.next().equals(current)) {
                return claimed;
            }
            try {
                return new Claimed(ledger.save(claimed.next()), claimed.notices());
            } catch (ChangedMeanwhileException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private List<Undelivered> send(List<Notice> notices) {
        List<Undelivered> undelivered = new ArrayList<>();
        if (!notices.isEmpty()) {
            sinks.forEach(sink -> undelivered.addAll(send(notices, sink)));
        }
        return undelivered;
    }

    private List<Undelivered> send(List<Notice> notices, FindingSink sink) {
        List<Undelivered> failed = attempt(notices, sink);
        for (Duration time : BETWEEN_ATTEMPTS) {
            if (failed.isEmpty()) {
                break;
            }
            pause.accept(time);
            failed = attempt(failed.stream().map(Undelivered::notice).toList(), sink);
        }
        return failed;
    }

    private static List<Undelivered> attempt(List<Notice> notices, FindingSink sink) {
        try {
            return sink.send(notices);
        } catch (RuntimeException e) {
            return notices.stream().map(notice -> new Undelivered(sink, e, notice)).toList();
        }
    }

    /// Records which notices were sent. If that fails, they are sent again after the claim has
    /// expired.
    private void recordSent(
            FindingRecord claimed, Set<Notice> sent, String by, List<String> errors) {
        FindingRecord record = claimed;
        for (int attempt = 1; record.version() > 0; attempt++) {
            try {
                FindingRecord next = record.withSent(sent, by, clock.instant());
                if (!next.equals(record)) {
                    ledger.save(next);
                }
                return;
            } catch (ChangedMeanwhileException e) {
                if (attempt == MAX_ATTEMPTS) {
                    errors.add(notRecorded(record, e));
                    return;
                }
                record = ledger.load(record.rule(), record.subject());
            } catch (RuntimeException e) {
                errors.add(notRecorded(record, e));
                return;
            }
        }
    }

    private static String notRecorded(FindingRecord record, RuntimeException e) {
        return "Cannot record that the findings about %s were sent; they will be sent again: %s"
                .formatted(record.subject(), e.getMessage());
    }
}
