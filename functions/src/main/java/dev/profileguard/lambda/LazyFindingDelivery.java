package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingDelivery;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Hands what invocations came to over to a [FindingDelivery], if findings go anywhere but to the
/// log. All that it takes is made, and its classes are loaded, when it is first needed: most after
/// the repair.
public final class LazyFindingDelivery {
    private final Platform surroundings;
    private final FindingSettings settings;
    private final FindingLedger ledger;
    private @Nullable FindingDelivery courier;

    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public LazyFindingDelivery(Platform surroundings) {
        this(surroundings, FindingSettings.from(surroundings.environment()));
    }

    private LazyFindingDelivery(Platform surroundings, FindingSettings settings) {
        this(surroundings, settings, new FindingLedger(surroundings.dynamo(), settings.table()));
    }

    private LazyFindingDelivery(
            Platform surroundings, FindingSettings settings, FindingLedger ledger) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.ledger = ledger;
    }

    /// Tells people what they do not know yet.
    public void tell(Context context, Rule rule, InvocationResult result) {
        if (!settings.leaveTheLog()) {
            return;
        }
        List<Evaluation> looks =
                result.outcomes().stream()
                        .map(outcome -> outcome.evaluation(rule))
                        .filter(Objects::nonNull)
                        .filter(Predicate.not(Evaluation::isMute))
                        .toList();
        if (!looks.isEmpty()) {
            surroundings
                    .reporting()
                    .told(context, courier().tell(looks, context.getAwsRequestId()));
        }
    }

    /// Keeps what this invocation is about to tell of a rule.
    public IntentLog announcing(Context context, Rule rule) {
        return settings.leaveTheLog()
                ? new LedgerIntentLog(
                        ledger, surroundings.clock(), surroundings.reporting(), context, rule)
                : IntentLog.NONE;
    }

    /// Loads what it takes, before Lambda takes its snapshot.
    void load() {
        if (settings.leaveTheLog()) {
            courier();
            surroundings.outlets().queues();
            if (settings.events()) {
                surroundings.outlets().bus();
            }
            if (!settings.topic().isEmpty()) {
                surroundings.outlets().topics(settings.region());
            }
        }
    }

    /// The same for one sweep over most subjects: what was told is read at once.
    public LazyFindingDelivery forASweep() {
        return settings.leaveTheLog()
                ? new LazyFindingDelivery(surroundings, settings, ledger.preloaded())
                : this;
    }

    private FindingDelivery courier() {
        FindingDelivery known = courier;
        if (known == null) {
            known = made();
            courier = known;
        }
        return known;
    }

    private FindingDelivery made() {
        NotificationClients outlets = surroundings.outlets();
        List<FindingSink> sinks = new ArrayList<>();
        if (settings.events()) {
            sinks.add(new EventSink(outlets::bus));
        }
        if (!settings.topic().isEmpty()) {
            sinks.add(
                    new TopicSink(
                            () -> outlets.topics(settings.region()),
                            settings.topic(),
                            settings.format()));
        }
        return new FindingDelivery(
                ledger,
                sinks,
                new DeadLetters(outlets::queues, settings.undelivered()),
                surroundings.clock(),
                surroundings.pause()::await);
    }
}
