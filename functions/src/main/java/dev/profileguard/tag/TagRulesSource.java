package dev.profileguard.tag;

import dev.profileguard.lambda.Platform;
import dev.profileguard.tag.rule.TagRules;
import org.jspecify.annotations.Nullable;

/// Provides the current rules. A policy in Parameter Store is read for each event, and parsed when
/// its text changes.
final class TagRulesSource {
    private final TagSettings settings;
    private final Platform platform;
    private @Nullable Parsed parsed;

    private record Parsed(String text, TagRules rules) {}

    /// Reads nothing yet.
    TagRulesSource(TagSettings settings, Platform platform) {
        this.settings = settings;
        this.platform = platform;
    }

    /// The current rules.
    ///
    /// @throws IllegalArgumentException when the policy is now invalid; the message contains its
    ///   JSON path
    /// @throws software.amazon.awssdk.core.exception.SdkException when it cannot be read
    TagRules now() {
        String found = read();
        Parsed current = parsed;
        if (current == null || !found.equals(current.text())) {
            current = new Parsed(found, settings.rules(platform.environment(), found));
            parsed = current;
        }
        return current.rules();
    }

    private String read() {
        return settings.isInSsm()
                ? platform.parameters().get(settings.parameter())
                : settings.policy();
    }
}
