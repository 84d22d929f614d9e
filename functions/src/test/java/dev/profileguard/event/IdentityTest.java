package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class IdentityTest {
    @Test
    void identifiesASessionByItsRoleWithTheRolesPath() throws IOException {
        Actor actor =
                actor(
                        """
                        {"type": "AssumedRole", "principalId": "AROA1:deployer",
                         "arn": "arn:aws:sts::1:assumed-role/intern/deployer",
                         "sessionContext": {"sessionIssuer": {"type": "Role",
                           "arn": "arn:aws:iam::1:role/team/intern"}}}\
                        """);

        assertThat(actor)
                .isEqualTo(new Actor.RoleSession("arn:aws:iam::1:role/team/intern", "deployer"));
    }

    @Test
    void identifiesAUserByItsArnEvenWithAnEmptyIssuer() throws IOException {
        Actor actor =
                actor(
                        """
                        {"type": "IAMUser", "arn": "arn:aws:iam::1:user/alice",
                         "sessionContext": {"sessionIssuer": {}, "webIdFederationData": {}}}\
                        """);

        assertThat(actor).isEqualTo(new Actor.User("arn:aws:iam::1:user/alice"));
    }

    @Test
    void identifiesAFederatedUserByTheIssuingUser() throws IOException {
        Actor actor =
                actor(
                        """
                        {"type": "FederatedUser", "arn": "arn:aws:sts::1:federated-user/root",
                         "sessionContext": {"sessionIssuer": {"type": "IAMUser",
                           "arn": "arn:aws:iam::1:user/broker"}}}\
                        """);

        assertThat(actor).isEqualTo(new Actor.User("arn:aws:iam::1:user/broker"));
    }

    @Test
    void recognizesAServiceOnBehalfOfAPrincipal() throws IOException {
        Actor actor =
                actor(
                        """
                        {"type": "Root", "arn": "arn:aws:iam::1:root",
                         "invokedBy": "cloudformation.amazonaws.com"}\
                        """);

        assertThat(actor)
                .isEqualTo(
                        new Actor.Service(
                                "cloudformation.amazonaws.com",
                                new Actor.User("arn:aws:iam::1:root")));
    }

    @Test
    void recognizesAService() throws IOException {
        assertThat(actor("{\"type\": \"AWSService\", \"invokedBy\": \"ec2.amazonaws.com\"}"))
                .isEqualTo(new Actor.Service("ec2.amazonaws.com", null));
    }

    @Test
    void awsInternalIsNotAService() throws IOException {
        assertThat(
                        actor(
                                """
                                {"type": "IAMUser", "arn": "arn:aws:iam::1:user/alice",
                                 "invokedBy": "AWS Internal"}\
                                """))
                .isEqualTo(new Actor.User("arn:aws:iam::1:user/alice"));
    }

    @Test
    void aSessionWithoutItsRoleIsUnknown() throws IOException {
        assertThat(
                        actor(
                                """
                                {"type": "AssumedRole", "sessionContext": {},
                                 "arn": "arn:aws:sts::1:assumed-role/deployer/x"}\
                                """))
                .isInstanceOf(Actor.Unknown.class);
        assertThat(actor("{\"accountId\": \"1\"}")).isInstanceOf(Actor.Unknown.class);
        assertThat(actor("{\"type\": \"IAMUser\"}")).isInstanceOf(Actor.Unknown.class);
    }

    /// Only a forged record has such texts. They would fill every message that names the actor.
    @Test
    void takesNoTextForAnArnThatIsLongerThanOne() throws IOException {
        String longest = "arn:aws:iam::1:user/" + "a".repeat(680);
        String issuer = "\"sessionIssuer\": {\"arn\": \"" + "x".repeat(99_999) + "\"}";

        assertThat(user(longest, "")).isEqualTo(new Actor.User(longest));
        assertThat(user(longest + "a", "")).isInstanceOf(Actor.Unknown.class);
        assertThat(user(longest, issuer)).isInstanceOf(Actor.Unknown.class);
        assertThat(user("a".repeat(99_999), "").described()).hasSizeLessThan(400);
    }

    private static Actor user(String arn, String issuer) throws IOException {
        return actor(
                """
                {"type": "IAMUser", "arn": "%s", "sessionContext": {%s}}\
                """
                        .formatted(arn, issuer));
    }

    private static Actor actor(String json) throws IOException {
        return Identity.actor(new JsonFields("userIdentity", JSON.std.mapFrom(json)));
    }
}
