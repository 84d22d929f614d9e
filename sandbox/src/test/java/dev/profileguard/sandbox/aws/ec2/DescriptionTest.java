package dev.profileguard.sandbox.aws.ec2;

import static dev.profileguard.sandbox.aws.ec2.Ec2Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptionTest {
    private final Ec2Fixture account = new Ec2Fixture();

    @Test
    void filtersInstancesByTheirProfile() {
        String web = account.ec2().runInstances("web");
        String other = account.ec2().runInstances("other");
        account.ec2().runInstance();

        assertThat(found("iam-instance-profile.arn", Ec2Fixture.ARN + "web")).containsExactly(web);
        assertThat(found("iam-instance-profile.id", account.profileId("other")))
                .containsExactly(other);
        assertThat(found("iam-instance-profile.arn", "*/web", "*/other"))
                .containsExactly(web, other);
        assertRefused(
                () -> found("iam-instance-profile.name", "web"),
                400,
                "InvalidParameterValue",
                "The filter 'iam-instance-profile.name' is invalid");
    }

    @Test
    void filtersInstancesByStateTagAndType() {
        String running = run(Map.of("team", "a*b"));
        String stopped = run(Map.of("team", "axb"));
        account.ec2().stop(stopped);

        assertThat(found("instance-state-name", "running")).containsExactly(running);
        assertThat(found("instance-state-code", "80")).containsExactly(stopped);
        assertThat(found("tag:team", "a*b")).containsExactly(running, stopped);
        assertThat(found("tag:team", "a\\*b")).containsExactly(running);
        assertThat(found("tag:team", "a?b", "none")).containsExactly(running, stopped);
        assertThat(found("tag:other", "*")).isEmpty();
        assertThat(found("tag-key", "team")).hasSize(2);
        assertThat(found("instance-type", "c5.large")).hasSize(2);
    }

    @Test
    void takesAtMost200ValuesOfFilters() {
        String[] many = Collections.nCopies(201, "a").toArray(String[]::new);

        assertRefused(
                () -> found("instance-id", many),
                400,
                "FilterLimitExceeded",
                "The maximum number of filter values specified on a single call is 200");
    }

    @Test
    void cutsPagesBeforeItFiltersThem() {
        for (int i = 0; i < 5; i++) {
            account.ec2().runInstances("web");
        }
        String last = account.ec2().runInstances("other");
        List<Filter> filters =
                List.of(new Filter("iam-instance-profile.arn", List.of(Ec2Fixture.ARN + "other")));

        Map<String, Object> first = page(filters, 5, null);
        assertThat(ids(first)).isEmpty();

        Map<String, Object> second = page(filters, 5, String.valueOf(first.get("nextToken")));
        assertThat(ids(second)).containsExactly(last);
        assertThat(second).doesNotContainKey("nextToken");
    }

    @Test
    void keepsThePlaceOfAPageWhenInstancesComeAndGo() {
        for (int i = 0; i < 6; i++) {
            account.ec2().runInstance();
        }
        Map<String, Object> first = page(List.of(), 5, null);
        account.ec2().terminate(ids(first).getFirst());
        account.sandbox().advance(Duration.ofHours(2));
        account.ec2().runInstance();

        Map<String, Object> second = page(List.of(), 5, String.valueOf(first.get("nextToken")));

        assertThat(ids(second)).hasSize(2).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void refusesWrongPages() {
        assertRefused(
                () -> page(List.of(), 1, null),
                400,
                "InvalidParameterValue",
                "Value ( 1 ) for parameter maxResults is invalid. Expecting a value greater than"
                        + " 5.");
        assertRefused(
                () -> page(List.of(), 1001, null),
                400,
                "InvalidParameterValue",
                "Value ( 1001 ) for parameter maxResults is invalid. Expecting a value less than"
                        + " 1000.");
        assertRefused(
                () -> page(List.of(), 5, "YWZ0ZXI="),
                400,
                "InvalidParameterValue",
                "Value ( YWZ0ZXI= ) for parameter NextToken is invalid. The token is invalid.");
        assertRefused(
                () -> page(List.of(), 5, "no base 64"),
                400,
                "InvalidParameterValue",
                "Value ( no base 64 ) for parameter NextToken is invalid. The token is invalid.");
    }

    @Test
    void takesNoPageWithIds() {
        String instance = account.ec2().runInstance();
        Description both =
                new Description(List.of(instance), List.of(), new PageRequest(5, null), false);

        assertRefused(
                () -> account.ec2().describe(both),
                400,
                "InvalidParameterCombination",
                "The parameter instancesSet cannot be used with the parameter maxResults");
    }

    @Test
    void refusesUnknownIdsAsAWhole() {
        String instance = account.ec2().runInstance();

        assertRefused(
                () -> described(instance, "i-0123456789abcdef0"),
                400,
                "InvalidInstanceID.NotFound",
                "The instance ID 'i-0123456789abcdef0' does not exist");
        assertRefused(
                () -> described("i-01234567", "i-89abcdef"),
                400,
                "InvalidInstanceID.NotFound",
                "The instance IDs 'i-01234567, i-89abcdef' do not exist");
        assertRefused(
                () -> described("i-xyz"),
                400,
                "InvalidInstanceID.Malformed",
                "Invalid id: \"i-xyz\"");
        assertRefused(
                () -> described("web"),
                400,
                "InvalidInstanceID.Malformed",
                "Invalid id: \"web\" (expecting \"i-...\")");
    }

    @Test
    void listsAssociationsByInstanceAndState() {
        String web = account.ec2().runInstances("web");
        account.ec2().runInstances("other");

        List<Map<?, ?>> found =
                account.ec2().describeAssociations(Description.filtered("instance-id", web));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().get("state")).isEqualTo("associated");
        assertThat(found.getFirst().containsKey("timestamp")).isFalse();
        assertThat(
                        account.ec2()
                                .describeAssociations(
                                        Description.filtered("state", "disassociating")))
                .isEmpty();
        assertRefused(
                () ->
                        account.ec2()
                                .describeAssociations(
                                        Description.filtered("iam-instance-profile.arn", "x")),
                400,
                "InvalidParameterValue",
                "The filter 'iam-instance-profile.arn' is invalid");
    }

    @Test
    void returnsTheTimesOfAssociationsIfAskedFor() {
        account.ec2().runInstances("web");
        account.sandbox().instances().associationTimes(true);
        account.sandbox().advance(Duration.ofMinutes(1));

        assertThat(account.ec2().describeAssociations(Description.ALL).getFirst().get("timestamp"))
                .isEqualTo(Sandbox.TEST_TIME.toEpochMilli());
    }

    @Test
    void refusesUnknownAssociations() {
        assertRefused(
                () -> associations("iip-assoc-0123456789abcdef0"),
                400,
                "InvalidAssociationID.NotFound",
                "An invalid association-id of 'iip-assoc-0123456789abcdef0' was given");
        assertRefused(
                () -> associations("web"),
                400,
                "InvalidParameterValue",
                "Invalid value for associationId.");
    }

    @Test
    void listsRegionsByOptInStatus() {
        assertThat(account.ec2().describeRegions()).hasSize(17).contains("us-east-1", "sa-east-1");
        assertThat(
                        account.sandbox()
                                .instances()
                                .describeRegions(
                                        account.ec2().origin(),
                                        Description.filtered("opt-in-status", "not-opted-in"),
                                        true)
                                .toString())
                .contains("ap-east-1", "optInStatus=not-opted-in")
                .doesNotContain("us-east-1");
    }

    @AfterEach
    void close() {
        account.close();
    }

    private String run(Map<String, String> tags) {
        Launch launch = new Launch("ami-01234567", "c5.large", 1, 1, null, tags, null);
        return account.ec2().run(launch, false).getFirst();
    }

    private List<String> found(String filter, String... values) {
        return account.ec2().describe(Description.filtered(filter, values)).stream()
                .map(each -> String.valueOf(each.get("instanceId")))
                .toList();
    }

    private void described(String... ids) {
        account.ec2().describe(new Description(List.of(ids), List.of(), PageRequest.FIRST, false));
    }

    private void associations(String... ids) {
        account.ec2()
                .describeAssociations(
                        new Description(List.of(ids), List.of(), PageRequest.FIRST, false));
    }

    private Map<String, Object> page(List<Filter> filters, int most, @Nullable String token) {
        return account.sandbox()
                .instances()
                .describe(
                        account.ec2().origin(),
                        new Description(List.of(), filters, new PageRequest(most, token), false));
    }

    private static List<String> ids(Map<String, Object> response) {
        return java.util.regex.Pattern.compile("instanceId=(i-[0-9a-f]+)")
                .matcher(response.toString())
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
