package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;

/// Evaluates each rule for each role and profile once, as if an event about it had arrived.
///
/// @param findings the findings of this sweep
/// @param writes the calls of the functions that changed IAM
record Sweep(List<Map<String, @Nullable Object>> findings, List<String> writes) {
    static Sweep of(Sandbox sandbox) {
        int findingsBefore = sandbox.findings().size();
        int entriesBefore = sandbox.timeline().entries().size();
        IamClient reader = sandbox.iamAs("reader");
        List<String> roles = new ArrayList<>();
        reader.listRolesPaginator().roles().forEach(role -> roles.add(role.roleName()));
        roles.forEach(role -> check(sandbox, "ProfileProvisioner", "role", role));
        roles.forEach(role -> check(sandbox, "TagEnforcer", "role", role));
        List<String> profiles = new ArrayList<>();
        reader.listInstanceProfilesPaginator()
                .instanceProfiles()
                .forEach(profile -> profiles.add(profile.instanceProfileName()));
        profiles.forEach(profile -> check(sandbox, "TagEnforcer", "profile", profile));
        sandbox.advance(Duration.ofMinutes(30));
        return new Sweep(
                sandbox.findings().subList(findingsBefore, sandbox.findings().size()),
                writes(sandbox, entriesBefore));
    }

    /// Whether a finding of this sweep concerns it.
    boolean tellsOf(String subject) {
        return findings.stream()
                .anyMatch(finding ->
                        String.valueOf(finding.get("subject")).equalsIgnoreCase(subject));
    }

    private static void check(Sandbox sandbox, String function, String kind, String name) {
        InvocationResponse response =
                sandbox.lambda()
                        .invoke(function, "{\"check\": {\"%s\": \"%s\"}}".formatted(kind, name));
        assertThat(response).as(response.payload()).isInstanceOf(InvocationResponse.Returned.class);
    }

    private static List<String> writes(Sandbox sandbox, int since) {
        List<Entry> entries = sandbox.timeline().entries();
        return entries.subList(since, entries.size()).stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && entry.function() != null)
                .filter(entry -> "ok".equals(entry.outcome()))
                .map(entry -> "%s %s".formatted(entry.operation(), entry.subject()))
                .filter(call -> !call.startsWith("Get") && !call.startsWith("List"))
                .toList();
    }
}
