package dev.profileguard.tag.rule;

import static dev.profileguard.tag.rule.TagEnforcementTest.PROFILE;
import static dev.profileguard.tag.rule.TagEnforcementTest.TIME;
import static dev.profileguard.tag.rule.TagEnforcementTest.WEB;
import static dev.profileguard.tag.rule.TagRulesTest.enforced;
import static dev.profileguard.tag.rule.TagRulesTest.inheriting;
import static dev.profileguard.tag.rule.TagRulesTest.required;
import static dev.profileguard.tag.rule.TagRulesTest.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagComparisonTest {
    @Test
    void showsEachKeyOfBothInOrder() {
        TagComparison sides =
                new TagComparison(
                        rules(),
                        profile(Tags.of("b", "1").with("c", "2")),
                        role(Tags.of("a", "3").with("c", "4")));

        assertThat(sides.text())
                .isEqualTo("Tags side by side, profile | role web: a - | 3; b 1 | -; c 2 | 4");
        assertThat(sides.json()).extracting(line -> line.get("key")).containsExactly("a", "b", "c");
    }

    @Test
    void showsAKeyOfBothOnceInTheProfilesCapitalization() {
        TagComparison sides =
                new TagComparison(
                        rules(), profile(Tags.of("OWNER", "alice")), role(Tags.of("owner", "bob")));

        assertThat(sides.text())
                .isEqualTo("Tags side by side, profile | role web: OWNER alice | bob");
    }

    @Test
    void showsRequiredKeysThatNobodyHas() {
        assertThat(new TagComparison(rules(required("Owner")), profile(Tags.NONE), null).text())
                .isEqualTo("Tags side by side, profile | role (none): Owner - | -");
        assertThat(new TagComparison(rules(required("Owner")), null, role(Tags.NONE)).text())
                .isEqualTo("Tags side by side, profile | role web: Owner - | -");
    }

    @Test
    void saysThatThereAreNoneAndThatAValueIsEmpty() {
        assertThat(new TagComparison(rules(), profile(Tags.NONE), null).text())
                .isEqualTo("Tags side by side, profile | role (none): none");
        assertThat(new TagComparison(rules(), profile(Tags.of("a", "")), null).text())
                .endsWith(": a (empty) | -");
    }

    @Test
    void cutsALongText() {
        String start = "Tags side by side, profile | role (none): a  | -";
        Tags fitting = Tags.of("a", "x".repeat(2_000 - start.length()));
        Tags tooLong = Tags.of("a", "x".repeat(2_001 - start.length()));

        String whole = new TagComparison(rules(), profile(fitting), null).text();
        String cut = new TagComparison(rules(), profile(tooLong), null).text();

        assertThat(whole).hasSize(2_000).endsWith(" | -");
        assertThat(cut).hasSize(2_000).endsWith("x...").startsWith("Tags side by side");
    }

    @Test
    void givesTheValuesOfBothAsJson() {
        TagComparison sides =
                new TagComparison(
                        rules(),
                        profile(Tags.of("a", "1")),
                        role(Tags.of("A", "2").with("b", "3")));

        assertThat(sides.json())
                .containsExactly(
                        line("a", "1", "2", "profile: no rule; role: no rule"),
                        line("b", null, "3", "profile: no rule; role: no rule"));
    }

    @Test
    void givesNoValueOfAProfileThatIsNotCompared() {
        assertThat(new TagComparison(rules(), null, role(Tags.of("a", "1"))).json())
                .containsExactly(Map.of("key", "a", "role", "1", "policy", "role: no rule"));
    }

    @Test
    void saysWhatTheRulesSayAboutEachSide() {
        assertThat(policy(Tags.NONE, Tags.of("Owner", "alice")))
                .isEqualTo("profile: required, missing; role: right");
        assertThat(policy(Tags.of("Owner", "eve"), Tags.of("Owner", "bob")))
                .isEqualTo("profile: not allowed; allowed: alice, bob; role: right");
        assertThat(policy(Tags.of("OWNER", "alice"), Tags.of("owner", "alice")))
                .isEqualTo("profile: should be spelled Owner; role: should be spelled Owner");
    }

    @Test
    void judgesEachSpellingOfAProfileByItself() {
        TagComparison sides =
                new TagComparison(
                        rules(required("Owner", "alice")),
                        profile(Tags.of("OWNER", "eve").with("Owner", "alice")),
                        null);

        assertThat(sides.json())
                .extracting(line -> line.get("policy"))
                .containsExactly("profile: should be spelled Owner", "profile: right");
    }

    @Test
    void saysThatATagIsNotRequired() {
        TagComparison sides =
                new TagComparison(
                        rules(enforced("Owner")), profile(Tags.NONE), role(Tags.of("Owner", "x")));

        assertThat(sides.json().getFirst().get("policy"))
                .isEqualTo("profile: not required; role: right");
    }

    @Test
    void saysThatProfilesInheritATag() {
        TagComparison sides =
                new TagComparison(
                        inheriting(rules(), "Owner"),
                        null,
                        role(Tags.of("Owner", "x").with("a", "")));

        assertThat(sides.json())
                .extracting(line -> line.get("policy"))
                .containsExactly(
                        "role: no rule; profiles inherit it from their role", "role: no rule");
    }

    private static String policy(Tags profile, Tags role) {
        List<Map<String, @Nullable Object>> lines =
                new TagComparison(
                                rules(required("Owner", "alice", "bob")),
                                profile(profile),
                                role(role))
                        .json();
        assertThat(lines).hasSize(1);
        return String.valueOf(lines.getFirst().get("policy"));
    }

    private static Map<String, @Nullable Object> line(
            String key, @Nullable String profile, String role, String policy) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("key", key);
        line.put("profile", profile);
        line.put("role", role);
        line.put("policy", policy);
        return line;
    }

    private static InstanceProfile profile(Tags tags) {
        return new InstanceProfile(PROFILE, "AIPA1", "/", WEB, tags);
    }

    private static RoleDetail role(Tags tags) {
        return new RoleDetail(WEB, "{}", tags, null, TIME);
    }
}
