package dev.profileguard.sandbox.aws.ec2;

import static dev.profileguard.sandbox.aws.ec2.Ec2Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaggingReadsTest {
    private final Ec2Fixture fixture = new Ec2Fixture();

    @Test
    void showInstancesAndTheirAssociationsLate() {
        fixture.sandbox().faults().set("ec2lag", "PT30S");

        String id = fixture.ec2().runInstances("web");
        assertThat(fixture.ec2().describe(Description.ALL)).isEmpty();
        assertThat(fixture.ec2().describeAssociations(Description.ALL)).isEmpty();
        assertRefused(
                () ->
                        fixture.ec2()
                                .describe(
                                        new Description(
                                                List.of(id), List.of(), PageRequest.FIRST, false)),
                400,
                "InvalidInstanceID.NotFound",
                "The instance ID '%s' does not exist".formatted(id));
        fixture.sandbox().advance(Duration.ofSeconds(30));

        assertThat(fixture.ec2().describe(Description.ALL)).hasSize(1);
        assertThat(profiles()).containsExactly("web");
    }

    @Test
    void showTheProfileThatAnInstanceHadBefore() {
        String id = fixture.ec2().runInstances("web");
        fixture.sandbox().advance(Duration.ofMinutes(1));
        fixture.sandbox().faults().set("ec2lag", "PT30S");

        fixture.ec2().replace(association(), "other");
        assertThat(profiles()).containsExactly("web");
        assertThat(shown(id)).endsWith("/web");
        fixture.sandbox().advance(Duration.ofSeconds(30));

        assertThat(profiles()).containsExactly("other");
        assertThat(shown(id)).endsWith("/other");
    }

    private String association() {
        return String.valueOf(
                fixture.ec2()
                        .describeAssociations(Description.ALL)
                        .getFirst()
                        .get("associationId"));
    }

    private List<String> profiles() {
        return fixture.ec2().describeAssociations(Description.ALL).stream()
                .map(LaggingReadsTest::arn)
                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                .toList();
    }

    private String shown(String id) {
        return arn(fixture.ec2().describe(Description.filtered("instance-id", id)).getFirst());
    }

    private static String arn(Map<?, ?> item) {
        return item.get("iamInstanceProfile") instanceof Map<?, ?> profile
                ? String.valueOf(profile.get("arn"))
                : "";
    }

    @AfterEach
    void close() {
        fixture.close();
    }
}
