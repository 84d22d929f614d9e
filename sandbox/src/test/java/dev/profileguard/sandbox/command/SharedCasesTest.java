package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.command.stack.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inputs that users reported, if they are present on this machine.
@EnabledIf("casesArePresent")
class SharedCasesTest {
    @Test
    void areReplayedForOneAccountOfAnOrganization() {
        assertThat(replay("01-org-trail-two-accounts.json")).isZero();

        assertThat(output())
                .contains("other accounts: 123456789012 (2)", "3 records: 3 handled")
                .contains("would-do: add role web-b to prod-web")
                .doesNotContain("web-a");
    }

    @Test
    void areReplayedForTheChosenAccount() {
        assertThat(replay("01-org-trail-two-accounts.json", "--account-id=123456789012")).isZero();

        assertThat(output())
                .contains("other accounts: 210987654321 (3)", "2 records: 2 handled")
                .doesNotContain("web-b");
    }

    @Test
    void areReplayedOnceIfTwoTrailsWroteThem() {
        assertThat(replay("37a-trail-one.json", "37b-trail-two.json")).isZero();
        assertThat(output()).contains("5 records: 5 handled");

        assertThat(rehearse("20-acc-plain.json", "37a-trail-one.json", "37b-trail-two.json"))
                .isZero();
        assertThat(output()).contains("5 records: ");
    }

    @Test
    void mayBeABucketWithOtherLogs() {
        assertThat(replay("11-bucket")).isZero();
        assertThat(output()).contains(OTHER_LOGS).contains("1 records: 1 handled");

        assertThat(rehearse("20-acc-plain.json", "11-bucket")).isZero();
        assertThat(output()).contains(OTHER_LOGS).contains("1 records: 1 handled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12-cloudwatch-logs.json",
                "12b-cloudtrail-lake.json",
                "12f-lookup-parsed.json",
                "12j-sns.json"
            })
    void mayBeExports(String file) {
        assertThat(replay(file)).isZero();

        assertThat(output())
                .contains("CreateRole  role/web", "1 records: 1 handled")
                .doesNotContain("is missing");
    }

    @Test
    void mayTrustAnOrganizationButNotEc2() {
        assertThat(replay("19-org-wide-trust.json")).isZero();

        assertThat(output()).contains("3 records: 3 handled").doesNotContain("create instance");
    }

    @Test
    void mayLackATrustPolicy() {
        assertThat(rehearse("27-acc-empty-trust.json")).isZero();

        assertThat(output())
                .contains("role/web   provision failed: The trust policy of role web: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08-launch-variants.json",
                "19-org-wide-trust.json",
                "35-asg-and-role-arn.json"
            })
    void areReadWithoutAnError(String file) {
        assertThat(replay(file)).isZero();

        assertThat(output()).contains(" 0 failed").doesNotContain("is missing", "left out");
    }

    private static final Path CASES = Path.of("../../shared/cases");
    private static final List<String> OTHER_LOGS =
            List.of(
                    "1 x CloudTrail digests",
                    "1 x CloudTrail Insights",
                    "1 x AWS Config history",
                    "1 x load balancer logs",
                    "1 x VPC flow logs",
                    "other accounts: 210987654321 (1)");

    private final LastCommand command = new LastCommand();

    static boolean casesArePresent() {
        return Files.isDirectory(CASES);
    }

    private int replay(String... words) {
        return guard("replay", Stream.of(words).map(SharedCasesTest::resolved));
    }

    private int rehearse(String account, String... trail) {
        Stream<String> events =
                trail.length == 0
                        ? Stream.of()
                        : Stream.concat(
                                Stream.of("--events"),
                                Stream.of(trail).map(SharedCasesTest::resolved));
        return guard("rehearse", Stream.concat(Stream.of("--account", resolved(account)), events));
    }

    private static String resolved(String word) {
        return word.startsWith("-") ? word : CASES.resolve(word).toString();
    }

    private int guard(String subcommand, Stream<String> words) {
        List<String> all = new ArrayList<>(List.of(subcommand, "--template=../template.yaml"));
        words.forEach(all::add);
        return command.run(Surroundings.ofProcess(), all.toArray(new String[0]));
    }

    private String output() {
        return command.output();
    }
}
