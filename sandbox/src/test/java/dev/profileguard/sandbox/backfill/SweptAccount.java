package dev.profileguard.sandbox.backfill;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// A sandbox that delivers no event unless it is told to, so that sweeps have something to do. Its
/// clock stands still.
final class SweptAccount implements AutoCloseable {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox;
    private int told;

    private SweptAccount(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Enforces the guard of `prod-*` and trusts `/ci/deployer`, unless the parameters say
    /// otherwise; the other functions are off.
    static SweptAccount with(String... parameters) {
        Map<String, String> given = new HashMap<>();
        given.put("GuardMode", "enforce");
        given.put("GuardedProfiles", "prod-*");
        given.put("TrustedPrincipals", "arn:aws:iam::*:role/ci/deployer");
        given.put("ProvisionMode", "off");
        given.put("TagMode", "off");
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        Sandbox sandbox =
                Sandbox.start(Path.of("../template.yaml"), given, Sandbox.Mode.TEST_CLOCK);
        sandbox.faults().set("lose", "1");
        SweptAccount account = new SweptAccount(sandbox);
        account.as("admin")
                .createRole(
                        r -> r.roleName("deployer").path("/ci/").assumeRolePolicyDocument(TRUST));
        return account;
    }

    /// Besides, every role is to have a profile, and both an owner, by default `nobody`.
    ///
    /// @param inherited the tags that profiles take from their role
    static SweptAccount owned(String inherited) {
        return with(
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
                "InheritedTags", inherited);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient as(String user) {
        return sandbox.iamAs(user);
    }

    IamClient asPipeline() {
        return sandbox.iamAs(sandbox.assumeRole("deployer", "build-1"));
    }

    void role(String name) {
        as("admin").createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    void profile(String name, @Nullable String role) {
        as("admin").createInstanceProfile(r -> r.instanceProfileName(name));
        if (role != null) {
            add(as("admin"), name, role);
        }
    }

    /// Makes profiles until there is room for only so many.
    void fillUpTo(int free) {
        int limit =
                as("admin").getAccountSummary().summaryMapAsStrings().get("InstanceProfilesQuota");
        for (int i = profiles().size(); i < limit - free; i++) {
            profile("filler-%04d".formatted(i), null);
        }
    }

    static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void remove(IamClient iam, String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    /// So much later, with what has happened so far left out of what tests look at.
    void later(Duration time) {
        sandbox.advance(time);
        told = sandbox.timeline().entries().size();
    }

    /// What Backfill answers.
    Map<String, Object> backfill(String request) {
        InvocationResponse answer = sandbox.lambda().invoke("Backfill", request);
        if (answer instanceof InvocationResponse.Failed failed) {
            throw new AssertionError(failed.payload());
        }
        return json(answer.payload());
    }

    /// What Backfill says when it refuses.
    String refusal(String request) {
        InvocationResponse answer = sandbox.lambda().invoke("Backfill", request);
        if (answer instanceof InvocationResponse.Failed failed) {
            return failed.payload();
        }
        throw new AssertionError("It answered " + answer.payload());
    }

    static Map<String, Object> json(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// By decision, of one rule.
    static Map<String, Object> counts(Map<String, Object> answer, String rule) {
        Map<String, Object> counts = new TreeMap<>();
        if (answer.get("total") instanceof Map<?, ?> total
                && total.get(rule) instanceof Map<?, ?> own) {
            own.forEach((decision, count) -> counts.put(String.valueOf(decision), count));
        }
        return counts;
    }

    static List<String> lines(Map<String, Object> answer) {
        List<String> lines = new ArrayList<>();
        ((List<?>) answer.get("lines")).forEach(line -> lines.add(String.valueOf(line)));
        return lines;
    }

    /// What Backfill called since, in order.
    List<String> calls() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> String.valueOf(entry.actor()).contains("Backfill"))
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    /// Whose calls CloudTrail was asked for since.
    List<String> lookups() {
        return news().stream()
                .filter(entry -> "LookupEvents".equals(entry.operation()))
                .map(entry -> String.valueOf(entry.subject()))
                .toList();
    }

    /// The same as [#calls()], without reads.
    List<String> writes() {
        return calls().stream()
                .filter(call -> !call.startsWith("Get") && !call.startsWith("List"))
                .toList();
    }

    /// The kinds of the findings since.
    List<String> findings() {
        return news().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> String.valueOf(entry.operation()))
                .toList();
    }

    private List<Entry> news() {
        List<Entry> all = sandbox.timeline().entries();
        return all.subList(told, all.size());
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

    @Override
    public void close() {
        sandbox.close();
    }
}
