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
    private final Platform platform;
    private final FindingSettings settings;
    private final FindingLedger ledger;
    private @Nullable FindingDelivery delivery;

    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
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

    /// Tells people what they do not know yet.
    public void deliver(Context context, Rule rule, InvocationResult result) {
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
            platform.reporting()
                    .delivered(context, delivery().deliver(looks, context.getAwsRequestId()));
        }
    }

    /// Keeps what this invocation is about to tell of a rule.
    public IntentLog intents(Context context, Rule rule) {
        return settings.leaveTheLog()
                ? new LedgerIntentLog(ledger, platform.clock(), platform.reporting(), context, rule)
                : IntentLog.NONE;
    }

    /// Loads what it takes, before Lambda takes its snapshot.
    void load() {
        if (settings.leaveTheLog()) {
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

    /// The same for one sweep over most subjects: what was told is read at once.
    public LazyFindingDelivery forSweep() {
        return settings.leaveTheLog()
                ? new LazyFindingDelivery(platform, settings, ledger.preloaded())
                : this;
    }

    private FindingDelivery delivery() {
        FindingDelivery known = delivery;
        if (known == null) {
            known = made();
            delivery = known;
        }
        return known;
    }

    private FindingDelivery made() {
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
