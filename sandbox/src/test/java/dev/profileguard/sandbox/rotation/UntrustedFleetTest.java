package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.NEW;
import static dev.profileguard.sandbox.rotation.RotatingAccount.OLD;
import static dev.profileguard.sandbox.rotation.RotatingAccount.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.NewVersion;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Somebody who may change launch templates, or use profiles, but may not pass the role of the new
/// profile.
class UntrustedFleetTest {
    private static final String REGION = "eu-west-1";

    @Test
    void letsAGroupUseItsOwnVersionAndNoneThatSomebodyDescribedLikeIt() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.group(REGION, "web-asg", template, "1", 2);
            describedLikeItsOwn(account, template);

            account.rotate();
            account.sandbox().advance(Duration.ofMinutes(15));
            JsonNode response = account.rotate();

            assertThat(response.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(
                            account.sandbox()
                                    .autoScaling()
                                    .describeGroups(
                                            RotatingAccount.owner(REGION), List.of("web-asg"))
                                    .getFirst()
                                    .get("LaunchTemplate"))
                    .isEqualTo(
                            Map.of(
                                    "LaunchTemplateId",
                                    template,
                                    "LaunchTemplateName",
                                    "web",
                                    "Version",
                                    "3"));
            assertThat(account.instancesOf(REGION, "web-asg"))
                    .hasSize(2)
                    .allMatch(each -> account.profileOf(each).equals(NEW));
        }
    }

    @Test
    void replacesNoInstancesWhereALaterVersionTookThePlaceOfItsOwn() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String template = account.template(REGION, "web");
            account.group(REGION, "a", template, "$Latest", 1);
            account.group(REGION, "b", template, "$Latest", 1);
            account.rotate();
            describedLikeItsOwn(account, template);
            account.sandbox().advance(Duration.ofMinutes(15));

            JsonNode response = account.rotate();

            assertThat(states(response)).endsWith("by-hand");
            assertThat(response.toString())
                    .contains("ProfileRotation did not make version 3 of its launch template");
            assertThat(account.profileOf(account.instancesOf(REGION, "b").getFirst()))
                    .isEqualTo(OLD);
        }
    }

    /// EC2 asked for the permission to pass role `weak` only.
    @Test
    void addsNoRoleToItsProfileThatAnInstanceBeganToUseWhileItWasEmpty() {
        try (RotatingAccount account = RotatingAccount.with()) {
            AccountUnderTest.createRole(account.as("owner"), "weak");
            killedBeforeTheRoleIsAdded(account);
            account.withoutEvents("owner", iam -> AccountUnderTest.add(iam, NEW, "weak"));
            String instance = account.ec2(REGION).runInstances(NEW);
            account.withoutEvents("owner", iam -> AccountUnderTest.remove(iam, NEW, "weak"));

            JsonNode response = account.rotate();

            assertThat(response.path("decision").asText()).isEqualTo("rotation-stopped");
            assertThat(response.path("why").asText())
                    .startsWith(
                            "%s was still empty, and does not get role web-v2: instances use %s: %s in eu-west-1"
                                    .formatted(NEW, NEW, instance));
            assertThat(account.roleIn(NEW)).isEqualTo("none");
        }
    }

    @Test
    void addsTheRoleToItsEmptyProfileThatNothingUses() {
        try (RotatingAccount account = RotatingAccount.with()) {
            killedBeforeTheRoleIsAdded(account);
            assertThat(account.roleIn(NEW)).isEqualTo("none");

            account.rotate();

            assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
        }
    }

    private static void describedLikeItsOwn(RotatingAccount account, String template) {
        account.templates()
                .createVersion(
                        RotatingAccount.owner(REGION),
                        new TemplateReference(template, null, null),
                        new NewVersion(
                                new TemplateData(
                                        "ami-0abcdef1234567890",
                                        "m5.large",
                                        ProfileReference.named(NEW)),
                                "Profile Guard: version 1 with profile " + NEW,
                                null,
                                false));
    }

    private static void killedBeforeTheRoleIsAdded(RotatingAccount account) {
        AtomicBoolean isKilled = new AtomicBoolean();
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.operation().equals("AddRoleToInstanceProfile")
                            && !isKilled.getAndSet(true)) {
                        throw new Killed();
                    }
                });
        try {
            account.rotate();
        } catch (Killed killed) {
            assertThat(isKilled).isTrue();
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
