package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingDelivery;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Delivers findings by [FindingDelivery], unless findings are only logged. It creates objects and
/// loads classes at their first use, which is usually after the repair.
public final class LazyFindingDelivery {
    private final Platform platform;
    private final FindingSettings settings;
    private final FindingLedger ledger;
    private @Nullable FindingDelivery delivery;

    /// @throws IllegalArgumentException if a setting is invalid; names the template parameter
    public LazyFindingDelivery(Platform platform) {
        this(platform, FindingSettings.from(platform.environment()));
    }

    private LazyFindingDelivery(Platform platform, FindingSettings settings) {
        this(platform, settings, new FindingLedger(platform.dynamo(), settings.table()));
    }

    private LazyFindingDelivery(Platform platform, FindingSettings settings, FindingLedger ledger) {
        this.platform = platform;
        this.settings = settings;
        this.ledger = ledger;
    }

    /// Delivers the findings of an invocation that were not sent before.
    public void deliver(Context context, Rule rule, InvocationResult result) {
        if (!settings.areDelivered()) {
            return;
        }
        List<Evaluation> evaluations =
                result.outcomes().stream()
                        .map(outcome -> outcome.evaluation(rule))
                        .filter(Objects::nonNull)
                        .filter(Predicate.not(Evaluation::hasNothingToReport))
                        .toList();
        if (!evaluations.isEmpty()) {
            platform.reporting()
                    .delivered(context, delivery().deliver(evaluations, context.getAwsRequestId()));
        }
    }

    /// The intent log of this invocation for a rule.
    public IntentLog intents(Context context, Rule rule) {
        return settings.areDelivered()
                ? new LedgerIntentLog(ledger, platform.clock(), platform.reporting(), context, rule)
                : IntentLog.NONE;
    }

    /// Creates the clients, before Lambda takes its snapshot.
    void load() {
        if (settings.areDelivered()) {
            delivery();
            platform.notifications().queues();
            if (settings.events()) {
                platform.notifications().bus();
            }
            if (!settings.topic().isEmpty()) {
                platform.notifications().topics(settings.region());
            }
        }
    }

    /// A copy for one sweep over most subjects. It reads the findings table at once.
    public LazyFindingDelivery forSweep() {
        return settings.areDelivered()
                ? new LazyFindingDelivery(platform, settings, ledger.preloaded())
                : this;
    }

    /// In a sweep: what has an open finding, or a notice that is not sent, by the rule.
    public List<FindingRecord> unsettled() {
        return ledger.unsettled();
    }

    private FindingDelivery delivery() {
        FindingDelivery current = delivery;
        if (current == null) {
            current = create();
            delivery = current;
        }
        return current;
    }

    private FindingDelivery create() {
        NotificationClients notifications = platform.notifications();
        List<FindingSink> sinks = new ArrayList<>();
        if (settings.events()) {
            sinks.add(new EventSink(notifications::bus));
        }
        if (!settings.topic().isEmpty()) {
            sinks.add(
                    new TopicSink(
                            () -> notifications.topics(settings.region()),
                            settings.topic(),
                            settings.format()));
        }
        return new FindingDelivery(
                ledger,
                sinks,
                new DeadLetters(notifications::queues, settings.undelivered()),
                platform.clock(),
                platform.backoff()::await);
    }
}
