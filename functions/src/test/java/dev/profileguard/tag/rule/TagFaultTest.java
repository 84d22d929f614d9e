package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagRulesTest.enforced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which edit can have led to which fault: each combination of the kinds.
class TagFaultTest {
    @Test
    void eachFaultIsExplainedByTheEditsThatCanLeadToIt() {
        Map<String, List<String>> explained = new LinkedHashMap<>();
        FAULTS.forEach((name, fault) -> {
            List<String> edits = new ArrayList<>();
            EDITS.forEach((edit, value) -> {
                if (fault.isExplainedBy(value)) {
                    edits.add(edit);
                }
            });
            explained.put(name, edits);
        });

        assertThat(explained)
                .containsExactly(
                        Map.entry("missing", List.of("created without", "OWNER removed")),
                        Map.entry("misspelled", List.of("created with eve", "owner=eve set")),
                        Map.entry("not allowed", List.of("created with eve", "owner=eve set")),
                        Map.entry(
                                "not inherited",
                                List.of(
                                        "created without",
                                        "created with eve",
                                        "OWNER removed",
                                        "role added",
                                        "owner changed on the role")),
                        Map.entry(
                                "no longer inherited",
                                List.of(
                                        "owner=eve set",
                                        "role added",
                                        "owner changed on the role")),
                        Map.entry(
                                "own value",
                                List.of(
                                        "created with eve",
                                        "owner=eve set",
                                        "role added",
                                        "owner changed on the role")));
    }

    @Test
    void theTableHasEveryKindOfFaultAndOfEdit() {
        assertThat(FAULTS.values())
                .extracting(Object::getClass)
                .containsAll(Arrays.asList(TagFault.class.getPermittedSubclasses()));
        assertThat(EDITS.values())
                .extracting(Object::getClass)
                .containsAll(Arrays.asList(TagEdit.class.getPermittedSubclasses()));
    }

    @Test
    void cloudTrailIsAskedOnlyAboutWhatSomebodyMustHaveSet() {
        assertThat(FAULTS)
                .allSatisfy((name, fault) ->
                        assertThat(fault.isSetBySomebody())
                                .as(name)
                                .isEqualTo(
                                        Set.of("misspelled", "not allowed", "own value")
                                                .contains(name)));
    }

    private static final NewTag NEW = new NewTag("ann", "role web", true);
    private static final Map<String, TagFault> FAULTS = new LinkedHashMap<>();
    private static final Map<String, TagEdit> EDITS = new LinkedHashMap<>();

    static {
        FAULTS.put("missing", new TagFault.Missing("Owner", null));
        FAULTS.put("misspelled", new TagFault.Misspelled("Owner", List.of("owner"), NEW));
        FAULTS.put(
                "not allowed",
                new TagFault.NotAllowed(
                        enforced("Owner", "ann"), "owner", "eve", List.of("owner"), NEW));
        FAULTS.put("not inherited", new TagFault.NotInherited("Owner", null, List.of(), NEW));
        FAULTS.put(
                "no longer inherited", new TagFault.NotInherited("Owner", "eve", List.of(), NEW));
        FAULTS.put("own value", new TagFault.OwnValue("Owner", "eve", "ann", List.of(), NEW));

        EDITS.put("created without", new TagEdit.Created(Tags.of("Team", "x")));
        EDITS.put("created with eve", new TagEdit.Created(Tags.of("owner", "eve")));
        EDITS.put("owner=eve set", new TagEdit.Tagged(Tags.of("owner", "eve")));
        EDITS.put("Owner=bob set", new TagEdit.Tagged(Tags.of("Owner", "bob")));
        EDITS.put("Team set", new TagEdit.Tagged(Tags.of("Team", "eve")));
        EDITS.put("OWNER removed", new TagEdit.Untagged(Set.of("OWNER")));
        EDITS.put("Team removed", new TagEdit.Untagged(Set.of("Team")));
        EDITS.put("role added", new TagEdit.RoleAdded(new RoleName("web")));
        EDITS.put(
                "owner changed on the role",
                new TagEdit.RoleChanged("it changed", Set.of("owner")));
        EDITS.put("Team changed on the role", new TagEdit.RoleChanged("it", Set.of("Team")));
        EDITS.put("asked", new TagEdit.Asked());
        EDITS.put("found", new TagEdit.Found("by a sweep"));
    }
}
