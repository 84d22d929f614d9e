package dev.profileguard.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.HostileText;
import dev.profileguard.text.Shell;
import dev.profileguard.text.VisibleText;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every command about a refused call, with hostile texts in place of each value.
class AdviceCommandsTest {
    private static final List<String> NAMES = List.of("-rf", "=ls", "a,b=c", "@file", "..", "+x");

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasAsManyWordsForEveryText(Method command) throws Exception {
        int plain = words(command, "web", "web").size();

        for (HostileText hostile : HostileText.values()) {
            String text = hostile.text();
            if (!text.contains("\u0000") && VisibleText.encodable(text).equals(text)) {
                for (String name : NAMES) {
                    List<String> words = words(command, name, text);

                    // a value that starts with a hyphen is one word with its option
                    assertThat(words.size()).as(hostile.name() + name).isBetween(plain - 6, plain);
                    assertThat(words).noneMatch(word -> word.equals("-rf"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasNoHiddenCharacter(Method command) throws Exception {
        for (HostileText hostile : HostileText.values()) {
            String text = call(command, "web", hostile.text());

            assertThat(VisibleText.line(text)).isEqualTo(text);
        }
    }

    @Test
    void aStatementIsJson() throws Exception {
        for (HostileText hostile : HostileText.values()) {
            String text = hostile.text();

            assertThat(JSON.std.mapFrom(AdviceCommands.allow("iam:GetRole", text)))
                    .containsEntry("Action", "iam:GetRole")
                    .containsKey("Resource");
            assertThat(JSON.std.mapFrom(AdviceCommands.passRole(text, "ec2.amazonaws.com", text)))
                    .containsKeys("Resource", "Condition");
        }
        assertThat(AdviceCommands.passRole("arn", "ec2.amazonaws.com", ""))
                .doesNotContain("AssociatedResourceARN");
    }

    @Test
    void leavesOutAnUnknownRegion() {
        assertThat(AdviceCommands.showAssociation("", "i-1")).doesNotContain("--region");
        assertThat(AdviceCommands.showAssociation("eu-west-1", "i-1"))
                .contains("--region eu-west-1");
    }

    static List<Method> commands() {
        return Arrays.stream(AdviceCommands.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !List.of("allow", "passRole").contains(method.getName()))
                .toList();
    }

    private static List<String> words(Method command, String name, String text) throws Exception {
        return Shell.words(PrintedCommands.in(call(command, name, text))).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static String call(Method command, String name, String text) throws Exception {
        Object[] arguments =
                Arrays.stream(command.getParameterTypes())
                        .map(type -> argument(type, name, text))
                        .toArray();
        return (String) command.invoke(null, arguments);
    }

    private static Object argument(Class<?> type, String name, String text) {
        if (type == ProfileName.class) {
            return new ProfileName(name);
        }
        if (type == RoleName.class) {
            return new RoleName(name);
        }
        return type == int.class ? (Object) 3600 : text;
    }
}
