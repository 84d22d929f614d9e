package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// A day in an account: the guarded profiles `prod-web` with role `web` and `prod-db` with role
/// `prod-db` are recorded when it begins. Its clock is stopped.
final class Day implements AutoCloseable {
    static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";

    private final Sandbox sandbox;
    private final List<Release> releases = new ArrayList<>();
    private final AtomicInteger callsToKill = new AtomicInteger(Integer.MAX_VALUE);
    private int begin;

    /// A time in which everybody may change a profile.
    record Release(String profile, Instant from, Instant until) {
        boolean covers(String name, Instant time) {
            return profile.equalsIgnoreCase(name)
                    && !time.isBefore(from.minusSeconds(1))
                    && time.isBefore(until);
        }
    }

    private Day(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// @param mode the mode of all functions
    static Day in(String mode) {
        return with(Map.of("GuardMode", mode, "ProvisionMode", mode, "TagMode", mode));
    }

    /// @param parameters replace the usual ones
    static Day with(Map<String, String> parameters) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "GuardedProfiles", "prod-*",
                                "TagPolicy", TagAndProfileOracle.TAG_POLICY,
                                "TagDefaults", "Owner=${creator},CostCenter=100",
                                "InheritedTags", "Owner",
                                "TrustedPrincipals", "arn:aws:iam::123456789012:user/pipeline",
                                "BreakerReverts", "100",
                                "SweepMode", "off",
                                "FindingsTopic", TOPIC));
        all.putAll(parameters);
        Day day = new Day(Sandbox.start(Path.of("../template.yaml"), all, Sandbox.Mode.TEST_CLOCK));
        day.setUp();
        return day;
    }

    private void setUp() {
        IamClient admin = sandbox.iamAs("admin");
        List.of("web", "prod-db")
                .forEach(role ->
                        admin.createRole(r ->
                                r.roleName(role)
                                        .assumeRolePolicyDocument(Step.Trust.EC2.document())));
        profile(admin, "prod-web", "web");
        profile(admin, "prod-db", "prod-db");
        sandbox.advance(Duration.ofHours(1));
        begin = sandbox.timeline().entries().size();
        sandbox.account()
                .gate(call -> {
                    boolean functions =
                            call.caller().arn().contains(":assumed-role/profile-guard-");
                    if (functions && callsToKill.decrementAndGet() == 0) {
                        throw new Killed();
                    }
                });
    }

    private static void profile(IamClient admin, String name, String role) {
        admin.createInstanceProfile(r ->
                r.instanceProfileName(name)
                        .tags(Tag.builder().key("profile-guard").value("locked").build()));
        admin.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(role));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    List<Release> releases() {
        return releases;
    }

    /// How many entries the timeline had when the day began.
    int begin() {
        return begin;
    }

    /// Leaves a few seconds to the calls before it: a release covers the second before its start.
    void release(String profile, Duration time) {
        sandbox.clock().move(Duration.ofSeconds(5));
        Instant now = sandbox.clock().instant();
        InvocationResponse response =
                sandbox.lambda()
                        .invoke(
                                "ProfileGuard",
                                "{\"release\": {\"profile\": \"%s\", \"minutes\": %d, \"reason\": \"x\"}}"
                                        .formatted(profile, time.toMinutes()));
        if (response instanceof InvocationResponse.Returned) {
            Instant from =
                    releases.stream()
                            .filter(each -> each.covers(profile, now))
                            .map(Release::from)
                            .findFirst()
                            .orElse(now);
            endReleases(profile, now);
            releases.add(new Release(profile, from, now.plus(time)));
        }
    }

    private void endReleases(String profile, Instant now) {
        releases.replaceAll(each ->
                each.covers(profile, now) ? new Release(each.profile(), each.from(), now) : each);
    }

    void killAfter(int calls) {
        callsToKill.set(calls + 1);
    }

    void planAndApply(Duration between) {
        InvocationResponse planned = sandbox.lambda().invoke("Backfill", "{\"mode\": \"plan\"}");
        if (planned instanceof InvocationResponse.Returned) {
            Object plan = FullSweep.json(planned.payload()).get("plan");
            sandbox.advance(between);
            sandbox.lambda()
                    .invoke("Backfill", "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan));
        }
    }

    /// Ends all faults, and gives late events and retries the time that they need.
    void calmDown() {
        for (String fault : List.of("double", "reorder", "lose", "throttle")) {
            sandbox.faults().set(fault, "0");
        }
        sandbox.faults().set("lag", "PT0S");
        sandbox.faults().set("fail", "");
        callsToKill.set(Integer.MAX_VALUE);
        sandbox.advance(Duration.ofHours(1));
    }

    @Override
    public void close() {
        sandbox.close();
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
