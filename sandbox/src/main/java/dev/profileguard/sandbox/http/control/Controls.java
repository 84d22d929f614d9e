package dev.profileguard.sandbox.http.control;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sandbox's control endpoints under `/_sandbox/`. Those whose method is not GET change
/// something.
public final class Controls {
    /// The path of all of them.
    public static final String PREFIX = "/_sandbox/";

    private static final Duration LONGEST_ADVANCE = Duration.ofDays(366);

    private final Sandbox sandbox;
    private final Map<String, Function<Request, Reply>> endpoints = new LinkedHashMap<>();

    /// The endpoints of a sandbox.
    public Controls(Sandbox sandbox) {
        this.sandbox = sandbox;
        read("timeline", () -> lines(sandbox.timeline().byTime(), Entry::json));
        read("findings", () -> Reply.lines(sandbox.findings()));
        read("notifications", () -> lines(sandbox.notifications().all(), Notification::json));
        read("alarms", () -> lines(sandbox.alarms(), Alarm::json));
        read("instances", () -> Reply.lines(sandbox.instances().overview()));
        read("node-access", () -> Reply.lines(sandbox.eks().nodeAccess()));
        read("clock", this::clock);
        read("faults", this::faults);
        read("identity-policies", this::identityPolicies);
        read("organization-policies", this::organizationPolicies);
        endpoints.put("POST clock", request -> advance(request.parameters()));
        change("POST faults", this::faults, request -> sandbox.faults().set(request.parameters()));
        change(
                "POST identity-policies",
                this::identityPolicies,
                request -> enforce(request.parameters()));
        change("PUT organization-policies", this::organizationPolicies, this::attach);
        change(
                "DELETE organization-policies",
                this::organizationPolicies,
                request -> sandbox.organizationPolicies().detachAll());
    }

    private void read(String name, Supplier<Reply> reply) {
        endpoints.put("GET " + name, request -> reply.get());
    }

    private void change(String endpoint, Supplier<Reply> reply, Consumer<Request> change) {
        endpoints.put(
                endpoint,
                request -> {
                    change.accept(request);
                    return reply.get();
                });
    }

    /// The endpoints as method and name, such as `GET clock`.
    public Set<String> endpoints() {
        return endpoints.keySet();
    }

    /// Calls an endpoint.
    public Reply handle(Request request) {
        String endpoint = request.method() + " " + request.path().substring(PREFIX.length());
        Function<Request, Reply> found = endpoints.get(endpoint);
        try {
            return found == null ? missing(endpoint) : found.apply(request);
        } catch (IllegalArgumentException e) {
            return Reply.message(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply missing(String endpoint) {
        return Reply.message(
                404,
                "There is no %s here. There are: %s"
                        .formatted(
                                VisibleText.excerpt(endpoint),
                                String.join(", ", endpoints.keySet())));
    }

    private static <T> Reply lines(
            List<T> values, Function<T, Map<String, @Nullable Object>> json) {
        return Reply.lines(values.stream().map(json).toList());
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
