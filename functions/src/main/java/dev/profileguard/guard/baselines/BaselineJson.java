package dev.profileguard.guard.baselines;

import dev.profileguard.guard.rule.Drift;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.history.FormerBaseline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A profile's baseline as JSON values, in the order in which people read them.
public record BaselineJson(Known known) {
    /// A row of a list.
    public Map<String, @Nullable Object> row() {
        GuardRecord record = known.record();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("profile", record.profile().value());
        Baseline baseline = record.baseline();
        if (baseline != null) {
            RecordedRole role = baseline.role();
            json.put("role", role == null ? null : role.name().value());
            json.put("since", baseline.asOf().toString());
            json.put("by", baseline.by());
            json.put("eventId", baseline.eventId());
        }
        json.put("state", state(record));
        json.put("earlier", known.record().history().at(known.now()).entries().size());
        return json;
    }

    /// How sure it is that the baseline is right: `proven`; `provisional`, no trusted principal
    /// made it; `unproven`, an event says so, and CloudTrail was not asked yet; `none`.
    private static String state(GuardRecord record) {
        Baseline baseline = record.baseline();
        if (baseline == null) {
            return "none";
        }
        if (baseline.provisional()) {
            return "provisional";
        }
        return record.unproven() == null ? "proven" : "unproven";
    }

    /// An entry that can be imported. It says what is right, not who said so.
    public Map<String, @Nullable Object> entry() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("profile", known.profile().value());
        Baseline baseline = known.record().baseline();
        if (baseline == null) {
            return json;
        }
        json.put("path", baseline.path());
        json.put("profileId", baseline.profileId());
        RecordedRole role = baseline.role();
        json.put("role", role == null ? null : role.name().value());
        if (role != null && role.id() != null) {
            json.put("roleId", role.id());
        }
        json.put("tags", new TreeMap<>(baseline.tags().values()));
        if (baseline.provisional()) {
            json.put("provisional", true);
        }
        return json;
    }

    /// How IAM differs from the baseline: the names of the differences, what is recorded and what
    /// IAM shows.
    public Map<String, @Nullable Object> differences(List<Drift> drift) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("profile", known.profile().value());
        json.put("drift", drift.stream().map(Drift::name).toList());
        json.put("recorded", recorded());
        json.put("found", found());
        return json;
    }

    /// Everything but the earlier baselines.
    public Map<String, @Nullable Object> everything() {
        Map<String, @Nullable Object> json = row();
        json.putAll(entry());
        json.put("withheld", known.record().withheld() != null);
        List<Drift> drift = known.drift();
        json.put("drift", drift.stream().map(Drift::name).toList());
        json.put("found", found());
        return json;
    }

    /// The earlier baselines of the last year, latest first.
    public List<Map<String, @Nullable Object>> history() {
        return known.record().history().at(known.now()).entries().reversed().stream()
                .map(BaselineJson::former)
                .toList();
    }

    private static Map<String, @Nullable Object> former(FormerBaseline former) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", former.asOf().toString());
        json.put("until", former.until().toString());
        json.put("by", former.by());
        json.put("eventId", former.eventId());
        json.put("state", former.provisional() ? "provisional" : "proven");
        json.put("role", former.role() == null ? null : former.role().value());
        json.put("roleId", former.roleId());
        json.put("path", former.path());
        json.put("tags", new TreeMap<>(former.tags().values()));
        return json;
    }

    private @Nullable Map<String, @Nullable Object> recorded() {
        Baseline baseline = known.record().baseline();
        if (baseline == null) {
            return null;
        }
        RecordedRole role = baseline.role();
        return state(
                baseline.profileId(),
                role == null ? null : role.name().value(),
                role == null ? null : role.id());
    }

    private @Nullable Map<String, @Nullable Object> found() {
        InstanceProfile profile = known.found();
        if (profile == null) {
            return null;
        }
        Role role = profile.role();
        return state(
                profile.id(),
                role == null ? null : role.name().value(),
                role == null ? null : role.id());
    }

    private static Map<String, @Nullable Object> state(
            String profileId, @Nullable String role, @Nullable String roleId) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("profileId", profileId);
        json.put("role", role);
        json.put("roleId", roleId);
        return json;
    }
}
