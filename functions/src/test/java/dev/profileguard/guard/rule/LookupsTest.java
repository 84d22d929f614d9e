package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.MALLORY;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Edit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookupsTest {
    @Test
    void addTheRolesThatWereAddedOrRemoved() {
        assertThat(names(new Edit.RoleAdded(EVIL.name()))).containsExactly("prod-web", "evil");
        assertThat(names(new Edit.RoleRemoved(WEB.name()))).containsExactly("prod-web", "web");
    }

    @Test
    void addNoNameForOtherEdits() {
        List<Edit> others =
                List.of(
                        new Edit.Created("AIPA1"),
                        new Edit.Deleted(),
                        new Edit.Tagged(LOCKED),
                        new Edit.Untagged(Set.of("Owner")),
                        new Edit.Found("by a sweep"));

        assertThat(others).allSatisfy(edit -> assertThat(names(edit)).containsExactly("prod-web"));
    }

    @Test
    void lookUpNoNameTwice() {
        Lookups asked = Lookups.of(Set.of("prod-web")).after("prod-web", List.of());

        assertThat(asked.next()).isNull();
        assertThat(asked.with(List.of(by(MALLORY, new Edit.Deleted()))).next()).isNull();
        assertThat(asked.with(List.of(by(MALLORY, new Edit.RoleAdded(EVIL.name())))).next())
                .isEqualTo("evil");
    }

    @Test
    void endAfterSixNames() {
        Lookups lookups =
                Lookups.of(new LinkedHashSet<>(List.of("a", "b", "c", "d", "e", "f", "g")));
        for (String name : List.of("a", "b", "c", "d", "e")) {
            lookups = lookups.after(name, List.of());
        }

        assertThat(lookups.next()).isEqualTo("f");
        assertThat(lookups.after("f", List.of()).next()).isNull();
    }

    private static List<String> names(Edit edit) {
        return Lookups.of(Set.of("prod-web")).with(List.of(by(MALLORY, edit))).names();
    }
}
