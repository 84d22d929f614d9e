package dev.profileguard.sandbox.aws.cloudformation.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.Partition;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.tag.TagSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What whoever deploys the template sees of its parameters, and what it refuses before it makes
/// anything.
class TemplateParametersTest {
    /// See
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    @ParameterizedTest
    @ValueSource(strings = {"../template.yaml", "../regional.yaml"})
    void everyParameterIsExplainedAndHasLimitsAndADefault(String template) {
        Map<String, Object> all =
                TemplateNode.map(TemplateText.read(Path.of(template)), "Parameters");

        assertThat(all.keySet()).isNotEmpty();
        all.keySet()
                .forEach(name -> {
                    Map<String, Object> declared = TemplateNode.map(all, name);
                    assertThat(TemplateNode.text(declared, "Description", ""))
                            .as(name)
                            .hasSizeGreaterThan(20);
                    assertThat(declared).as(name).containsKey("Default");
                    assertThat(isLimited(declared)).as("%s has limits", name).isTrue();
                });
    }

    @Test
    void theConsoleShowsEachParameterInOneGroup() {
        Map<String, Object> template = TemplateText.read(TEMPLATE);
        List<String> shown =
                TemplateNode.list(
                                TemplateNode.map(
                                                template,
                                                "Metadata",
                                                "AWS::CloudFormation::Interface")
                                        .get("ParameterGroups"))
                        .stream()
                        .flatMap(group ->
                                TemplateNode.texts(TemplateNode.map(group).get("Parameters"))
                                        .stream())
                        .toList();

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        TemplateNode.map(template, "Parameters").keySet());
    }

    /// Everything that the function's own reader accepts. Most of these texts are made of what a
    /// value of some parameter contains.
    @ParameterizedTest
    @MethodSource("readers")
    void whatTheFunctionAcceptsIsNeverRefused(String parameter, Consumer<String> reader) {
        Pattern pattern = pattern(parameter);
        Random random = new Random(parameter.hashCode());
        Set<String> accepted = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            if (accepts(reader, text)) {
                accepted.add(text);
            }
        }

        assertThat(accepted).hasSizeGreaterThan(10).allMatch(pattern.asMatchPredicate());
    }

    /// Whoever writes commas or blanks meant something, and an empty list can mean everything.
    @ParameterizedTest
    @MethodSource("lists")
    void aListWithoutAnEntryIsRefusedByTheTemplateAndByTheFunction(
            String parameter, Consumer<String> reader) {
        Pattern pattern = pattern(parameter);

        assertThat("").matches(pattern);
        assertThat(accepts(reader, "")).isTrue();
        Random random = new Random(parameter.hashCode());
        for (int i = 0; i < 500; i++) {
            StringBuilder list = new StringBuilder();
            for (int length = 1 + random.nextInt(6); length > 0; length--) {
                list.append(", \t\n\u2003\u3000".charAt(random.nextInt(6)));
            }
            assertThat(list.toString()).doesNotMatch(pattern);
            assertThat(accepts(reader, list.toString())).isFalse();
        }
    }

    static Stream<Object[]> lists() {
        return readers().filter(each -> !each[0].equals("TagPolicy"));
    }

    @Test
    void aModeOfEnforceNeedsSomebodyWhoIsTrusted() {
        for (String mode : List.of("GuardMode", "NodeRoleMode")) {
            for (String nobody : List.of("", ",", " ", " , ,")) {
                assertThatThrownBy(() ->
                                TemplateReader.read(
                                        TEMPLATE,
                                        Map.of(mode, "enforce", "TrustedPrincipals", nobody)))
                        .hasMessageContaining("TrustedPrincipals");
            }
        }
    }

    /// The permission to read the parameter depends on the first four characters of the text.
    @Test
    void thePermissionForAPolicyInParameterStoreFollowsFromEachTextThatIsAccepted() {
        Pattern pattern = pattern("TagPolicy");
        Random random = new Random(1);
        int inSsm = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = text(random) + (i % 2 == 0 ? "ssm:/a" : "");
            if (text.strip().startsWith("ssm:") && pattern.matcher(text).matches()) {
                inSsm++;
                assertThat(text).startsWith("ssm:");
                readTags("TAG_POLICY", text);
            }
        }

        assertThat(inSsm).isGreaterThan(50);
        assertThatThrownBy(() -> readTags("TAG_POLICY", " ssm:/a"))
                .hasMessageContaining("TagPolicy has white space before ssm:");
    }

    /// A managed policy of the stack has the path too, see
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
    @ParameterizedTest
    @CsvSource({
        "/, true, true",
        "/platform/, true, true",
        "/a/b-c_d/, true, true",
        "'/a.b,c+d@e=f/', true, true",
        "'', false, false",
        "//, false, false",
        "///, false, false",
        "/a//b/, false, false",
        "//a/, false, false",
        "/a//, false, false",
        "a/, false, false",
        "/a, false, false",
        "/a b/, false, false",
        "/*/, false, false",
        "/team-*/, false, false",
        "/team-?/, false, false",
        "'/${aws:username}/', false, false",
        "/a:b/, false, true",
        "/a~b/, false, true"
    })
    void aPathHasNoEmptyPartsAndNothingThatAPolicyWouldExpand(
            String path, boolean ofTheStack, boolean ofOthers) {
        for (String template : List.of("../template.yaml", "../regional.yaml")) {
            assertThat(pattern(Path.of(template), "RolePath").matcher(path).matches())
                    .isEqualTo(ofTheStack);
        }
        assertThat(pattern("PassableRolePath").matcher(path).matches()).isEqualTo(ofOthers);
    }

    @Test
    void theRegionsThatReceiveIamEventsAreTheSameEverywhere() {
        Map<String, Object> template = TemplateText.read(TEMPLATE);
        Map<String, Object> regional = TemplateText.read(Path.of("../regional.yaml"));

        assertThat(TemplateNode.map(template, "Rules", "RegionThatReceivesIamEvents").toString())
                .contains(Partition.regionsOfIamEvents().toString());
        assertThat(
                        TemplateNode.texts(
                                TemplateNode.map(regional, "Parameters", "HomeRegion")
                                        .get("AllowedValues")))
                .containsExactlyElementsOf(Partition.regionsOfIamEvents());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GuardedProfiles;a b",
                "GuardedProfiles;prod/*",
                "ExemptNames;sandbox-* staging-*",
                "NodeRoleNames;arn:aws:iam::*:role/x",
                "RotationRoles;web v2",
                "TrustedPrincipals;arn:aws:iam::*:role/a arn:aws:iam::*:role/b",
                "TagPolicy;tags",
                "TagPolicy;ssm:",
                "TagDefaults;Owner=<me>",
                "InheritedTags;Owner!",
                "SweepSchedule;6 hours",
                "SweepSchedule;rate(0 hours)",
                "SweepSchedule;rate(6)",
                "FindingsBus;findings",
                "FindingsBus;arn:aws:events:us-east-1:123456789012:event-bus/*",
                "OrganizationSweeper;arn:aws:iam::123456789012:role/*",
                "OrganizationSweeper;arn:aws:iam::123456789012:user/alice",
                "InstanceRegions;us-east",
                "InstanceRegions;us-east-1 eu-west-1"
            })
    void whatCannotWorkIsRefusedWithAnExample(String parameter, String value) {
        assertThatThrownBy(() -> TemplateReader.read(TEMPLATE, Map.of(parameter, value)))
                .hasMessageContaining(
                        "Parameter %s failed to satisfy constraint: Must be", parameter)
                .hasMessageContaining("such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate(1 minute)", "rate(6 hours)", "rate(1 day)", "cron(0 3 * * ? *)"})
    void schedulesOfEventBridgeSchedulerAreAccepted(String schedule) {
        assertThat(schedule).matches(pattern("SweepSchedule"));
    }

    private static final Path TEMPLATE = Path.of("../template.yaml");

    /// Parts of values.
    private static final List<String> PARTS =
            List.of(
                    ",",
                    ",",
                    " ",
                    "\t",
                    "\n",
                    "\u2003",
                    "*",
                    "?",
                    "prod-*",
                    "web",
                    "A_b+c=d.e@f-1",
                    "arn:aws:iam::*:role/ci/*",
                    "* via cloudformation.amazonaws.com",
                    "nobody",
                    " via ",
                    "us-east-1",
                    "ap-southeast-12",
                    "us-gov-west-1",
                    "Owner",
                    "Owner=",
                    "Gr\u00f6\u00dfe",
                    "=${creator}",
                    "CostCenter=100",
                    "a:b/c",
                    "{}",
                    "{\"tags\": {}}",
                    "ssm:",
                    "/a/b",
                    "<",
                    "'",
                    "$",
                    "!");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(6);
        for (int i = 0; i < parts; i++) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    static Stream<Object[]> readers() {
        return Stream.of(
                reader("GuardedProfiles", v -> settings("GUARDED_PROFILES", v).guardedProfiles()),
                reader("ExemptNames", v -> settings("EXEMPT_NAMES", v).exemptions()),
                reader(
                        "NodeRoleNames",
                        v -> settings("NODE_ROLE_NAMES", v).nameGlobs("NodeRoleNames", "")),
                reader(
                        "RotationRoles",
                        v -> settings("ROTATION_ROLES", v).nameGlobs("RotationRoles", "")),
                reader("InstanceRegions", v -> settings("INSTANCE_REGIONS", v).instanceRegions()),
                reader("InheritedTags", v -> settings("INHERITED_TAGS", v).inheritedTags()),
                reader(
                        "TrustedPrincipals",
                        v ->
                                settings("TRUSTED_PRINCIPALS", v)
                                        .trustedPrincipals("GuardMode", Mode.OBSERVE)),
                reader("TagDefaults", v -> readTags("TAG_DEFAULTS", v)),
                reader("TagPolicy", v -> readTags("TAG_POLICY", v)));
    }

    private static Object[] reader(String parameter, Consumer<String> reader) {
        return new Object[] {parameter, reader};
    }

    private static SettingsReader settings(String variable, String value) {
        return new SettingsReader(Map.of(variable, value));
    }

    private static void readTags(String variable, String value) {
        Map<String, String> variables = new HashMap<>();
        variables.put("TAG_MODE", "observe");
        variables.put("BASELINE_TABLE", "table");
        variables.put(variable, value);
        TagSettings.from(variables);
    }

    private static boolean accepts(Consumer<String> reader, String text) {
        try {
            reader.accept(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Pattern pattern(String parameter) {
        return pattern(TEMPLATE, parameter);
    }

    private static Pattern pattern(Path template, String parameter) {
        return Pattern.compile(
                TemplateNode.text(
                        TemplateNode.map(TemplateText.read(template), "Parameters", parameter),
                        "AllowedPattern",
                        "no pattern"));
    }

    private static boolean isLimited(Map<String, Object> declared) {
        return declared.containsKey("AllowedValues")
                || (declared.containsKey("AllowedPattern")
                        && declared.containsKey("ConstraintDescription"))
                || (declared.containsKey("MinValue") && declared.containsKey("MaxValue"));
    }
}
