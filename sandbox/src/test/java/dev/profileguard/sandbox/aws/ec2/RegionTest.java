package dev.profileguard.sandbox.aws.ec2;

import static dev.profileguard.sandbox.aws.ec2.Ec2Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.PastCall;
import dev.profileguard.sandbox.aws.cloudtrail.PastCalls;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegionTest {
    private final Ec2Fixture account = new Ec2Fixture();

    @Test
    void hasInstancesAndAssociationsOfItsOwn() {
        String here = account.ec2().runInstances("web");
        String there = account.ec2("eu-west-1").runInstances("web");

        assertThat(ids("us-east-1")).containsExactly(here);
        assertThat(ids("eu-west-1")).containsExactly(there);
        assertThat(account.ec2("eu-west-1").describeAssociations(Description.ALL))
                .extracting(each -> each.get("instanceId"))
                .isEqualTo(List.of(there));
        assertRefused(
                () -> account.ec2("eu-west-1").terminate(here),
                400,
                "InvalidInstanceID.NotFound",
                "The instance ID '%s' does not exist".formatted(here));
    }

    @Test
    void recordsItsCallsInItsOwnHistoryAndSendsNoEventToOtherRegions() {
        account.sandbox().settle();
        int before = account.sandbox().timeline().entries().size();
        account.ec2("eu-west-1").runInstances("web");

        PastCalls history = account.sandbox().pastCalls();
        assertThat(calls(history)).doesNotContain("RunInstances");
        assertThat(calls(history.in("eu-west-1"))).containsExactly("RunInstances");
        assertThat(
                        history.in("eu-west-1")
                                .find(lookup(), 1, null)
                                .calls()
                                .getFirst()
                                .record()
                                .json())
                .containsEntry("awsRegion", "eu-west-1");
        account.sandbox().settle();
        assertThat(account.sandbox().timeline().entries()).hasSize(before + 1);
    }

    @Test
    void refusesTheCallsOfAnAccountThatHasNotEnabledIt() {
        assertRefused(
                () -> account.ec2("ap-east-1").describe(Description.ALL),
                401,
                "AuthFailure",
                "AWS was not able to validate the provided access credentials");

        account.sandbox().instances().regions().optIn("ap-east-1");

        assertThat(ids("ap-east-1")).isEmpty();
        assertThat(account.ec2().describeRegions()).contains("ap-east-1").hasSize(18);
    }

    @Test
    void canBeOptedInToOnlyIfItExists() {
        assertThatThrownBy(() -> account.sandbox().instances().regions().optIn("us-moon-1"))
                .hasMessage("There is no region to opt in to named us-moon-1");
    }

    @Test
    void failsAlone() {
        account.sandbox()
                .faults()
                .set("ec2", "us-west-2:down, eu-west-1:throttled, sa-east-1:denied");

        assertRefused(
                () -> ids("us-west-2"),
                503,
                "Unavailable",
                "The service is unavailable. Please try again shortly.");
        assertRefused(
                () -> ids("eu-west-1"), 503, "RequestLimitExceeded", "Request limit exceeded.");
        assertRefused(
                () -> ids("sa-east-1"),
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. User:"
                        + " arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                        + " ec2:DescribeInstances with an explicit deny in a service control"
                        + " policy");
        assertThat(ids("us-east-1")).isEmpty();
    }

    @Test
    void canFailWithEveryOther() {
        account.sandbox().faults().set("ec2", "*:down,us-east-1:throttled");

        assertThatThrownBy(() -> ids("us-west-1")).hasMessageContaining("unavailable");
        assertThatThrownBy(() -> ids("us-east-1")).hasMessageContaining("Request limit exceeded.");

        account.sandbox().faults().set("ec2", "");

        assertThat(ids("us-west-1")).isEmpty();
    }

    @Test
    void failsAsManyCallsAsAskedFor() {
        account.sandbox().faults().set("fail", "DescribeInstances:1");

        assertRefused(
                () -> ids("us-east-1"), 500, "InternalError", "An internal error has occurred");
        assertThat(ids("us-east-1")).isEmpty();
    }

    @Test
    void recordsWhoseFaultAnErrorIs() {
        account.sandbox().faults().set("ec2", "us-west-2:down,eu-west-1:throttled");
        assertThatThrownBy(() -> account.ec2("us-west-2").runInstance()).isNotNull();
        assertThatThrownBy(() -> account.ec2("eu-west-1").runInstance()).isNotNull();

        PastCalls history = account.sandbox().pastCalls();
        assertThat(history.in("us-west-2").find(lookup(), 1, null).calls().getFirst().text())
                .contains("\"errorCode\":\"Server.Unavailable\"");
        assertThat(history.in("eu-west-1").find(lookup(), 1, null).calls().getFirst().text())
                .contains("\"errorCode\":\"Client.RequestLimitExceeded\"");
    }

    @Test
    void isFaultyOnlyInWaysThatAreKnown() {
        assertThatThrownBy(() -> account.sandbox().faults().set("ec2", "us-east-1:slow"))
                .hasMessageContaining("ec2 must be REGION:denied, REGION:throttled or REGION:down");
    }

    @AfterEach
    void close() {
        account.close();
    }

    private List<String> ids(String region) {
        return account.ec2(region).describe(Description.ALL).stream()
                .map(each -> String.valueOf(each.get("instanceId")))
                .toList();
    }

    private static List<String> calls(PastCalls history) {
        return history.find(lookup(), 50, null).calls().stream().map(PastCall::name).toList();
    }

    private static Lookup lookup() {
        return new Lookup(null, "", Instant.MIN, Instant.MAX);
    }
}
