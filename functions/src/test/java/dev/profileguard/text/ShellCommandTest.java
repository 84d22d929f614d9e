package dev.profileguard.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandTest {
    /// The part of the AWS CLI's shorthand in which nothing but `,` and `=` between the fields has
    /// a meaning.
    private static final Pattern SHORTHAND =
            Pattern.compile("Key=([\\w.:/+@-]+),Value=([\\w.:/+@-]+)");

    @ParameterizedTest
    @EnumSource
    void aHostileValueIsOneArgument(HostileText hostile) {
        String value = hostile.text().replace("\u0000", ""); // no argument can contain it
        String command = ShellCommand.of("aws x").option("--y", value).option("--z", "z").text();

        assertThat(HostileText.isHidden(command)).isFalse();
        if (VisibleText.encodable(value).equals(value)) {
            assertThat(Shell.words(List.of(command)))
                    .containsExactly(List.of("aws", "x", "--y", value, "--z", "z"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHostileTagIsOneArgument(HostileText hostile) throws IOException {
        String command =
                ShellCommand.of("aws x").tag(hostile.text(), hostile.text() + ",Value=x").text();

        assertThat(HostileText.isHidden(command)).isFalse();
        List<String> words = Shell.words(List.of(command)).getFirst();
        assertThat(words).hasSize(4).startsWith("aws", "x", "--tags");
        assertThat(JSON.std.listOfFrom(Object.class, words.getLast()))
                .containsExactly(
                        Map.of("Key", hostile.text(), "Value", hostile.text() + ",Value=x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a,b", "a=b", "a b", "'a'", "\"a\"", "[a]", "{a}", "", "ü", "a\\,b", "~"})
    void aValueWithAMeaningInShorthandIsJson(String value) throws IOException {
        List<String> words =
                Shell.words(List.of(ShellCommand.of("aws x").tag("k", value).text())).getFirst();

        assertThat(JSON.std.listOfFrom(Object.class, words.getLast()))
                .containsExactly(Map.of("Key", "k", "Value", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "alice@example.com", "a/b:c.d_e-f+g", "0", "@file", "-a"})
    void aPlainValueIsShorthand(String value) {
        List<String> words =
                Shell.words(List.of(ShellCommand.of("aws x").tag("Team", value).text())).getFirst();

        assertThat(words.getLast()).matches(SHORTHAND).isEqualTo("Key=Team,Value=" + value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "web | aws x --y web",
                "-web | aws x --y=-web",
                "=web | aws x --y '=web'",
                "a+b=c,d.e@f-g_h | aws x --y a+b=c,d.e@f-g_h",
                "a b | aws x --y 'a b'",
                "P[?N=='a'].R | aws x --y \"P[?N=='a'].R\"",
                "it's $HOME | aws x --y 'it'\\''s $HOME'"
            })
    void aWordIsQuotedOnlyWhereAShellNeedsIt(String value, String command) {
        assertThat(ShellCommand.of("aws x").option("--y", value).text()).isEqualTo(command);
    }

    /// The AWS CLI would send the content of the file, or of the page, instead of the text.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Team | aws x --y Team",
                "-a | aws x --y=-a",
                "a:b/c@d | aws x --y a:b/c@d",
                "file:///home/a/.aws/credentials | aws x --y"
                        + " '[\"file:///home/a/.aws/credentials\"]'",
                "fileb://x | aws x --y '[\"fileb://x\"]'",
                "http://evil.example/ | aws x --y '[\"http://evil.example/\"]'",
                "a b | aws x --y '[\"a b\"]'",
                "a=b | aws x --y '[\"a=b\"]'"
            })
    void aListIsATextOrJson(String value, String command) {
        assertThat(ShellCommand.of("aws x").list("--y", value).text()).isEqualTo(command);
    }

    /// The AWS CLI takes `--x=--` for an option without a value.
    @Test
    void twoHyphensAreAFieldOfTheRequestOfTheAwsCli() {
        assertThat(
                        ShellCommand.of("aws iam x")
                                .option("--instance-profile-name", "--")
                                .option("--role-name", "--")
                                .option("--path", "/")
                                .text())
                .isEqualTo(
                        "aws iam x --path / --cli-input-json"
                                + " '{\"InstanceProfileName\":\"--\",\"RoleName\":\"--\"}'");
        assertThat(ShellCommand.of("aws x").list("--names", "--").text())
                .isEqualTo("aws x --names '[\"--\"]'");
        assertThat(ShellCommand.of("./guard x").option("--role", "--").text())
                .isEqualTo("./guard x --role=--");
    }

    @Test
    void aTextThatTheAwsCliWouldReplaceIsAFieldOfTheRequest() {
        assertThat(ShellCommand.of("aws x").anyText("--launch-name", "file://x").text())
                .isEqualTo("aws x --cli-input-json '{\"LaunchName\":\"file://x\"}'");
        assertThat(ShellCommand.of("aws x").anyText("--launch-name", "-a b").text())
                .isEqualTo("aws x '--launch-name=-a b'");
    }

    @Test
    void anObjectIsShorthandOrJson() {
        assertThat(ShellCommand.of("aws x").object("--p", "Name", "web").text())
                .isEqualTo("aws x --p Name=web");
        assertThat(ShellCommand.of("aws x").object("--p", "Name", "a,b=c").text())
                .isEqualTo("aws x --p '{\"Name\":\"a,b=c\"}'");
    }

    @ParameterizedTest
    @EnumSource
    void aQueryHasTheTextAsALiteral(HostileText hostile) throws IOException {
        String literal = ShellCommand.queryLiteral(hostile.text());

        assertThat(literal).startsWith("`").endsWith("`");
        assertThat(JSON.std.anyFrom(literal.substring(1, literal.length() - 1)))
                .isEqualTo(hostile.text());
        assertThat(ShellCommand.queryLiteral("AIPA1")).isEqualTo("'AIPA1'");
    }
}
