package dev.profileguard.tag.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.TaggedType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPolicyTest {
    @Test
    void readsAnEffectivePolicy() {
        TagPolicy policy =
                policy(
                        "costcenter",
                        Map.of(
                                "tag_key", "CostCenter",
                                "tag_value", List.of("100", "200*"),
                                "enforced_for", List.of("iam:role", "ec2:*")));

        assertThat(policy.rules()).hasSize(1);
        TagRule rule = policy.rules().getFirst();
        assertThat(rule.key()).isEqualTo("CostCenter");
        assertThat(rule.named()).containsExactly(TaggedType.ROLE);
        assertThat(rule.reported()).isEmpty();
        assertThat(rule.allows("200-x")).isTrue();
        assertThat(rule.allows("20")).isFalse();
    }

    @Test
    void readsAnAuthoredPolicyAsItStands() {
        TagPolicy policy =
                policy(
                        "Team",
                        Map.of(
                                "@@operators_allowed_for_child_policies", List.of("@@none"),
                                "tag_key", Map.of("@@assign", "Team"),
                                "tag_value",
                                        Map.of(
                                                "@@assign", List.of("a", "b"),
                                                "@@append", List.of("c"),
                                                "@@remove", List.of("b")),
                                "report_required_tag_for",
                                        Map.of("@@assign", List.of("iam:instance-profile"))));

        TagRule rule = policy.rules().getFirst();
        assertThat(rule.allowed()).isEqualTo("a, c");
        assertThat(rule.reported()).containsExactly(TaggedType.INSTANCE_PROFILE);
        assertThat(rule.named()).containsExactly(TaggedType.INSTANCE_PROFILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iam:ALL_SUPPORTED", "iam:*", "*"})
    void everythingOfIamMeansBothTypes(String type) {
        TagPolicy policy = policy("Team", Map.of("enforced_for", List.of(type)));

        assertThat(policy.rules().getFirst().named()).isEqualTo(Set.of(TaggedType.values()));
    }

    @Test
    void aKeyWithoutCapitalizationIsMeantInLowerCase() {
        TagPolicy policy = policy("Team", Map.of("enforced_for", List.of("iam:role")));

        assertThat(policy.rules().getFirst().key()).isEqualTo("team");
    }

    @Test
    void otherResourceTypesAreIgnored() {
        assertThat(policy("a#b", Map.of("enforced_for", List.of("ec2:instance"))).rules())
                .isEmpty();
        assertThat(policy("Team", Map.of("tag_key", "Team")).rules()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, true",
        "100, 1000, false",
        "*, '', true",
        "a*z, az, true",
        "a*z, a, false",
        "ab*b, ab, false",
        "*@example.com, x@example.com, true",
        "A, a, false"
    })
    void oneStarStandsForAnyCharacters(String pattern, String value, boolean allowed) {
        assertThat(new TagRule.AllowedValue(pattern).matches(value)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhereItIsWrongAndWhatIsAllowedThere(Map<?, ?> document, String message) {
        assertThatThrownBy(() -> TagPolicy.read(document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    static Object[][] wrong() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("Team", null);
        return new Object[][] {
            {Map.of(), "tags is missing: it must be an object"},
            {Map.of("tags", List.of()), "tags must be an object, not '[]'"},
            {Map.of("tags", Map.of(), "x", 1), "there is no field x: allowed there is tags"},
            {Map.of("tags", nothing), "tags.Team is missing: it must be an object"},
            {
                tags("Team", Map.of("tag_keys", "Team")),
                "there is no field tags.Team.tag_keys: allowed there are tag_key, tag_value"
            },
            {
                tags("Team", Map.of("tag_key", "Teem")),
                "tags.Team.tag_key must be 'Team' in any capitalization, not" + " 'Teem'"
            },
            {
                tags("Team", Map.of("tag_key", Map.of("@@append", "x"))),
                "there is no field tags.Team.tag_key.@@append: allowed there are @@assign"
            },
            {
                tags("Team", Map.of("tag_value", List.of("a", 7))),
                "tags.Team.tag_value[1] must be a string, not '7'"
            },
            {
                tags("Team", Map.of("tag_value", Map.of("@@assign", List.of("*a*")))),
                "tags.Team.tag_value.@@assign[0] must be a value of at most 256 characters with at"
                        + " most one *, not '*a*'"
            },
            {
                tags("Team", Map.of("tag_value", "a")),
                "tags.Team.tag_value must be a list of at most 1000 texts, not 'a'"
            },
            {
                tags("Team", Map.of("tag_value", Map.of("@@assing", List.of("a")))),
                "there is no field tags.Team.tag_value.@@assing: allowed there are @@assign,"
                        + " @@append, @@remove"
            },
            {
                tags("Team", Map.of("tag_value", List.of("v".repeat(257)))),
                "tags.Team.tag_value[0] must be a value of at most 256 characters"
            },
            {
                tags("Team", Map.of("tag_value", Collections.nCopies(1001, "a"))),
                "tags.Team.tag_value must be a list of at most 1000 texts, not '1001'"
            },
            {Map.of("tags", keys(501)), "tags must be an object of at most 500 keys, not '501'"},
            {tags("Team", Map.of("tag_key", "T".repeat(80))), ", not '" + "T".repeat(80) + "'"},
            {tags("Team", Map.of("tag_key", "T".repeat(81))), "'" + "T".repeat(80) + "...'"},
            {
                tags("Team", Map.of("enforced_for", List.of("role"))),
                "tags.Team.enforced_for[0] must be a resource type such as iam:role"
            },
            {
                tags("a#b", Map.of("enforced_for", List.of("iam:role"))),
                "tags.a#b: 'a#b' is not a valid tag key"
            },
            {
                tags("aws:x", Map.of("enforced_for", List.of("iam:role"))),
                "'aws:x' starts with aws:, which AWS reserves"
            },
            {
                Map.of("tags", Map.of("team", Map.of(), "Team", Map.of())),
                "occurs twice, with different capitalization"
            },
        };
    }

    @Test
    void isAsLongAsOrganizationsAllows() {
        assertThat(TagPolicy.read(Map.of("tags", keys(500))).rules()).hasSize(500);
        assertThat(
                        policy(
                                        "Team",
                                        Map.of(
                                                "enforced_for",
                                                List.of("iam:role"),
                                                "tag_value",
                                                Collections.nCopies(1000, "v".repeat(256))))
                                .rules()
                                .getFirst()
                                .values())
                .hasSize(1000);
    }

    private static Map<String, ?> keys(int number) {
        Map<String, Object> keys = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            keys.put("key-" + i, Map.of("enforced_for", List.of("iam:role")));
        }
        return keys;
    }

    private static TagPolicy policy(String key, Map<String, ?> rule) {
        return TagPolicy.read(tags(key, rule));
    }

    private static Map<String, ?> tags(String key, Map<String, ?> rule) {
        return Map.of("tags", Map.of(key, rule));
    }
}
