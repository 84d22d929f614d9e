package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.functionsFor;
import static dev.profileguard.sandbox.template.TemplateFile.guard;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RulePatternsTest {
    @Test
    void aFailedCallReachesOnlyTheFunctionThatExplainsIt() throws Exception {
        ObjectNode event = event("role-added");
        detail(event).put("errorCode", "LimitExceededException");
        ObjectNode dryRun =
                (ObjectNode)
                        JSON.readTree(
                                ROOT.resolve("events/FailureAdvisor/launch-refused.json").toFile());
        detail(dryRun).put("errorCode", "Client.DryRunOperation").remove("errorMessage");
        ObjectNode ours = event("role-added-by-pipeline");
        detail(ours).put("errorCode", "LimitExceededException");
        issuer(ours).put("arn", function("TagEnforcer").roleArn());
        ObjectNode others = event.deepCopy();
        others.put("account", "210987654321");

        assertThat(functionsFor(event)).containsExactly("FailureAdvisor");
        assertThat(functionsFor(dryRun)).isEmpty();
        assertThat(functionsFor(ours)).isEmpty();
        assertThat(functionsFor(others)).isEmpty();
    }

    @Test
    void aFunctionReceivesEventsOfAllCallsExceptItsOwn() throws Exception {
        ObjectNode own = event("role-added-by-pipeline");
        issuer(own).put("arn", guard().roleArn());
        ObjectNode emptyIssuer = event("role-added-by-pipeline");
        issuer(emptyIssuer).removeAll();
        ObjectNode noIssuer = event("role-added");

        assertThat(functionsFor(own)).containsExactly("NodeRoleCheck", "TagEnforcer");
        assertThat(functionsFor(emptyIssuer))
                .containsExactly("NodeRoleCheck", "ProfileGuard", "TagEnforcer");
        assertThat(functionsFor(noIssuer))
                .containsExactly("NodeRoleCheck", "ProfileGuard", "TagEnforcer");
    }

    @Test
    void theCanaryAndProfileGuardReceiveTheCanarysEvents() throws Exception {
        ObjectNode own =
                (ObjectNode) JSON.readTree(ROOT.resolve("events/Canary/came-back.json").toFile());
        ObjectNode others = own.deepCopy();
        issuer(others).put("arn", guard().roleArn());
        ObjectNode failed = own.deepCopy();
        detail(failed).put("errorCode", "AccessDenied");

        assertThat(functionsFor(own)).containsExactlyInAnyOrder("Canary", "ProfileGuard");
        assertThat(functionsFor(others)).isEmpty();
        assertThat(functionsFor(failed)).isEmpty();
    }

    @Test
    void patternsAreNoLongerThanEventBridgeAllows() {
        assertThat(TEMPLATE.rules())
                .allSatisfy(rule -> assertThat(rule.pattern()).hasSizeLessThan(2048));
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode event(String name) throws IOException {
        return (ObjectNode)
                JSON.readTree(ROOT.resolve("events/ProfileGuard/" + name + ".json").toFile());
    }

    private static ObjectNode detail(ObjectNode event) {
        return (ObjectNode) event.path("detail");
    }

    private static ObjectNode issuer(ObjectNode event) {
        return (ObjectNode) event.at("/detail/userIdentity/sessionContext/sessionIssuer");
    }
}
