package dev.profileguard.compute;

import static dev.profileguard.compute.KeptUsages.SEEN;
import static dev.profileguard.compute.KeptUsages.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.KeptUse.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptUsageTest {
    @Test
    void saysWhatUsedTheProfileAndWhen() {
        assertThat(KeptUsages.small().text(WEB))
                .isEqualTo(
                        "Seen by the sweep at 2026-01-05T09:00:00Z: prod-web was used by 1 instance"
                            + " (i-00 in eu-west-1), 1 Auto Scaling group (web-asg0 in eu-west-1),"
                            + " 1 launch template (lt-00 web, versions"
                            + " 21+23+25+27+29+31+33+35+37+39 in eu-west-1), 1 launch configuration"
                            + " (lc0 in eu-west-1), 1 managed node group (n0 of cluster prod in"
                            + " eu-west-1); not everything could be asked: us-east-1: no. To ask"
                            + " now: ./guard usage prod-web");
    }

    @Test
    void saysThatNothingUsedIt() {
        assertThat(new KeptUsage(SEEN, List.of(), Map.of(), List.of()).text(WEB))
                .isEqualTo(
                        "Seen by the sweep at 2026-01-05T09:00:00Z: prod-web was used by nothing."
                                + " To ask now: ./guard usage prod-web");
    }

    @Test
    void namesFiveOfEachKindAndCountsTheOthers() {
        KeptUsage usage =
                KeptUses.of(KeptUsages.usage(60, "", List.of("a: no", "b: no", "c: no")), SEEN);

        assertThat(usage.text(WEB))
                .contains("60 instances (i-00 of GKE on AWS in eu-west-1, ", ", and 55 more), ")
                .contains("60 managed node groups (")
                .endsWith(
                        "not everything could be asked: a: no; b: no; and more. To ask now: ./guard"
                                + " usage prod-web");
        assertThat(usage.text(WEB).split("i-0", -1)).hasSize(1 + 5);
    }

    @Test
    void isBoundedAndHidesNothingOnALine() {
        assertThat(KeptUsages.large(200, "\n").text(WEB))
                .hasSizeLessThan(1_700)
                .contains("not everything could be asked: region-0: ")
                .doesNotContain("\n");
    }

    @Test
    void keepsSoManyOfEachKindAndCountsTheOthers() {
        KeptUsage usage = KeptUsages.large(200, "x");

        for (Kind kind : Kind.values()) {
            assertThat(usage.uses().stream().filter(each -> each.kind() == kind))
                    .hasSize(KeptUses.most(kind));
            assertThat(usage.more()).containsEntry(kind, 200 - KeptUses.most(kind));
        }
        assertThat(usage.unknown())
                .hasSize(KeptUses.MOST_UNKNOWN)
                .allSatisfy(each -> assertThat(each).hasSizeLessThan(310));
    }

    @Test
    void doesNotDependOnTheOrderOfTheAnswers() {
        ProfileUsage usage = KeptUsages.usage(30, "", List.of());
        ProfileUsage reversed =
                new ProfileUsage(
                        WEB,
                        usage.instances().reversed(),
                        usage.templates().reversed(),
                        usage.groups().reversed(),
                        usage.configurations().reversed(),
                        usage.nodegroups().reversed(),
                        List.of());

        assertThat(KeptUses.of(reversed, SEEN)).isEqualTo(KeptUses.of(usage, SEEN));
    }

    @Test
    void replacesWhatDiffersOrIsADayOld() {
        KeptUsage stored = new KeptUsage(SEEN, List.of(), Map.of(), List.of());
        KeptUsage other = new KeptUsage(SEEN, List.of(), Map.of(), List.of("us-east-1: no"));

        assertThat(stored.replaces(null)).isTrue();
        assertThat(other.replaces(stored)).isTrue();
        assertThat(after(Duration.ofHours(24).minusSeconds(1)).replaces(stored)).isFalse();
        assertThat(after(Duration.ofHours(24)).replaces(stored)).isTrue();
    }

    @Test
    void showsItselfAsJsonByTheKeysOfTheAnswerThatIsAskedAnew() {
        Map<String, Object> json = KeptUsages.small().json();

        assertThat(json).containsEntry("seen", "2026-01-05T09:00:00Z");
        assertThat(json.keySet())
                .containsAll(KeptUsages.usage(1, "", List.of()).json().keySet())
                .contains("leftOut");
        assertThat(json.get("instances"))
                .hasToString(
                        "[{region=eu-west-1, instance=i-00, association=iip-assoc-1,"
                                + " autoScalingGroup=web-asg}]");
        assertThat(String.valueOf(json.get("launchTemplates")))
                .startsWith("[{region=eu-west-1, template=lt-00, name=web, versions=[21, ")
                .endsWith(", defaultVersion=1, latestVersion=40}]");
        assertThat(json.get("nodegroups"))
                .hasToString("[{region=eu-west-1, nodegroup=n0, cluster=prod}]");
        assertThat(KeptUsages.large(200, "x").json().get("leftOut"))
                .hasToString(
                        "{instances=150, autoScalingGroups=175, launchTemplates=175,"
                                + " launchConfigurations=175, nodegroups=175}");
    }

    private static KeptUsage after(Duration time) {
        return new KeptUsage(SEEN.plus(time), List.of(), Map.of(), List.of());
    }
}
