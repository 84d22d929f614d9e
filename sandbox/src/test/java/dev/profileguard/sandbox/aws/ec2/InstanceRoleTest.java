package dev.profileguard.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Role;

class InstanceRoleTest {
    private final Ec2Fixture account = new Ec2Fixture();
    private final String instance = account.ec2().runInstances("web");

    @Test
    void isTheRoleThatIsInTheProfileNow() {
        assertThat(role()).isEqualTo("web");

        account.remove("web", "web");
        assertThat(role()).isEqualTo("none");

        account.add("web", "other");
        assertThat(role()).isEqualTo("other");
    }

    @Test
    void isNoneOnceTheProfileWasMadeAgainUnderItsName() {
        account.remove("web", "web");
        account.iam().deleteInstanceProfile(r -> r.instanceProfileName("web"));
        account.iam().createInstanceProfile(r -> r.instanceProfileName("web"));
        account.add("web", "web");

        assertThat(role()).isEqualTo("none");
        assertThat(account.ec2().describe(Description.ALL).getFirst().get("iamInstanceProfile"))
                .isNotEqualTo(
                        Map.of("arn", Ec2Fixture.ARN + "web", "id", account.profileId("web")));

        String association =
                String.valueOf(
                        account.ec2()
                                .describeAssociations(Description.ALL)
                                .getFirst()
                                .get("associationId"));
        account.ec2().replace(association, "web");
        assertThat(role()).isEqualTo("web");
    }

    @Test
    void staysWhileTheInstanceIsStopped() {
        account.ec2().stop(instance);

        assertThat(role()).isEqualTo("web");
    }

    @Test
    void isNoneOfATerminatedInstance() {
        account.ec2().terminate(instance);

        assertThat(role()).isEqualTo("none");
    }

    @Test
    void isNoneWithoutAnAssociation() {
        Association association =
                Objects.requireNonNull(account.sandbox().instances().association(instance));
        account.ec2().disassociate(association.id());

        assertThat(role()).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf("i-0123456789abcdef0")).isEmpty();
    }

    @Test
    void isSeenFromEveryRegion() {
        String elsewhere = account.ec2("eu-west-1").runInstances("other");

        assertThat(account.sandbox().instances().roleOf(elsewhere).map(Role::roleName))
                .contains("other");
        assertThat(account.sandbox().instances().overview())
                .extracting(
                        each -> each.get("instance"),
                        each -> each.get("region"),
                        each -> each.get("role"))
                .containsExactly(
                        tuple(instance, "us-east-1", "arn:aws:iam::123456789012:role/web"),
                        tuple(elsewhere, "eu-west-1", "arn:aws:iam::123456789012:role/other"));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private String role() {
        return account.sandbox().instances().roleOf(instance).map(Role::roleName).orElse("none");
    }
}
