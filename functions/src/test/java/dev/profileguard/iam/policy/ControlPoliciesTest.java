package dev.profileguard.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlPoliciesTest {
    private static final AccessRequest DELETE =
            new AccessRequest("iam:DeleteInstanceProfile", "arn:aws:iam::1:instance-profile/web");
    private static final String ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    private static final String DENY =
            "{'Effect':'Deny','Action':'iam:Delete*','Resource':'*','Condition':{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/ci/*'}}}";

    @Test
    void refuseNothingThatIsAllowed() {
        assertThat(of(ALL).refusal(DELETE)).isEmpty();
    }

    @Test
    void refuseWhatOneOfThemDenies() {
        assertThat(of(ALL, DENY).refusal(DELETE))
                .contains(new Access.Denied(Access.PolicyKind.SERVICE_CONTROL, DENY));
    }

    @Test
    void refuseWhatNoneAllows() {
        assertThat(of(DENY.replace("Delete*", "Tag*")).refusal(DELETE))
                .contains(new Access.NotAllowed(Access.PolicyKind.SERVICE_CONTROL));
    }

    @Test
    void leaveOutWhoAConditionExcepts() {
        AccessRequest pipeline =
                DELETE.with(Map.of("aws:PrincipalArn", List.of("arn:aws:iam::1:role/ci/release")));

        assertThat(of(ALL, DENY).refusal(pipeline)).isEmpty();
    }

    private static ControlPolicies of(String... statements) {
        return new ControlPolicies(
                Access.PolicyKind.SERVICE_CONTROL,
                List.of(statements).stream().map(ControlPoliciesTest::document).toList());
    }

    private static PolicyDocument document(String statement) {
        String text = "{'Version':'2012-10-17','Statement':[%s]}".formatted(statement);
        return PolicyDocument.of(statement, Json.read("policy", text.replace('\'', '"')));
    }
}
