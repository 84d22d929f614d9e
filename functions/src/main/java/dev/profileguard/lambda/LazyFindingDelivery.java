package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.finding.delivery.EventForm;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingDelivery;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.Place;
import dev.profileguard.finding.delivery.SecurityHubSink;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.iam.Arn;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.InvocationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    .delivered(
                            context,
                            delivery(Place.of(context.getInvokedFunctionArn()))
                                    .deliver(evaluations, context.getAwsRequestId()));
        }
    }

    /// The intent log of this invocation for a rule.
    public IntentLog intents(Context context, Rule rule) {
        return settings.areDelivered()
                ? new LedgerIntentLog(ledger, platform.clock(), platform.reporting(), context, rule)
                : IntentLog.NONE;
    }

    /// Creates the clients, before Lambda takes its snapshot. The delivery that it creates only
    /// loads classes: where the stack is, an invocation says.
    void load() {
        if (settings.areDelivered()) {
            create(Place.UNKNOWN);
            NotificationClients notifications = platform.notifications();
            notifications.queues();
            if (settings.events()) {
                notifications.bus();
            }
            if (!settings.bus().isEmpty()) {
                notifications.bus(Arn.region(settings.bus()));
            }
            if (!settings.topic().isEmpty()) {
                notifications.topics(settings.region());
            }
            if (settings.securityHub()) {
                notifications.securityHub();
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

    /// In a sweep: what has an open finding now, or a notice that is not sent. It reads the whole
    /// findings table.
    public List<FindingRecord> unsettledNow() {
        return settings.areDelivered() ? ledger.preloaded().unsettled() : List.of();
    }

    /// Whether there is a bus for the status of the account.
    public boolean hasStatusBus() {
        return !settings.bus().isEmpty();
    }

    /// Sends the status of the account to the bus of the findings, once.
    ///
    /// @return why it was not sent; null: it was
    public @Nullable String sendStatus(Map<String, Object> status) {
        return bus(form(Place.UNKNOWN)).send("status", status);
    }

    private FindingDelivery delivery(Place place) {
        FindingDelivery current = delivery;
        if (current == null) {
            current = create(place);
            delivery = current;
        }
        return current;
    }

    private FindingDelivery create(Place place) {
        NotificationClients notifications = platform.notifications();
        return new FindingDelivery(
                ledger,
                sinks(notifications, place),
                new DeadLetters(notifications::queues, settings.undelivered()),
                platform.clock(),
                platform.backoff()::await);
    }

    private List<FindingSink> sinks(NotificationClients notifications, Place place) {
        List<FindingSink> sinks = new ArrayList<>();
        if (settings.events()) {
            sinks.add(EventSink.ofDefaultBus(notifications::bus, form(place)));
        }
        if (!settings.bus().isEmpty()) {
            sinks.add(bus(form(place)));
        }
        if (!settings.topic().isEmpty()) {
            sinks.add(
                    new TopicSink(
                            () -> notifications.topics(settings.region()),
                            settings.topic(),
                            settings.format()));
        }
        if (settings.securityHub()) {
            sinks.add(new SecurityHubSink(notifications::securityHub, place, platform.clock()));
        }
        return sinks;
    }

    private EventSink bus(EventForm form) {
        return EventSink.of(
                () -> platform.notifications().bus(Arn.region(settings.bus())),
                settings.bus(),
                form);
    }

    private EventForm form(Place place) {
        return new EventForm(settings.schema(), place, platform.clock());
    }
}
