package dev.profileguard.tag;

import dev.profileguard.finding.Rule;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sweep.SweepRule;
import dev.profileguard.sweep.SweepRuleSource;
import dev.profileguard.sweep.UnreadableRule;
import dev.profileguard.sweep.result.DeliveryCheck;
import dev.profileguard.text.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Makes TagEnforcer's rule for a sweep. A policy in Parameter Store is read for each invocation,
/// as TagEnforcer reads it for each event: otherwise the two would act by different policies.
public final class TagSweepSource implements SweepRuleSource {
    private final TagSettings settings;
    private final TagRulesSource rules;

    private TagSweepSource(TagSettings settings, TagRulesSource rules) {
        this.settings = settings;
        this.rules = rules;
    }

    /// The source with the settings of this environment. It reads nothing else.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public static TagSweepSource in(Platform platform) {
        TagSettings settings = TagSettings.from(platform.environment());
        return new TagSweepSource(settings, new TagRulesSource(settings, platform));
    }

    @Override
    public String name() {
        return Rule.TAG_ENFORCER.inSweeps();
    }

    @Override
    public SweepRule now() {
        try {
            return new TagSweep(settings, rules.now());
        } catch (IllegalArgumentException | SdkException e) {
            return unreadable(e.getMessage());
        }
    }

    private SweepRule unreadable(@Nullable String why) {
        String fault =
                "The tags of no role or profile are checked, because the tag policy cannot be used:"
                        + " "
                        + VisibleText.message(why);
        return new UnreadableRule(
                name(),
                settings.mode(),
                TagSweep.MODE,
                new DeliveryCheck(subject(), List.of(fault)));
    }

    /// As in the parameter's ARN, in which a name's first slash is not doubled.
    private String subject() {
        String name = settings.parameter();
        return "parameter" + (name.startsWith("/") ? "" : "/") + name;
    }
}
