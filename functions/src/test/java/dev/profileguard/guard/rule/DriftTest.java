package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Edit;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.repair.Repair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which edit can have led to which drift: each combination of the kinds.
class DriftTest {
    @Test
    void eachDriftIsExplainedByTheEditsThatCanLeadToIt() {
        Map<String, List<String>> explained = new LinkedHashMap<>();
        DRIFTS.forEach((name, drift) -> {
            List<String> edits = new ArrayList<>();
            EDITS.forEach((edit, value) -> {
                if (drift.isExplainedBy(value)) {
                    edits.add(edit);
                }
            });
            explained.put(name, edits);
        });

        assertThat(explained)
                .containsExactly(
                        Map.entry("profile gone", List.of("deleted")),
                        Map.entry("profile made again", List.of("deleted")),
                        Map.entry("evil instead of web", List.of("evil added")),
                        Map.entry("web missing", List.of("deleted", "web removed")),
                        Map.entry("evil instead of nothing", List.of("evil added")),
                        Map.entry("web made again", List.of("web added")),
                        Map.entry("guard tag missing", List.of("deleted", "guard tag removed")),
                        Map.entry("guard tag off", List.of("guard tag set to off")));
    }

    @Test
    void theTableHasEveryKindOfDriftAndOfEdit() {
        assertThat(DRIFTS.values())
                .extracting(Object::getClass)
                .containsAll(Arrays.asList(Drift.class.getPermittedSubclasses()));
        assertThat(EDITS.values())
                .extracting(Object::getClass)
                .containsAll(Arrays.asList(Edit.class.getPermittedSubclasses()));
    }

    @Test
    void theSameDriftHasTheSameStateAndAnotherAnother() {
        assertThat(DRIFTS.values())
                .extracting(drift -> drift.name() + " " + drift.state())
                .doesNotHaveDuplicates();
        assertThat(new Drift.RoleMissing(RECORDED).state())
                .isEqualTo(new Drift.RoleMissing(RECORDED).state());
    }

    @Test
    void eachHasANameAndAState() {
        assertThat(DRIFTS.values())
                .extracting(drift -> drift.name() + ": " + drift.state())
                .containsExactly(
                        "ProfileGone: gone",
                        "ProfileRecreated: AIPA1",
                        "RoleSwapped: AROA-EVIL",
                        "RoleMissing: no role",
                        "RoleUnexpected: AROA-EVIL",
                        "RoleRecreated: AROA-NEW",
                        "GuardTagLost: no tag",
                        "GuardTagLost: tag off");
    }

    @Test
    void isLookedUpByTheRolesThatItConcerns() {
        assertThat(DRIFTS.values())
                .extracting(Drift::roles)
                .containsExactly(
                        List.of(WEB.name()),
                        List.of(),
                        List.of(EVIL.name(), WEB.name()),
                        List.of(WEB.name()),
                        List.of(EVIL.name()),
                        List.of(WEB.name()),
                        List.of(),
                        List.of());
        assertThat(new Drift.ProfileGone(baselineWithoutRole()).roles()).isEmpty();
    }

    @Test
    void isReadAgainWhereARoleIsAddedByNameOrTheProfileIsCreated() {
        assertThat(DRIFTS.entrySet().stream().filter(each -> each.getValue().isVerified()))
                .extracting(Map.Entry::getKey)
                .containsExactly("profile gone", "web missing");
    }

    @Test
    void restoresWhatItConcernsAndAProfileWithEverything() {
        assertThat(drift("profile gone").restores()).containsExactly(Repair.Aspect.values());
        assertThat(drift("web missing").restores()).containsExactly(Repair.Aspect.ROLE);
        assertThat(drift("guard tag off").restores()).containsExactly(Repair.Aspect.GUARD_TAG);
        assertThat(drift("profile made again").restores()).containsExactly(Repair.Aspect.PROFILE);
    }

    @Test
    void aProfileWithoutARecordedRoleIsCreatedWithoutOne() {
        assertThat(new Drift.ProfileGone(baselineWithoutRole()).repairs(NAME))
                .containsExactly(new Action.CreateProfile(NAME, "/", LOCKED));
    }

    private static Drift drift(String name) {
        return Objects.requireNonNull(DRIFTS.get(name));
    }

    private static Baseline baselineWithoutRole() {
        Baseline recorded = baseline();
        return new Baseline(
                recorded.profileId(),
                recorded.path(),
                null,
                recorded.tags(),
                recorded.asOf(),
                recorded.by(),
                recorded.eventId());
    }

    private static final RecordedRole RECORDED = new RecordedRole(WEB.name(), WEB.id());
    private static final Map<String, Drift> DRIFTS = new LinkedHashMap<>();
    private static final Map<String, Edit> EDITS = new LinkedHashMap<>();

    static {
        DRIFTS.put("profile gone", new Drift.ProfileGone(baseline()));
        DRIFTS.put("profile made again", new Drift.ProfileRecreated(holding(WEB), baseline()));
        DRIFTS.put("evil instead of web", new Drift.RoleSwapped(EVIL, RECORDED));
        DRIFTS.put("web missing", new Drift.RoleMissing(RECORDED));
        DRIFTS.put("evil instead of nothing", new Drift.RoleUnexpected(EVIL));
        DRIFTS.put(
                "web made again",
                new Drift.RoleRecreated(new Role(WEB.name(), "AROA-NEW", "/"), RECORDED));
        DRIFTS.put("guard tag missing", new Drift.GuardTagLost(null));
        DRIFTS.put("guard tag off", new Drift.GuardTagLost("off"));

        EDITS.put("created", new Edit.Created("AIPA1"));
        EDITS.put("deleted", new Edit.Deleted());
        EDITS.put("web added", new Edit.RoleAdded(WEB.name()));
        EDITS.put("evil added", new Edit.RoleAdded(EVIL.name()));
        EDITS.put("other added", new Edit.RoleAdded(new RoleName("other")));
        EDITS.put("web removed", new Edit.RoleRemoved(WEB.name()));
        EDITS.put("evil removed", new Edit.RoleRemoved(EVIL.name()));
        EDITS.put("guard tag set to off", new Edit.Tagged(Tags.of("profile-guard", "off")));
        EDITS.put("guard tag set to on", new Edit.Tagged(Tags.of("profile-guard", "on")));
        EDITS.put("other tag set", new Edit.Tagged(Tags.of("Owner", "off")));
        EDITS.put("guard tag removed", new Edit.Untagged(Set.of("Owner", "profile-guard")));
        EDITS.put("other tag removed", new Edit.Untagged(Set.of("Owner")));
        EDITS.put("found", new Edit.Found("by a sweep"));
    }
}
