package dev.profileguard.sweep.result;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.iam.Arn;
import dev.profileguard.lambda.LazyFindingDelivery;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.state.stored.UnreadableRecordException;
import dev.profileguard.sweep.result.AccountStatus.Swept;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends the status of the account to the bus of the findings, if there is one. A failure is a line
/// in the log: the next sweep sends again.
record StatusReport(Context context, Platform platform, LazyFindingDelivery delivery) {
    private static final List<String> MODES =
            List.of("GuardMode", "ProvisionMode", "TagMode", "NodeRoleMode", "SweepMode");

    void send(Swept swept, int faults) {
        if (!delivery.hasStatusBus()) {
            return;
        }
        String error = error(swept, faults);
        if (error != null) {
            platform.reporting()
                    .warned(
                            context,
                            "The status of the account was not sent to FindingsBus; the next sweep"
                                    + " sends it again: "
                                    + error);
        }
    }

    private @Nullable String error(Swept swept, int faults) {
        try {
            return delivery.sendStatus(status(swept, faults).json());
        } catch (RuntimeException e) { // the sweep is done, whoever knows of it
            return String.valueOf(e.getMessage());
        }
    }

    private AccountStatus status(Swept swept, int faults) {
        SettingsReader settings = new SettingsReader(platform.environment());
        String function = context.getInvokedFunctionArn();
        return new AccountStatus(
                Arn.account(function),
                Arn.region(function),
                platform.environment().getOrDefault("POWERTOOLS_SERVICE_NAME", ""),
                modes(settings),
                isPaused(settings),
                swept,
                faults,
                delivery.unsettledNow());
    }

    private static Map<String, String> modes(SettingsReader settings) {
        Map<String, String> modes = new LinkedHashMap<>();
        MODES.forEach(mode -> modes.put(mode, settings.text(mode)));
        return modes;
    }

    private boolean isPaused(SettingsReader settings) {
        try {
            return platform.pauses(settings.table()).current() != null;
        } catch (UnreadableRecordException e) { // then nothing is written
            return true;
        }
    }
}
