package dev.profileguard.advice;

import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.lambda.Attribution;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.failure.FailureBurstStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// FailureAdvisor's settings, read once from its environment.
///
/// @param mode off or observe: there is nothing to enforce
/// @param table the name of the table of bursts
/// @param regions the regions in which EC2 is asked; empty: all that are enabled
/// @param decodes whether encoded authorization messages are decoded
record AdviceSettings(Mode mode, String table, List<String> regions, boolean decodes) {
    /// The template parameter of the mode.
    static final String MODE = "AdviceMode";

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    static AdviceSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        String table = environment.text("FailuresTable");
        if (table.isBlank()) {
            throw new IllegalArgumentException(
                    "FAILURES_TABLE is not set: it must name the DynamoDB table of failures, such"
                            + " as FAILURES_TABLE=profile-guard-FailuresTable");
        }
        return new AdviceSettings(
                mode(environment),
                table,
                environment.instanceRegions(),
                environment.isOn("DecodeAuthorizationMessages", false));
    }

    /// The mode alone.
    static Mode mode(SettingsReader environment) {
        return environment.choice(MODE, List.of(Mode.OFF, Mode.OBSERVE), Mode::text, "observe");
    }

    /// What the function reads and stores.
    Ports ports(Platform platform) {
        return platform.ports(mode)
                .asking(Attribution.forEvents(platform))
                .asking(users(platform))
                .decoding(decoder(platform))
                .keeping(new FailureBurstStore(platform.dynamo(), table));
    }

    /// Asks STS. The client is created at the first message.
    private MessageDecoder decoder(Platform platform) {
        return decodes ? encoded -> platform.audit().decoder().decode(encoded) : MessageDecoder.OFF;
    }

    /// Asks EC2. The client is created at the first call.
    private ProfileUsers users(Platform platform) {
        return new ProfileUsers() {
            @Override
            public ProfileUse of(Set<String> names) {
                return platform.audit().users(regions).of(names);
            }

            @Override
            public ProfileUse association(String region, String instance, String association) {
                return platform.audit().users(regions).association(region, instance, association);
            }
        };
    }

    /// Effects of the settings that people may not expect, as sentences; empty: none.
    List<String> warnings() {
        if (mode == Mode.OFF) {
            return List.of("AdviceMode is off: no call is explained");
        }
        return decodes
                ? List.of(
                        "DecodeAuthorizationMessages is on: findings show statements of policies to"
                                + " everybody who reads findings")
                : List.of();
    }
}
