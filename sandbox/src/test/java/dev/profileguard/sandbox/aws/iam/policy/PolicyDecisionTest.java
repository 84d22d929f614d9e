package dev.profileguard.sandbox.aws.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.policy.AccessRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/app/web";
    private static final String NOTHING_ALLOWS =
            "because no identity-based policy allows the iam:PassRole action";

    @Test
    void allowsWhatAStatementAllows() {
        assertThat(decide("{'Effect':'Allow','Action':'iam:Pass*','Resource':'*'}")).isNull();
        assertThat(decide("{'Effect':'Allow','Action':['IAM:PASSROLE'],'Resource':['%s']}"))
                .isNull();
        assertThat(decide("{'Effect':'Allow','NotAction':'iam:Create*','Resource':'*'}")).isNull();
        assertThat(decide("{'Effect':'Allow','Action':'*','NotResource':'*/db'}")).isNull();
    }

    @Test
    void refusesWhatNoStatementAllows() {
        assertThat(decide("{'Effect':'Allow','Action':'iam:GetRole','Resource':'*'}"))
                .isEqualTo(NOTHING_ALLOWS);
        assertThat(decide("{'Effect':'Allow','Action':'*','Resource':'*:role/web'}"))
                .isEqualTo(NOTHING_ALLOWS);
        assertThat(decide("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}"))
                .isEqualTo(NOTHING_ALLOWS);
        assertThat(decide("{'Effect':'Allow','Action':'*','NotResource':'*/web'}"))
                .isEqualTo(NOTHING_ALLOWS);
        assertThat(new PolicyDecision(List.of(), null).refusal(request()))
                .isEqualTo(NOTHING_ALLOWS);
    }

    @Test
    void letsAnExplicitDenyWin() {
        String both =
                "{'Effect':'Allow','Action':'*','Resource':'*'},"
                        + "{'Effect':'Deny','Action':'iam:PassRole','Resource':'*/web'}";

        assertThat(decide(both)).isEqualTo("with an explicit deny in an identity-based policy");
    }

    @Test
    void needsThePermissionsBoundaryToo() {
        String all = "{'Effect':'Allow','Action':'*','Resource':'*'}";

        assertThat(decide(all, all)).isNull();
        assertThat(decide(all, "{'Effect':'Allow','Action':'s3:*','Resource':'*'}"))
                .isEqualTo("because no permissions boundary allows the iam:PassRole action");
        assertThat(decide(all, all + ",{'Effect':'Deny','Action':'iam:*','Resource':'*'}"))
                .isEqualTo("with an explicit deny in a permissions boundary");
    }

    @Test
    void needsAllOfItsConditions() {
        String statement =
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':"
                        + "{'iam:PassedToService':'ec2.amazonaws.com'},'Bool':{'b':'%s'}}}";

        assertThat(decide(statement.formatted("true"))).isNull();
        assertThat(decide(statement.formatted("false"))).isEqualTo(NOTHING_ALLOWS);
    }

    private static @Nullable String decide(String statements) {
        return new PolicyDecision(List.of(policy(statements)), null).refusal(request());
    }

    private static @Nullable String decide(String statements, String boundary) {
        return new PolicyDecision(List.of(policy(statements)), policy(boundary)).refusal(request());
    }

    private static String policy(String statements) {
        String json = "{'Version':'2012-10-17','Statement':[%s]}".formatted(statements);
        return json.replace("''", "\u0001")
                .replace('\'', '"')
                .replace('\u0001', '\'')
                .replace("%s", ROLE);
    }

    private static AccessRequest request() {
        return new AccessRequest(
                "iam:PassRole",
                ROLE,
                Map.of(
                        "iam:PassedToService", List.of("ec2.amazonaws.com"),
                        "iam:AssociatedResourceARN",
                                List.of("arn:aws:ec2:us-east-1:123456789012:instance/i-1"),
                        "aws:TagKeys", List.of("team", "cost"),
                        "team", List.of("app"),
                        "n", List.of("9"),
                        "t", List.of("2026-01-05T09:00:00Z"),
                        "b", List.of("true")));
    }
}
