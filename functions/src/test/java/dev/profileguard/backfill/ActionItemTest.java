package dev.profileguard.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ActionItemTest {
    @ParameterizedTest
    @MethodSource("actions")
    void whatIsWrittenIsReadAgain(Action action) {
        Action read = ActionItem.read(ActionItem.write(action));

        assertThat(read).isEqualTo(action);
        assertThat(read.described())
                .as("with names as they were spelled and tags in their order")
                .isEqualTo(action.described());
    }

    @Test
    void everyActionIsTried() {
        assertThat(actions())
                .extracting(Object::getClass)
                .extracting(Class::getName)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Action.class.getPermittedSubclasses())
                                .map(Class::getName)
                                .toList());
    }

    @Test
    void anActionThatAnotherVersionWroteIsRefused() {
        assertThatThrownBy(() -> ActionItem.read(AttributeValue.fromS("add role web to web")))
                .hasMessage("action is missing");
        assertThatThrownBy(() ->
                        ActionItem.read(
                                AttributeValue.fromM(
                                        Map.of("action", AttributeValue.fromS("paint")))))
                .hasMessage("there is no action paint");
    }

    private static final ProfileName PROFILE = new ProfileName("Prod-Web");
    private static final RoleName ROLE = new RoleName("Web");

    private static List<Action> actions() {
        return List.of(
                new Action.CreateProfile(PROFILE, "/team/", tags()),
                new Action.DeleteProfile(PROFILE),
                new Action.AddRole(PROFILE, ROLE),
                new Action.RemoveRole(PROFILE, ROLE),
                new Action.TagProfile(PROFILE, tags()),
                new Action.UntagProfile(PROFILE, Set.of("owner", "OWNER")),
                new Action.TagRole(ROLE, tags().with("Empty", "")),
                new Action.UpdateTrustPolicy(ROLE, "{\"a\": 1}", "{\"b\": 2}"),
                new Action.AttachPolicy(ROLE, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
                new Action.AssociateInstance(
                        PROFILE, "eu-west-1", "i-1", "iip-assoc-1", "AIPAOLD"));
    }

    /// In an order that no map of hashes keeps.
    private static Tags tags() {
        return IntStream.range(0, 20)
                .mapToObj(i -> Tags.of("Key-" + (37 * i % 20), "value " + i))
                .reduce(Tags.NONE, Tags::and);
    }
}
