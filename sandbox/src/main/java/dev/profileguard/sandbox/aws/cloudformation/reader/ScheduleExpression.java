package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `ScheduleExpression`, as far as the sandbox supports it: rates.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
final class ScheduleExpression {
    private static final Pattern RATE =
            Pattern.compile("rate\\((\\d{1,6}) (minute|hour|day)(s?)\\)");

    private ScheduleExpression() {}

    /// @param owner the logical ID of the rule or event, for messages
    static Duration rate(String owner, String expression) {
        Matcher rate = RATE.matcher(expression.strip());
        if (!rate.matches()) {
            throw new TemplateException(
                    "The ScheduleExpression of %s must be a rate, such as rate(1 hour) or rate(5 minutes), not '%s': the sandbox has no cron and no at"
                            .formatted(owner, expression));
        }
        int value = Integer.parseInt(rate.group(1));
        if (value < 1 || (value == 1) != rate.group(3).isEmpty()) {
            throw new TemplateException(
                    "The ScheduleExpression of %s must read rate(1 minute) or rate(2 minutes), not '%s'"
                            .formatted(owner, expression));
        }
        return switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(value);
            case "hour" -> Duration.ofHours(value);
            default -> Duration.ofDays(value);
        };
    }
}
