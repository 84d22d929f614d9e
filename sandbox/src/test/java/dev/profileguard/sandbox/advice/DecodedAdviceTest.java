package dev.profileguard.sandbox.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encoded authorization messages of EC2, which FailureAdvisor lets STS decode with its own
/// permissions.
class DecodedAdviceTest {
    private static final String PERMISSION = "sts:DecodeAuthorizationMessage";
    private static final Path TEMPLATE = Path.of("../template.yaml");

    @TempDir private Path folder = Path.of(".");
    private @Nullable Sandbox started;

    @AfterEach
    void close() {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void saysWhatTheMessageOfALaunchInAnotherRegionShows() throws IOException {
        start(TEMPLATE, "on");

        launchRefused("eu-west-1");

        assertThat(cause())
                .contains(" failed with UnauthorizedOperation in eu-west-1. ")
                .contains("bob may not do ec2:RunInstances on arn:aws:ec2:eu-west-1:123456789012:")
                .contains(
                        "an identity-based policy denies it explicitly, by statement NoLaunch"
                                + " (Deny")
                .contains("The decoded message: {\"allowed\":false,")
                .contains("\"explicitDeny\":true");
        assertThat(todo()).noneMatch(each -> each.contains("decode-authorization-message"));
        assertThat(stsCalls()).containsExactly("DecodeAuthorizationMessage ok");
    }

    @Test
    void decodesNothingWhenThatIsOff() throws IOException {
        start(TEMPLATE, "off");

        launchRefused("eu-west-1");

        assertThat(cause()).contains("explicit").doesNotContain("decoded", "NoLaunch");
        assertThat(todo().getLast()).startsWith("See https://");
        assertThat(todo()).anyMatch(each -> each.contains("aws sts decode-authorization-message"));
        assertThat(stsCalls()).isEmpty();
    }

    @Test
    void explainsTheLaunchAlsoWithoutThePermissionToDecode() throws IOException {
        Path without = folder.resolve("template.yaml");
        String text = Files.readString(TEMPLATE);
        assertThat(text).containsOnlyOnce(PERMISSION);
        Files.writeString(without, text.replace(PERMISSION, "sts:GetCallerIdentity"));
        start(without, "on");

        launchRefused("eu-west-1");

        assertThat(cause())
                .contains("bob may not do ec2:RunInstances")
                .contains("The encoded message could not be decoded: STS: AccessDenied: User: ")
                .contains("is not authorized to perform: " + PERMISSION);
        assertThat(todo()).anyMatch(each -> each.contains("aws sts decode-authorization-message"));
        assertThat(stsCalls()).containsExactly("DecodeAuthorizationMessage AccessDenied");
    }

    @Test
    void saysThatTheMessageInTheEventIsCut() throws IOException {
        start(TEMPLATE, "on");

        forward(refused("eu-west-1").replaceAll("(failure message: [\\w-]{20})[\\w-]+", "$1"));

        assertThat(cause())
                .contains("The encoded message could not be decoded: STS does not accept the")
                .contains("InvalidAuthorizationMessageException", "it is cut, it has expired");
    }

    @Test
    void decodesTheMessagesOfAReport() throws IOException {
        start(TEMPLATE, "on");
        sandbox().faults().set("lose", "1");
        refused("us-east-1");

        Map<String, Object> answer =
                JSON.std.mapFrom(
                        sandbox()
                                .lambda()
                                .invoke("FailureAdvisor", "{\"failures\": {\"hours\": 24}}")
                                .payload());

        Map<?, ?> group =
                (Map<?, ?>) ((List<?>) Objects.requireNonNull(answer.get("failures"))).getFirst();
        assertThat(String.valueOf(group.get("why")))
                .contains("bob may not do ec2:RunInstances", "NoLaunch");
        assertThat(stsCalls()).containsExactly("DecodeAuthorizationMessage ok");
    }

    private void start(Path template, String decode) {
        Map<String, String> parameters = new HashMap<>();
        for (String mode : List.of("GuardMode", "ProvisionMode", "TagMode", "NodeRoleMode")) {
            parameters.put(mode, "off");
        }
        parameters.put("SweepMode", "off");
        parameters.put("CanaryMinutes", "off");
        parameters.put("TrustedPrincipals", "nobody");
        parameters.put("DecodeAuthorizationMessages", decode);
        started = Sandbox.start(template, parameters, Sandbox.Mode.TEST_CLOCK);
        sandbox().iamAs("root").createUser(r -> r.userName("bob"));
        sandbox()
                .iamAs("root")
                .putUserPolicy(r ->
                        r.userName("bob")
                                .policyName("launch")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [
                                          {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
                                          {"Sid": "NoLaunch", "Effect": "Deny",
                                           "Action": "ec2:RunInstances", "Resource": "*"}]}
                                        """));
        sandbox().identityPolicies().enforce(true);
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    /// Lets bob launch an instance, and returns the event of the refusal.
    private String refused(String region) {
        assertThatThrownBy(() -> sandbox().ec2(Sandbox.user("bob"), region).runInstance())
                .hasMessageContaining("Encoded authorization failure message: ");
        return BusEvent.of(
                        sandbox()
                                .pastCalls()
                                .in(region)
                                .find(new Lookup(null, "", Instant.MIN, Instant.MAX), 1, null)
                                .calls()
                                .getFirst()
                                .record())
                .json();
    }

    private void launchRefused(String region) throws IOException {
        forward(refused(region));
    }

    /// As the stack of `regional.yaml` does it.
    private void forward(String event) throws IOException {
        sandbox().bus().put(BusEvent.of(event));
        sandbox().advance(Duration.ofMinutes(7));
    }

    private List<String> stsCalls() {
        return sandbox().timeline().entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && "sts".equals(entry.service()))
                .map(entry -> entry.operation() + " " + entry.outcome())
                .toList();
    }

    private String cause() {
        return String.valueOf(finding().get("cause"));
    }

    @SuppressWarnings("unchecked") // the schema of findings
    private List<String> todo() {
        return (List<String>) Objects.requireNonNull(finding().get("todo"));
    }

    private Map<String, @Nullable Object> finding() {
        return sandbox().findings().stream()
                .filter(each -> "access-denied".equals(each.get("kind")))
                .findFirst()
                .orElseThrow();
    }
}
