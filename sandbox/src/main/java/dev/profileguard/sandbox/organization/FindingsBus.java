package dev.profileguard.sandbox.organization;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.eventbridge.ForeignBuses;
import dev.profileguard.sandbox.aws.iam.policy.PolicyDecision;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.Ruler;

/// The bus to which all accounts send findings and their status. Its policy lets in only the roles
/// of Profile Guard, with its source.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
final class FindingsBus implements ForeignBuses {
    private static final String ACTION = "events:PutEvents";

    private final String arn;
    private final String policy;
    private final String organizationId;
    private final Scheduler scheduler;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    /// @param roles the ARNs that the roles of the functions may have, as patterns
    FindingsBus(String arn, String organizationId, List<String> roles, Scheduler scheduler) {
        this.arn = arn;
        this.organizationId = organizationId;
        this.scheduler = scheduler;
        this.policy =
                """
                {"Version": "2012-10-17", "Statement": [{
                  "Sid": "TheFunctionsOfTheOrganization", "Effect": "Allow", "Principal": "*",
                  "Action": "events:PutEvents", "Resource": "%s",
                  "Condition": {
                    "StringEquals": {
                      "aws:PrincipalOrgID": "%s", "events:source": "profile-guard"},
                    "ArnLike": {"aws:PrincipalArn": ["%s"]}}}]}
                """
                        .formatted(arn, organizationId, String.join("\", \"", roles));
    }

    String arn() {
        return arn;
    }

    /// Adds a rule. Its target gets each event that matches the pattern.
    void add(String pattern, Consumer<BusEvent> target) {
        rules.add(new Rule(pattern, target));
    }

    /// The sentence is AWS's for [all services](
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
    @Override
    public @Nullable String refusal(Caller caller, String bus, Set<String> sources) {
        return sources.stream()
                .map(source -> refusal(caller, bus, source))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /// @return empty: the policy allows it
    private String refusal(Caller caller, String bus, String source) {
        Map<String, List<String>> context =
                Map.of(
                        "aws:PrincipalOrgID", List.of(organizationId),
                        "aws:PrincipalArn", List.of(principal(caller)),
                        "events:source", List.of(source));
        String reason =
                PolicyDecision.refusalByOtherAccount(
                        policy, new AccessRequest(ACTION, bus, context));
        return reason == null
                ? ""
                : "User: %s is not authorized to perform: %s on resource: %s %s"
                        .formatted(caller.arn(), ACTION, bus, reason);
    }

    @Override
    public void put(String bus, BusEvent event) {
        for (Rule rule : rules) {
            if (rule.matches(event)) {
                scheduler.in(Duration.ZERO, () -> rule.target().accept(event));
            }
        }
    }

    /// The ARN of the role of a session, otherwise of the caller.
    private static String principal(Caller caller) {
        return switch (caller) {
            case Caller.RoleSession session -> session.roleArn();
            case Caller.Service service -> principal(service.onBehalfOf());
            case Caller.User user -> user.arn();
            case Caller.Root root -> root.arn();
        };
    }

    private record Rule(String pattern, Consumer<BusEvent> target) {
        boolean matches(BusEvent event) {
            try {
                return Ruler.matchesRule(event.json(), pattern);
            } catch (Exception e) { // the matcher declares no narrower type
                throw new IllegalStateException("The pattern of a rule is wrong: " + pattern, e);
            }
        }
    }
}
