package dev.profileguard.aws.compute;

import static dev.profileguard.aws.compute.ComputeExamples.FILTERS;
import static dev.profileguard.aws.compute.ComputeExamples.HERE;
import static dev.profileguard.aws.compute.ComputeExamples.INSTANCES;
import static dev.profileguard.aws.compute.ComputeExamples.profiles;
import static dev.profileguard.aws.compute.ComputeExamples.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.profileguard.compute.ComputeException;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.instance.InstanceUse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Instances that use a profile, and their associations.
class InstanceInventoryTest {
    private final PlayedAws aws = new PlayedAws();

    @Test
    void readsAnInstanceWithItsOwnerAndAssociation() {
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .answer(
                        HERE
                                + " DescribeIamInstanceProfileAssociations"
                                + " Filter.1.Name=instance-id"
                                + " Filter.1.Value.1=i-1234567890abcdef0",
                        associations("associated"));

        ComputeInventory inventory = inventory("Web");

        assertThat(inventory.instances())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.use().associationId()).isEqualTo("iip-assoc-1"),
                        each -> assertThat(each.use().state()).isEqualTo("running"),
                        each -> assertThat(each.owner().group()).isEqualTo("web-asg"),
                        each -> assertThat(each.owner().cluster()).isEqualTo("prod"));
        assertThat(inventory.calls()).isEqualTo(6);
        assertThat(aws.requests().getFirst())
                .contains("Filter.1.Value.1=*/Web Filter.1.Value.2=*/web ");
    }

    @Test
    void keepsAnInstanceWhoseAssociationIsNotShown() {
        aws.answer(HERE + " DescribeInstances", INSTANCES)
                .refuse(
                        HERE + " DescribeIamInstanceProfileAssociations",
                        403,
                        "UnauthorizedOperation");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.instances())
                .singleElement()
                .satisfies(each -> assertThat(each.use().associationId()).isNull());
        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeIamInstanceProfileAssociations:"
                                + " UnauthorizedOperation: Sorry.");
    }

    @Test
    void readsTwentyThousandInstancesWithTheirAssociations() {
        for (int page = 0; page < 20; page++) {
            aws.answer(
                    HERE
                            + " DescribeInstances"
                            + (page == 0 ? "" : " " + FILTERS + " NextToken=" + page),
                    instances(page, page == 19 ? "" : "<nextToken>" + (page + 1) + "</nextToken>"));
        }

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.isComplete()).isTrue();
        assertThat(inventory.instances()).hasSize(20_000);
        assertThat(inventory.calls()).isEqualTo(5 + 19 + 100);
    }

    /// The first of five calls fails, and the second one shows an association.
    @Test
    void keepsTheAssociationsOfOtherInstancesIfOneCallFails() {
        aws.answer(HERE + " DescribeInstances", instances(0, ""))
                .refuse(HERE + " DescribeIamInstanceProfileAssociations", 403, "Denied")
                .answer(
                        HERE + " DescribeIamInstanceProfileAssociations",
                        associations("associated").replace("i-1234567890abcdef0", "i-200"))
                .answer(
                        HERE + " DescribeIamInstanceProfileAssociations",
                        "<DescribeIamInstanceProfileAssociationsResponse/>");

        ComputeInventory inventory = inventory("web");

        assertThat(inventory.unknown())
                .containsExactly(
                        "eu-west-1: DescribeIamInstanceProfileAssociations: Denied: Sorry.");
        assertThat(inventory.instances()).hasSize(1_000);
        assertThat(inventory.instances())
                .filteredOn(each -> each.use().associationId() != null)
                .extracting(each -> each.use().instanceId())
                .containsExactly("i-200");
        assertThat(inventory.calls()).isEqualTo(5 + 5);
    }

    @Test
    void throwsTheErrorOfADecisionsRead() {
        aws.refuse(HERE + " DescribeIamInstanceProfileAssociations", 403, "UnauthorizedOperation");

        assertThatThrownBy(() -> reader(aws).association(HERE, "i-1"))
                .asInstanceOf(type(ComputeException.class))
                .satisfies(
                        error -> assertThat(error.code()).isEqualTo("UnauthorizedOperation"),
                        error ->
                                assertThat(error.why())
                                        .isEqualTo(
                                                "DescribeIamInstanceProfileAssociations in"
                                                        + " eu-west-1: UnauthorizedOperation:"
                                                        + " Sorry."));
    }

    @Test
    void prefersTheAssociationThatComesToTheOneThatGoes() {
        aws.answer(
                HERE + " DescribeIamInstanceProfileAssociations",
                associations("disassociating", "associating", "disassociated"));

        assertThat(reader(aws).association(HERE, "i-1234567890abcdef0"))
                .extracting(InstanceUse::associationId)
                .isEqualTo("iip-assoc-2");
    }

    @Test
    void showsTheAssociationThatGoesIfThereIsNoOther() {
        aws.answer(
                HERE + " DescribeIamInstanceProfileAssociations",
                associations("disassociated", "disassociating"));

        assertThat(reader(aws).association(HERE, "i-1234567890abcdef0"))
                .extracting(InstanceUse::associationId)
                .isEqualTo("iip-assoc-2");
    }

    @Test
    void showsNoAssociationOfAnInstanceWithout() {
        assertThat(reader(aws).association(HERE, "i-1234567890abcdef0")).isNull();
    }

    private ComputeInventory inventory(String... names) {
        return reader(aws).inventory(profiles(names));
    }

    private static String instances(int page, String token) {
        return "<DescribeInstancesResponse><reservationSet>"
                + IntStream.range(page * 1_000, (page + 1) * 1_000)
                        .mapToObj(i ->
                                "<item><instancesSet><item><instanceId>i-%d</instanceId><instanceState><name>running</name></instanceState><iamInstanceProfile><arn>arn:aws:iam::123456789012:instance-profile/web</arn><id>AIPA1</id></iamInstanceProfile></item></instancesSet></item>"
                                        .formatted(i))
                        .collect(Collectors.joining())
                + "</reservationSet>"
                + token
                + "</DescribeInstancesResponse>";
    }

    private static String associations(String... states) {
        return IntStream.rangeClosed(1, states.length)
                .mapToObj(i ->
                        """
                        <item>
                          <associationId>iip-assoc-%d</associationId>
                          <instanceId>i-1234567890abcdef0</instanceId>
                          <iamInstanceProfile>
                            <arn>arn:aws:iam::123456789012:instance-profile/web</arn>
                            <id>AIPAJEDNCAA64SSD265D6</id>
                          </iamInstanceProfile>
                          <state>%s</state>
                        </item>
                        """
                                .formatted(i, states[i - 1]))
                .collect(
                        Collectors.joining(
                                "",
                                "<DescribeIamInstanceProfileAssociationsResponse>"
                                        + "<iamInstanceProfileAssociationSet>",
                                "</iamInstanceProfileAssociationSet>"
                                        + "</DescribeIamInstanceProfileAssociationsResponse>"));
    }
}
