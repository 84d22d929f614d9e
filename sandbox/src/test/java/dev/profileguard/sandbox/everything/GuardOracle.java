package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.timeline.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/// What guarded profiles must be like, from the calls of the day alone: the last state that
/// somebody set who may set it.
record GuardOracle(Day day, FullSweep sweep) {
    /// The findings that say why a profile is not as it should be.
    private static final Set<String> REASONS =
            Set.of(
                    "role-gone",
                    "role-recreated",
                    "drift-unexplained",
                    "breaker-open",
                    "changed-under-release",
                    "trusted-change-undone",
                    "evaluation-failed");

    /// The role that a profile should contain; `gone`: a trusted principal deleted the profile, and
    /// it is no longer guarded.
    private static final String GONE = "(gone)";

    private static final String EMPTY = "(none)";

    /// The violations.
    List<String> broken() {
        Map<String, Entry> last = new HashMap<>();
        Map<String, String> expected = expected((profile, state) -> {}, last::put);
        List<String> broken = new ArrayList<>();
        expected.forEach((profile, role) -> {
            String found = found(profile);
            String subject = "instance-profile/" + profile;
            boolean explained = sweep.kindsAbout(subject).stream().anyMatch(REASONS::contains);
            boolean hidden = last.containsKey(profile) && isHidden(last.get(profile), profile);
            if (!role.equals(GONE) && !role.equalsIgnoreCase(found) && !explained && !hidden) {
                broken.add("%s contains %s instead of %s".formatted(profile, found, role));
            }
        });
        return broken;
    }

    /// Whether CloudTrail knows a call only by names that nobody else used: those of profile and
    /// role in other capitalizations than IAM's. Then nothing explains it, and it is reverted after
    /// the grace period, with a finding that says so.
    private boolean isHidden(Entry call, String profile) {
        String role = String.valueOf(call.detail()).replaceFirst("^role/", "");
        boolean known =
                String.valueOf(call.subject()).equals("instance-profile/" + profile)
                        || day.sandbox().iamAs("reader").listRoles().roles().stream()
                                .anyMatch(each -> each.roleName().equals(role));
        return !known
                && day.sandbox().findings().stream()
                        .filter(each ->
                                String.valueOf(each.get("subject"))
                                        .equalsIgnoreCase("instance-profile/" + profile))
                        .anyMatch(each -> "unknown".equals(each.get("actor")));
    }

    /// Whether a guarded profile may be meant to contain the role, and a finding says that nobody
    /// knows yet.
    boolean mayRestore(String role) {
        Set<String> meant = new HashSet<>();
        expected(
                (profile, state) -> {
                    if (state.equalsIgnoreCase(role)) {
                        meant.add(profile);
                    }
                },
                (profile, call) -> {});
        return meant.stream()
                .anyMatch(profile ->
                        sweep.kindsAbout("instance-profile/" + profile)
                                .contains("drift-unexplained"));
    }

    /// @param states receives each state that a profile should have had
    /// @param calls receives the calls that set them
    private Map<String, String> expected(
            BiConsumer<String, String> states, BiConsumer<String, Entry> calls) {
        Map<String, String> expected =
                new HashMap<>(Map.of("prod-web", "web", "prod-db", "prod-db"));
        expected.forEach(states);
        List<Entry> entries = day.sandbox().timeline().entries();
        for (Entry entry : entries.subList(day.begin(), entries.size())) {
            String profile = profileOf(entry);
            String before = profile == null ? null : expected.get(profile);
            if (before != null && !before.equals(GONE) && isAllowed(entry, profile)) {
                expected.put(profile, after(entry, before));
                states.accept(profile, after(entry, before));
                calls.accept(profile, entry);
            }
        }
        return expected;
    }

    private static @Nullable String profileOf(Entry entry) {
        String subject = String.valueOf(entry.subject()).toLowerCase(Locale.ROOT);
        boolean call =
                entry.kind() == Entry.Kind.CALL
                        && entry.function() == null
                        && Objects.equals(entry.outcome(), "ok");
        return call && subject.startsWith("instance-profile/")
                ? subject.substring("instance-profile/".length())
                : null;
    }

    private boolean isAllowed(Entry entry, String profile) {
        return String.valueOf(entry.actor()).endsWith(":user/pipeline")
                || day.releases().stream().anyMatch(each -> each.covers(profile, entry.time()));
    }

    private static String after(Entry entry, String before) {
        return switch (String.valueOf(entry.operation())) {
            case "AddRoleToInstanceProfile" ->
                    String.valueOf(entry.detail()).replaceFirst("^role/", "");
            case "RemoveRoleFromInstanceProfile" -> EMPTY;
            case "DeleteInstanceProfile" -> GONE;
            default -> before;
        };
    }

    private String found(String profile) {
        IamClient reader = day.sandbox().iamAs("reader");
        try {
            InstanceProfile found =
                    reader.getInstanceProfile(r -> r.instanceProfileName(profile))
                            .instanceProfile();
            return found.roles().stream().map(Role::roleName).findFirst().orElse(EMPTY);
        } catch (NoSuchEntityException e) {
            return "(no profile)";
        }
    }
}
