package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.JsonFields;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Arn;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The account of the function. Names of roles and profiles mean nothing in another account, so a
/// function acts on events of its own account only. The stack's rules match no other events, but
/// the default bus may receive them, and whoever may invoke the function can send any.
///
/// @param number twelve digits; empty if the ARN of the function has none
public record OwnAccount(String number) {
    /// Set by `sam local`, whose ARN of the function has an invented account.
    ///
    /// See
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html
    private static final String SAM_LOCAL = "AWS_SAM_LOCAL";

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /// The account in the ARN that was invoked.
    public static OwnAccount of(Context context, Map<String, String> environment) {
        return new OwnAccount(
                "true".equals(environment.get(SAM_LOCAL))
                        ? ""
                        : Arn.account(context.getInvokedFunctionArn()));
    }

    /// The other account to which an event belongs; null if it is one of this account. EventBridge
    /// and CloudTrail both say which account an event belongs to. If neither does, the account of
    /// the caller counts.
    ///
    /// @throws dev.profileguard.event.UnreadableEventException if an account is not a string
    public @Nullable String other(Map<?, ?> json) {
        JsonFields event = new JsonFields("", json);
        JsonFields detail = event.object("detail");
        List<String> accounts =
                given(event.optionalText("account"), detail.optionalText("recipientAccountId"));
        if (accounts.isEmpty()) {
            JsonFields identity = detail.optionalObject("userIdentity");
            accounts = given(identity.optionalText("accountId"));
        }
        return number.isEmpty()
                ? null
                : accounts.stream().filter(each -> !each.equals(number)).findFirst().orElse(null);
    }

    private static List<String> given(@Nullable String... accounts) {
        return Stream.of(accounts).flatMap(Stream::ofNullable).filter(a -> !a.isEmpty()).toList();
    }

    /// Why an event of another account is refused, as a sentence.
    public String why(String other) {
        return "The event belongs to account %s, and this function acts on events of account %s only"
                .formatted(VisibleText.excerpt(other), number);
    }

    /// The outcome for an event of another account. Its finding is reported once a day for each
    /// account.
    Outcome refused(String other, CloudTrailEvent event, Rule rule, Instant now) {
        String subject = "account/" + (ACCOUNT.matcher(other).matches() ? other : "unknown");
        return new Outcome.Answered(
                subject,
                Decision.Common.NOT_FOR_US,
                why(other),
                List.of(),
                List.of(finding(other, event, rule, subject, day(now))),
                Map.of(),
                event.id());
    }

    private static LocalDate day(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private Finding finding(
            String other, CloudTrailEvent event, Rule rule, String subject, LocalDate day) {
        return new Finding(
                Kind.ofForeignEvent(rule),
                subject,
                number,
                event.actor().described(),
                "%s received %s by %s at %s (event %s). %s"
                        .formatted(
                                rule.text(),
                                event.name(),
                                event.actor().described(),
                                event.time(),
                                event.id(),
                                why(other)),
                List.of("nothing: it refused the event, and refuses others of this account"),
                List.of(
                        "Find out who sent it. The stack's rules match no events of other accounts:"
                                + " somebody changed a rule, or invoked the function by hand",
                        "See which accounts may send events to the default bus:"
                                + " aws events describe-event-bus --name default"),
                "%s on %s".formatted(subject, day));
    }
}
