package dev.profileguard.guard;

import dev.profileguard.guard.rule.Drift;
import dev.profileguard.guard.rule.Withholding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Release;
import dev.profileguard.state.Withheld;
import dev.profileguard.state.repair.Repair;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A profile, its baseline, release and drift, as JSON values for people.
///
/// @param withholds whether EC2 is asked before a role is put into the profile
/// @param usage what used the profile when a sweep looked; null: no sweep has stored it
record GuardView(
        ObservedProfile seen,
        List<Drift> drifts,
        Instant now,
        Withholding.Switch withholds,
        @Nullable Map<String, Object> usage) {
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("found", found(seen.profile()));
        json.put("baseline", baseline(seen.record().baseline()));
        json.put("release", release(seen.record().release()));
        json.put("drift", drifts.stream().map(Drift::name).toList());
        json.put(
                "wouldDo",
                drifts.stream()
                        .flatMap(drift -> drift.repairs(seen.record().profile()).stream())
                        .map(Action::described)
                        .toList());
        json.put("withholdRoles", withholds.text());
        json.put("withheld", withheld(seen.record()));
        json.put("unproven", unproven(seen.record().unproven()));
        json.put("nextLook", nextLook(seen.record().lookAgain()));
        json.put("usage", usage);
        json.put("repairs", seen.record().repairs().stream().map(GuardView::repair).toList());
        return json;
    }

    static String role(@Nullable Role role) {
        return role == null ? "none" : "%s (%s)".formatted(role.name(), role.id());
    }

    /// Why the role stays out of the profile; null: it does not.
    private static @Nullable Map<String, Object> withheld(GuardRecord record) {
        Withheld withheld = record.withheld();
        if (withheld == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("since", withheld.since().toString());
        json.put("by", withheld.by());
        json.put("cause", withheld.cause());
        if (record.foreignId() != null) {
            json.put("createdAgainAs", record.foreignId());
        }
        return json;
    }

    private static @Nullable Map<String, Object> unproven(@Nullable Adopted adopted) {
        return adopted == null
                ? null
                : Map.of(
                        "eventId", adopted.eventId(),
                        "by", adopted.by(),
                        "time", adopted.time().toString());
    }

    private @Nullable String nextLook(@Nullable Instant planned) {
        return planned == null || planned.isBefore(now) ? null : planned.toString();
    }

    private static Map<String, Object> repair(Repair repair) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", repair.at().toString());
        json.put("undone", repair.undone());
        json.put("eventId", repair.eventId());
        return json;
    }

    private static @Nullable Map<String, Object> found(@Nullable InstanceProfile profile) {
        if (profile == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", profile.id());
        json.put("path", profile.path());
        json.put("role", role(profile.role()));
        json.put("tags", profile.tags().values());
        return json;
    }

    private static @Nullable Map<String, Object> baseline(@Nullable Baseline baseline) {
        if (baseline == null) {
            return null;
        }
        Baseline.RecordedRole role = baseline.role();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", baseline.profileId());
        json.put("path", baseline.path());
        json.put("role", role == null ? "none" : "%s (%s)".formatted(role.name(), role.id()));
        json.put("tags", baseline.tags().values());
        json.put("asOf", baseline.asOf().toString());
        json.put("by", baseline.by());
        json.put("eventId", baseline.eventId());
        json.put("provisional", baseline.provisional());
        return json;
    }

    private @Nullable Map<String, Object> release(@Nullable Release release) {
        if (release == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", release.from().toString());
        json.put("until", release.until().toString());
        json.put("active", release.covers(now));
        json.put("reason", release.reason());
        return json;
    }
}
