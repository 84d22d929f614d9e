package dev.profileguard.sandbox.backfill;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// A sandbox that loses all events, so that sweeps have work. Its clock is stopped.
final class SweptAccount extends AccountUnderTest {
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "GuardMode", "enforce",
                    "GuardedProfiles", "prod-*",
                    "TrustedPrincipals", "arn:aws:iam::*:role/ci/deployer",
                    "ProvisionMode", "off",
                    "TagMode", "off");

    private SweptAccount(String... parameters) {
        super("Backfill", DEFAULTS, parameters);
        sandbox().faults().set("lose", "1");
    }

    /// Enforces the guard of `prod-*` and trusts `/ci/deployer`, unless the parameters say
    /// otherwise; the other functions are off.
    static SweptAccount with(String... parameters) {
        SweptAccount account = new SweptAccount(parameters);
        account.as("admin")
                .createRole(r ->
                        r.roleName("deployer").path("/ci/").assumeRolePolicyDocument(TRUSTS_EC2));
        return account;
    }

    /// The same, and every role must have a profile, and both an owner, by default `nobody`.
    ///
    /// @param inherited the tags that profiles take from their role
    /// @param more parameters, name after name and value
    static SweptAccount owned(String inherited, String... more) {
        List<String> parameters =
                List.of(
                        "ProvisionMode", "enforce",
                        "ProvisionFor", "all",
                        "TagMode", "enforce",
                        "TagPolicy",
                                """
                                {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
                                  "enforced_for": {"@@assign": ["iam:ALL_SUPPORTED"]},
                                  "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
                                """,
                        "TagDefaults", "Owner=nobody",
                        "InheritedTags", inherited,
                        "RoleTagsFromProfiles", "true");
        return with(Stream.concat(parameters.stream(), Stream.of(more)).toArray(String[]::new));
    }

    void role(String name) {
        createRole(as("admin"), name);
    }

    void profile(String name, @Nullable String role) {
        createProfile(as("admin"), name);
        if (role != null) {
            add(as("admin"), name, role);
        }
    }

    /// Creates profiles until the quota leaves room for only this many.
    void fillUpTo(int free) {
        int limit =
                as("admin").getAccountSummary().summaryMapAsStrings().get("InstanceProfilesQuota");
        for (int i = profiles().size(); i < limit - free; i++) {
            profile("filler-%04d".formatted(i), null);
        }
    }

    /// Backfill's response.
    Map<String, Object> backfill(String request) {
        InvocationResponse response = sandbox().lambda().invoke("Backfill", request);
        if (response instanceof InvocationResponse.Failed failed) {
            throw new AssertionError(failed.payload());
        }
        return json(response.payload());
    }

    /// Backfill's responses to a request and then to its cursors. Each invocation has time for one
    /// subject.
    ///
    /// @param request the fields of the request, such as `"mode": "sweep"`
    List<Map<String, Object>> oneSubjectEach(String request) {
        return oneSubjectEach(request, call -> {});
    }

    /// The same, with a gate for Backfill's calls.
    List<Map<String, Object>> oneSubjectEach(String request, Consumer<IamCall> gate) {
        AtomicBoolean isFirstCall = new AtomicBoolean();
        sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")) {
                        if (isFirstCall.getAndSet(false)) {
                            sandbox().clock().move(Duration.ofSeconds(850));
                        }
                        gate.accept(call);
                    }
                });
        List<Map<String, Object>> responses = new ArrayList<>();
        String more = "";
        do {
            isFirstCall.set(true);
            responses.add(backfill("{%s%s}".formatted(request, more)));
            more = ", \"cursor\": \"%s\"".formatted(responses.getLast().get("cursor"));
        } while (responses.getLast().get("cursor") != null);
        sandbox().account().gate(call -> {});
        return responses;
    }

    /// Backfill's error for a request that it refuses.
    String refusal(String request) {
        InvocationResponse response = sandbox().lambda().invoke("Backfill", request);
        if (response instanceof InvocationResponse.Failed failed) {
            return failed.payload();
        }
        throw new AssertionError("It returned " + response.payload());
    }

    static Map<String, Object> json(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The counts of one rule by decision.
    static Map<String, Object> counts(Map<String, Object> response, String rule) {
        Map<String, Object> counts = new TreeMap<>();
        if (response.get("total") instanceof Map<?, ?> total
                && total.get(rule) instanceof Map<?, ?> own) {
            own.forEach((decision, count) -> counts.put(String.valueOf(decision), count));
        }
        return counts;
    }

    static List<String> lines(Map<String, Object> response) {
        List<String> lines = new ArrayList<>();
        ((List<?>) response.get("lines")).forEach(line -> lines.add(String.valueOf(line)));
        return lines;
    }

    /// The resources whose calls were looked up in CloudTrail, in order.
    List<String> lookups() {
        return entries().stream()
                .filter(entry -> "LookupEvents".equals(entry.operation()))
                .map(entry -> String.valueOf(entry.subject()))
                .toList();
    }

    /// The same as [#calls()], without reads.
    List<String> writes() {
        return calls().stream()
                .filter(call -> !call.matches("(Get|List|Lookup|Describe).*"))
                .toList();
    }

    /// Each profile's role; an empty text: none.
    Map<String, String> profiles() {
        Map<String, String> all = new TreeMap<>();
        for (InstanceProfile profile :
                as("reader").listInstanceProfilesPaginator().instanceProfiles()) {
            all.put(
                    profile.instanceProfileName(),
                    profile.roles().stream().map(Role::roleName).findFirst().orElse(""));
        }
        return all;
    }
}
