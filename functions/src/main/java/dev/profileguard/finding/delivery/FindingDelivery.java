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

/// Brings findings to people, once each: claims them in the ledger, sends them, and notes that they
/// were told. It never throws: whatever happens here, what was repaired stays repaired.
///
/// A notice is rather sent twice than never. What is about to be repaired is begun in the ledger
/// before the first write. Killed after that, or after the claim, it is sent by the retry of the
/// invocation, or by whoever looks at the subject once that is old. Where the ledger does not
/// answer, findings are sent without it.
///
/// @param pause waits before a sink is tried again
public record FindingDelivery(
        FindingLedger ledger,
        List<FindingSink> sinks,
        DeadLetters deadLetters,
        InstantSource clock,
        Consumer<Duration> pause) {
    private static final List<Duration> BETWEEN_ATTEMPTS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

    /// Each round somebody gets through, and then the others have nothing to claim.
    private static final int MOST_CLAIMS = 20;

    /// Takes a copy.
    public FindingDelivery {
        sinks = List.copyOf(sinks);
    }

    /// Tells what people do not know yet.
    ///
    /// @param by names the invocation: the same on its retries
    public DeliveryReport deliver(List<Evaluation> looks, String by) {
        List<String> trouble = new ArrayList<>();
        List<Claimed> claimed = looks.stream().map(look -> claim(look, by, trouble)).toList();
        List<Notice> notices = claimed.stream().flatMap(each -> each.notices().stream()).toList();
        List<Undelivered> undelivered = send(notices);
        List<Undelivered> lost = deadLetters.keep(undelivered);
        Set<Notice> told = new HashSet<>(notices);
        lost.forEach(each -> told.remove(each.notice()));
        claimed.stream()
                .filter(each -> !each.notices().isEmpty())
                .forEach(each -> note(each.next(), told, by, trouble));
        return new DeliveryReport(notices, undelivered, lost, trouble);
    }

    private Claimed claim(Evaluation look, String by, List<String> trouble) {
        try {
            return claim(look, by);
        } catch (RuntimeException e) {
            trouble.add(unclaimed(look, e));
            FindingRecord nothing = FindingRecord.none(look.rule(), look.subject());
            return new Claimed(nothing, nothing.claim(look, by, clock.instant()).notices());
        }
    }

    private static String unclaimed(Evaluation look, RuntimeException e) {
        return "What was told of %s is unknown, so that it may be told again: %s"
                .formatted(look.subject(), e.getMessage());
    }

    private Claimed claim(Evaluation look, String by) {
        for (int attempt = 1; ; attempt++) {
            FindingRecord known = ledger.load(look.rule(), look.subject());
            Claimed claimed = known.claim(look, by, clock.instant());
            if (claimed.next().equals(known)) {
                return claimed;
            }
            try {
                return new Claimed(ledger.save(claimed.next()), claimed.notices());
            } catch (ChangedMeanwhileException e) {
                if (attempt == MOST_CLAIMS) {
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

    /// Notes what was told. Where that fails it is told again after a while.
    private void note(FindingRecord claimed, Set<Notice> told, String by, List<String> trouble) {
        FindingRecord record = claimed;
        for (int attempt = 1; record.version() > 0; attempt++) {
            try {
                FindingRecord next = record.told(told, by, clock.instant());
                if (!next.equals(record)) {
                    ledger.save(next);
                }
                return;
            } catch (ChangedMeanwhileException e) {
                if (attempt == MOST_CLAIMS) {
                    trouble.add(unnoted(record, e));
                    return;
                }
                record = ledger.load(record.rule(), record.subject());
            } catch (RuntimeException e) {
                trouble.add(unnoted(record, e));
                return;
            }
        }
    }

    private static String unnoted(FindingRecord record, RuntimeException e) {
        return "What was told of %s could not be noted, so that it is told again: %s"
                .formatted(record.subject(), e.getMessage());
    }
}
