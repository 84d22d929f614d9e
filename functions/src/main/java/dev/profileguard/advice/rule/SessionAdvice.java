package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.VisibleText;
import java.util.List;

/// The advice about sessions that were asked to last too long.
///
/// See https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
record SessionAdvice(FailedCall call, Named named, Facts facts) {
    private static final int HOUR = 3_600;
    private static final int LONGEST = 43_200;

    Advice advice(Diagnosis diagnosis) {
        return diagnosis == Diagnosis.CHAINED_SESSION_TOO_LONG ? chained() : tooLong();
    }

    private Advice chained() {
        String target = target();
        String caller = facts.caller().orNull();
        return new Advice(
                Diagnosis.CHAINED_SESSION_TOO_LONG,
                ("A session of %s assumes %s%s: role chaining. Such a session lasts one hour at"
                                + " most, whatever the role's maximum session duration is")
                        .formatted(
                                caller == null
                                        ? "a role"
                                        : "role "
                                                + VisibleText.excerpt(
                                                        Arn.parse(caller) == null
                                                                ? caller
                                                                : name(caller)),
                                target.equals("ROLE_ARN") ? "another role" : target,
                                requested() == 0 ? "" : " for %s seconds".formatted(requested())),
                caller == null
                        ? List.of()
                        : List.of("The chain: %s -> %s".formatted(caller, target)),
                List.of(
                        "Ask for one hour, and assume the role again before it ends: "
                                + AdviceCommands.assume(target, HOUR),
                        "Or assume the role directly, with the credentials of a user, of IAM"
                                + " Identity Center or of a web identity: then its maximum session"
                                + " duration is the limit"),
                Pages.CHAINING);
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private Advice tooLong() {
        int requested = requested();
        int seconds = requested == 0 ? LONGEST : Math.min(requested, LONGEST);
        RoleName role = named.role() == null ? new RoleName("ROLE") : named.role();
        return new Advice(
                Diagnosis.SESSION_TOO_LONG,
                "The call asks for %s than the maximum session duration of role %s"
                        .formatted(
                                requested == 0
                                        ? "a longer session"
                                        : "%s seconds, which is longer".formatted(requested),
                                role),
                List.of(),
                List.of(
                        "See its MaxSessionDuration, and ask for that at most: "
                                + Commands.showRole(role),
                        "Or raise it, to 12 hours at most: "
                                + AdviceCommands.maxSession(role, seconds)),
                Pages.MAX_SESSION);
    }

    private int requested() {
        return call.request().get("durationSeconds") instanceof Number seconds
                ? seconds.intValue()
                : 0;
    }

    private String target() {
        return call.request().get("roleArn") instanceof String arn && Arn.parse(arn) != null
                ? arn
                : "ROLE_ARN";
    }
}
