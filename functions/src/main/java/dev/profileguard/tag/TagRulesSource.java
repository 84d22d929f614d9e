package dev.profileguard.tag;

import dev.profileguard.lambda.Platform;
import dev.profileguard.tag.rule.TagRules;
import java.util.List;

/// Provides the current rules. A policy in Parameter Store is read for each event, and parsed when
/// its text changes.
final class TagRulesSource {
    private final TagSettings settings;
    private final Platform platform;
    private String text;
    private TagRules rules;

    /// Reads the policy.
    ///
    /// @throws IllegalArgumentException when it is invalid; the message contains its JSON path
    TagRulesSource(TagSettings settings, Platform platform) {
        this.settings = settings;
        this.platform = platform;
        this.text = read();
        this.rules = settings.rules(platform.environment(), text);
    }

    /// The current rules.
    ///
    /// @throws IllegalArgumentException when the policy is now invalid; the message contains its
    ///   JSON path
    TagRules now() {
        String found = read();
        if (!found.equals(text)) {
            rules = settings.rules(platform.environment(), found);
            text = found;
        }
        return rules;
    }

    List<String> warnings() {
        return settings.warnings(rules);
    }

    private String read() {
        return settings.isInSsm()
                ? platform.parameters().get(settings.parameter())
                : settings.policy();
    }
}
