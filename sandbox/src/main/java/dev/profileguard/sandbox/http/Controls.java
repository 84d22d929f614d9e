package dev.profileguard.sandbox.http;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import dev.profileguard.sandbox.aws.iam.identity.OrganizationPolicy;
import dev.profileguard.sandbox.aws.notify.Notification;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The sandbox's control endpoints under `/_sandbox/`.
record Controls(Sandbox sandbox) {
    static final String PREFIX = "/_sandbox/";

    private static final Duration LONGEST_ADVANCE = Duration.ofDays(366);

    Reply handle(Request request) {
        String endpoint = request.method() + " " + request.path().substring(PREFIX.length());
        try {
            return switch (endpoint) {
                case "GET timeline" ->
                        Reply.lines(sandbox.timeline().byTime().stream().map(Entry::json).toList());
                case "GET findings" -> Reply.lines(sandbox.findings());
                case "GET notifications" ->
                        Reply.lines(
                                sandbox.notifications().all().stream()
                                        .map(Notification::json)
                                        .toList());
                case "GET alarms" ->
                        Reply.lines(sandbox.alarms().stream().map(Alarm::json).toList());
                case "GET instances" -> Reply.lines(sandbox.instances().overview());
                case "GET node-access" -> Reply.lines(sandbox.eks().nodeAccess());
                case "GET identity-policies" -> identityPolicies();
                case "POST identity-policies" -> {
                    enforce(request.parameters());
                    yield identityPolicies();
                }
                case "GET organization-policies" -> organizationPolicies();
                case "PUT organization-policies" -> {
                    attach(request);
                    yield organizationPolicies();
                }
                case "DELETE organization-policies" -> {
                    sandbox.organizationPolicies().detachAll();
                    yield organizationPolicies();
                }
                case "GET clock" -> clock();
                case "POST clock" -> advance(request.parameters());
                case "GET faults" -> faults();
                case "POST faults" -> {
                    sandbox.faults().set(request.parameters());
                    yield faults();
                }
                default ->
                        Reply.message(
                                404,
                                "There is no %s here. There are: GET timeline, GET findings, GET"
                                                .formatted(VisibleText.excerpt(endpoint))
                                        + " notifications, GET alarms, GET instances, GET"
                                        + " node-access, GET or POST clock, GET or POST faults, GET"
                                        + " or POST identity-policies, GET, PUT or DELETE"
                                        + " organization-policies");
            };
        } catch (IllegalArgumentException e) {
            return Reply.message(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply clock() {
        return Reply.json(200, Map.of("time", sandbox.clock().instant().toString()));
    }

    private Reply faults() {
        return Reply.json(200, sandbox.faults().settings().json());
    }

    private Reply identityPolicies() {
        return Reply.json(200, Map.of("enforced", sandbox.identityPolicies().enforced()));
    }

    private void enforce(Map<String, String> parameters) {
        String given = parameters.get("enforce");
        if (parameters.size() != 1 || !("on".equals(given) || "off".equals(given))) {
            throw new IllegalArgumentException(
                    "Identity policies take enforce=on or enforce=off, not "
                            + VisibleText.excerpt(parameters));
        }
        sandbox.identityPolicies().enforce("on".equals(given));
    }

    private Reply organizationPolicies() {
        Map<String, String> attached = new TreeMap<>();
        sandbox.organizationPolicies()
                .attached()
                .forEach((name, policy) -> attached.put(name, policy.arn()));
        return Reply.json(200, Map.of("attached", attached));
    }

    private void attach(Request request) {
        Map<String, String> parameters = request.parameters();
        List<OrganizationPolicy.Type> types =
                Arrays.stream(OrganizationPolicy.Type.values())
                        .filter(each -> parameters.containsKey(each.text()))
                        .toList();
        if (types.size() != 1 || parameters.size() != 1) {
            throw new IllegalArgumentException(
                    "Organization policies take service-control=NAME or resource-control=NAME, and"
                            + " the policy in the body, not "
                            + VisibleText.excerpt(parameters.keySet()));
        }
        OrganizationPolicy.Type type = types.getFirst();
        String name = parameters.getOrDefault(type.text(), "");
        sandbox.organizationPolicies().attach(type, name, request.body());
    }

    private Reply advance(Map<String, String> parameters) {
        String given = parameters.get("advance");
        if (given == null || parameters.size() > 1) {
            throw new IllegalArgumentException(
                    "The clock takes advance=TIME, such as advance=PT5M, not "
                            + VisibleText.excerpt(parameters.keySet()));
        }
        sandbox.advance(time(given));
        return clock();
    }

    private static Duration time(String given) {
        String message = "advance must be a time from PT0S to P366D, such as PT5M, not '%s'";
        try {
            Duration time = Duration.parse(given);
            if (time.isNegative() || time.compareTo(LONGEST_ADVANCE) > 0) {
                throw new IllegalArgumentException(message.formatted(VisibleText.excerpt(given)));
            }
            return time;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(message.formatted(VisibleText.excerpt(given)), e);
        }
    }
}
