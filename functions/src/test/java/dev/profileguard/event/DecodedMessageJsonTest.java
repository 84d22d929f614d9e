package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.policy.DecodedMessage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedMessageJsonTest {
    @Test
    void readsTheStatementsThatDenyARequest() {
        String text =
                """
                {"allowed":false,"explicitDeny":true,
                 "matchedStatements":{"items":[%s,%s]},
                 "failures":{"items":[]},
                 "context":{
                   "principal":{"id":"AROAEXAMPLE:run-1",
                     "arn":"arn:aws:sts::123456789012:assumed-role/ci/run-1"},
                   "action":"RunInstances",
                   "resource":"arn:aws:ec2:eu-west-1:123456789012:instance/*",
                   "conditions":{"items":[{"key":"ec2:Region","values":{"items":[]}}]}}}
                """
                        .formatted(statement("OnlySmall", "DENY"), statement("All", "ALLOW"));

        assertThat(DecodedMessageJson.read(text))
                .isEqualTo(
                        new DecodedMessage(
                                true,
                                List.of(
                                        new DecodedMessage.Deny(
                                                "OnlySmall",
                                                List.of("ec2:RunInstances"),
                                                List.of("*"),
                                                List.of("ec2:InstanceType"))),
                                "arn:aws:sts::123456789012:assumed-role/ci/run-1",
                                "RunInstances",
                                "arn:aws:ec2:eu-west-1:123456789012:instance/*",
                                text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"explicitDeny\":false}",
                "{\"explicitDeny\":false,\"matchedStatements\":null,\"context\":null}",
                "{\"explicitDeny\":false,\"matchedStatements\":{\"items\":[null,1,[],{}]},\"context\":[]}",
                "{\"explicitDeny\":false,\"matchedStatements\":[],\"context\":{\"principal\":1,\"action\":2,\"resource\":{}}}"
            })
    void readsNothingWhereAFieldIsMissingOrOfAnotherType(String text) {
        assertThat(DecodedMessageJson.read(text))
                .isEqualTo(new DecodedMessage(false, List.of(), "", "", "", text));
    }

    @Test
    void readsAStatementWithoutValues() {
        String text =
                "{\"explicitDeny\":true,\"matchedStatements\":{\"items\":[{\"effect\":\"Deny\",\"actions\":{\"items\":[null,{\"value\":1}]}}]}}";

        assertThat(DecodedMessageJson.read(text).denying())
                .containsExactly(new DecodedMessage.Deny("", List.of(), List.of(), List.of()));
    }

    @Test
    void readsTwentyStatementsWithAHundredValuesEachAtMost() {
        String values =
                String.join(",", Collections.nCopies(101, "{\"value\":\"ec2:RunInstances\"}"));
        String statement = "{\"effect\":\"DENY\",\"actions\":{\"items\":[%s]}}".formatted(values);
        String text =
                "{\"explicitDeny\":true,\"matchedStatements\":{\"items\":[%s,%s]}}"
                        .formatted(
                                String.join(
                                        ",",
                                        Collections.nCopies(
                                                30, statement.replace("DENY", "ALLOW"))),
                                String.join(",", Collections.nCopies(21, statement)));

        assertThat(DecodedMessageJson.read(text).denying())
                .hasSize(20)
                .allMatch(each -> each.actions().size() == 100);
    }

    /// Such a message says neither that a statement denies the request nor that none does.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"explicitDeny\":\"true\"}",
                "{\"explicitDeny\":null}",
                "{\"matchedStatements\":{\"items\":[]}}"
            })
    void refusesWhatDoesNotSayWhy(String text) {
        assertThatThrownBy(() -> DecodedMessageJson.read(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage(
                        "The decoded message does not say whether a statement denies the request");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> DecodedMessageJson.read("[]"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageStartingWith("The decoded message: ");
    }

    private static String statement(String id, String effect) {
        return """
        {"statementId":"%s","effect":"%s","principals":{"items":[{"value":"AROAEXAMPLE"}]},
         "principalGroups":{"items":[]},
         "actions":{"items":[{"value":"ec2:RunInstances"}]},
         "resources":{"items":[{"value":"*"}]},
         "conditions":{"items":[{"key":"ec2:InstanceType","values":{"items":[{"value":"t3.micro"}]}}]}}
        """
                .formatted(id, effect);
    }
}
