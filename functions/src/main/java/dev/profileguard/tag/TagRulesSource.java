package dev.profileguard.tag;

import dev.profileguard.lambda.Platform;
import dev.profileguard.tag.rule.TagRules;
import java.util.List;

/// The rules as they are now. A policy in Parameter Store is parsed again when its text changes.
final class TagRulesSource {
    private final TagSettings settings;
    private final Platform platform;
    private String text;
    private TagRules rules;

    /// Reads the policy.
    ///
    /// @throws IllegalArgumentException when it is invalid, with the place in it
    TagRulesSource(TagSettings settings, Platform platform) {
        this.settings = settings;
        this.platform = platform;
        this.text = read();
        this.rules = settings.rules(platform.environment(), text);
    }

    /// The rules.
    ///
    /// @throws IllegalArgumentException when the policy has become invalid, with the place in it
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
