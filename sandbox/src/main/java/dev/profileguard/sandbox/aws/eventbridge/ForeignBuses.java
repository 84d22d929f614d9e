package dev.profileguard.sandbox.aws.eventbridge;

import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The event buses of other accounts.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
public interface ForeignBuses {
    /// No other account has a bus that the sandbox plays: each takes everything, and it goes
    /// nowhere.
    ForeignBuses NONE =
            new ForeignBuses() {
                @Override
                public @Nullable String refusal(Caller caller, String bus, Set<String> sources) {
                    return null;
                }

                @Override
                public void put(String bus, BusEvent event) {}
            };

    /// Why the policy of a bus does not let a caller put events, as AWS says it; null: it lets it.
    ///
    /// @param bus its ARN
    /// @param sources of the events
    @Nullable String refusal(Caller caller, String bus, Set<String> sources);

    /// Delivers an event to a bus.
    ///
    /// @param bus its ARN
    /// @param event with the account of its sender
    void put(String bus, BusEvent event);
}
