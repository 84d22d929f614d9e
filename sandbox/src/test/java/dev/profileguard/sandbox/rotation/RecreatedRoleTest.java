package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.commands;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecreatedRoleTest {
    private static final String MEND = "{\"mend\": {\"role\": \"web\"}}";

    @Test
    void saysWhatRemembersAnEarlierRoleAndHowToMendIt() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String former = account.as("owner").getRole(r -> r.roleName("web")).role().roleId();
            account.as("owner")
                    .createRole(
                            r -> r.roleName("partner").assumeRolePolicyDocument(trusting("web")));
            account.as("owner")
                    .createRole(r ->
                            r.roleName("eks")
                                    .assumeRolePolicyDocument(
                                            AccountUnderTest.trust("eks.amazonaws.com")));
            account.sandbox()
                    .eks()
                    .call(
                            RotatingAccount.owner("eu-west-1"),
                            "CreateCluster",
                            Map.of(
                                    "name",
                                    "shop",
                                    "roleArn",
                                    "arn:aws:iam::123456789012:role/eks",
                                    "accessConfig",
                                    Map.of("authenticationMode", "API"),
                                    "resourcesVpcConfig",
                                    Map.of()));
            account.sandbox()
                    .eks()
                    .call(
                            RotatingAccount.owner("eu-west-1"),
                            "CreateAccessEntry",
                            Map.of(
                                    "name",
                                    "shop",
                                    "principalArn",
                                    "arn:aws:iam::123456789012:role/web",
                                    "type",
                                    "EC2_LINUX"));
            recreate(account);

            JsonNode response = account.ask(MEND);

            assertThat(response.path("formerIds").toString()).isEqualTo("[\"" + former + "\"]");
            assertThat(commands(response))
                    .anyMatch(each ->
                            each.startsWith("aws eks delete-access-entry --cluster-name shop"))
                    .anyMatch(each -> each.startsWith("aws eks create-access-entry"))
                    .anyMatch(each ->
                            each.startsWith("aws iam update-assume-role-policy --role-name partner")
                                    && each.contains("arn:aws:iam::123456789012:role/web")
                                    && !each.contains(former))
                    .anyMatch(each -> each.startsWith("./guard rotate prod-web --role web"));
        }
    }

    @Test
    void findsNothingWhereTheRoleIsTheSame() {
        try (RotatingAccount account = RotatingAccount.with()) {
            JsonNode response = account.ask(MEND);

            assertThat(response.path("steps")).isEmpty();
            assertThat(response.path("why").asText()).startsWith("Nothing is known");
            assertThat(response.at("/unknown/0").asText()).contains("formerId");
        }
    }

    @Test
    void searchesForTheIdThatTheRequestNames() {
        try (RotatingAccount account = RotatingAccount.with("GuardMode", "off")) {
            String former = account.as("owner").getRole(r -> r.roleName("web")).role().roleId();
            account.as("owner")
                    .createRole(
                            r -> r.roleName("partner").assumeRolePolicyDocument(trusting("web")));
            recreate(account);

            JsonNode response =
                    account.ask(
                            "{\"mend\": {\"role\": \"web\", \"formerId\": \"%s\"}}"
                                    .formatted(former));

            assertThat(commands(response)).anyMatch(each -> each.contains("--role-name partner"));
            assertThat(
                            account.ask("{\"mend\": {\"role\": \"gone\"}}")
                                    .path("errorMessage")
                                    .asText())
                    .contains("There is no role gone");
            assertThat(
                            account.ask("{\"mend\": {\"role\": \"web\", \"formerId\": \"x\"}}")
                                    .path("errorMessage")
                                    .asText())
                    .contains("mend.formerId must be the ID of a role");
        }
    }

    private static void recreate(RotatingAccount account) {
        account.sandbox().advance(Duration.ofMinutes(10));
        account.withoutEvents(
                "mallory",
                iam -> {
                    AccountUnderTest.remove(iam, RotatingAccount.OLD, "web");
                    iam.deleteRole(r -> r.roleName("web"));
                    AccountUnderTest.createRole(iam, "web");
                    AccountUnderTest.add(iam, RotatingAccount.OLD, "web");
                });
    }

    private static String trusting(String role) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::123456789012:role/%s"}, "Action": "sts:AssumeRole"}]}\
        """
                .formatted(role);
    }
}
