package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// Whatever people change, however events arrive, and whatever fails: after one sweep, every rule
/// holds or a finding says why not, whoever is named did it, nothing else was written, and the next
/// sweep has nothing to do and nothing to say.
///
/// A build plays the same hundred days each time. With the Maven property `days`, such as
/// `-Ddays=10000`, it plays so many others too, by a seed that is printed.
class AnyDayEndsWellTest {
    @Property(tries = 100, seed = "20260115", shrinking = ShrinkingMode.BOUNDED)
    void afterOneSweepEveryRuleHoldsOrAFindingSaysWhyNot(@ForAll("days") List<Step> steps) {
        endsWell(steps);
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void soDoManyOtherDays(@ForAll("days") List<Step> steps) {
        if (Integer.getInteger("days", 1) > 1) {
            endsWell(steps);
        }
    }

    @Example
    void aViolationWithoutAFindingIsNoticed() {
        try (Day day = Day.in("off")) {
            new Step.CreateRole("app", Step.Trust.EC2, Map.of("owner", "ann")).doIn(day);
            new Step.RemoveRole("prod-web", "web").doIn(day);
            day.calmDown();

            FullSweep sweep = FullSweep.of(day.sandbox());
            GuardOracle guarded = new GuardOracle(day, sweep);
            assertThat(new TagAndProfileOracle(day.sandbox(), sweep, guarded).broken())
                    .contains("app has no profile", "role/app is tagged {owner=ann}");
            assertThat(guarded.broken()).containsExactly("prod-web contains (none) instead of web");
        }
    }

    @Provide
    Arbitrary<List<Step>> days() {
        return Steps.some();
    }

    static void endsWell(List<Step> steps) {
        try (Day day = Day.in("enforce")) {
            steps.forEach(step -> step.doIn(day));
            day.calmDown();

            FullSweep first = FullSweep.of(day.sandbox());
            GuardOracle guarded = new GuardOracle(day, first);
            assertThat(new TagAndProfileOracle(day.sandbox(), first, guarded).broken())
                    .as("tags and profiles after the first sweep")
                    .isEmpty();
            assertThat(guarded.broken()).as("guarded profiles after the first sweep").isEmpty();

            FullSweep second = FullSweep.of(day.sandbox());
            assertThat(second.writes()).as("what the second sweep writes").isEmpty();
            assertThat(second.notices()).as("what the second sweep reports").isEmpty();

            assertThat(new BlameOracle(day).broken()).as("who is named").isEmpty();
            assertThat(new WriteOracle(day).broken()).as("what was written").isEmpty();
            assertThat(repeated(day)).as("notices that were sent twice").isEmpty();
        }
    }

    private static List<String> repeated(Day day) {
        Set<String> seen = new HashSet<>();
        return day.sandbox().notifications().messages().stream()
                .map(each -> each.subject() + "\n" + each.body())
                .filter(text -> !seen.add(text))
                .toList();
    }
}
