package dev.profileguard.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.IamName;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.text.ChatText;
import dev.profileguard.text.HostileText;
import dev.profileguard.text.Shell;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every command that a finding can contain, with every name that IAM allows and with hostile tags.
class CommandsTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Pattern REQUEST = Pattern.compile("invoke (\\w+) with (\\{.*})");
    private static final Pattern COMMAND_LITERAL =
            Pattern.compile("\"[^\"]*\\b(aws (iam|ec2)|gcloud) ");
    private static final String PLAIN = "web";

    /// [AdviceCommandsTest] has the commands of the second one.
    private static final Set<String> COMMANDS =
            Set.of(
                    "Commands.java",
                    "AdviceCommands.java",
                    "ClusterCommands.java",
                    "ComputeCommands.java",
                    "RotationCommands.java");

    /// Names with each character that IAM allows and that a shell or the AWS CLI gives a meaning. A
    /// command with the name `--` has other words: `ShellCommandTest` has it.
    private static final List<String> NAMES =
            List.of(
                    "-rf",
                    "-",
                    "=ls",
                    "+x",
                    "@file",
                    ".",
                    "..",
                    "a,b=c",
                    "Name=x,Arn=y",
                    "_x_",
                    "a@b.c",
                    ",",
                    "=",
                    "x".repeat(64));

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasTheSameWordsForEveryName(Method command) throws Exception {
        List<List<String>> plain = Shell.words(shell(command, PLAIN, PLAIN));

        for (String name : NAMES) {
            List<List<String>> words = Shell.words(shell(command, name, name));

            assertThat(values(words)).as(name).isEqualTo(replaced(values(plain), name));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasTheSameWordsForEveryTag(Method command) throws Exception {
        List<List<String>> plain = Shell.words(shell(command, PLAIN, PLAIN));

        for (HostileText hostile : HostileText.values()) {
            String text = hostile.text();
            boolean fitsAShell = !text.contains("\u0000") && isEncodable(text);
            if (fitsAShell || !hasPlainText(command)) {
                List<List<String>> words = Shell.words(shell(command, PLAIN, text));

                assertThat(values(words)).as(hostile.name()).hasSameSizeAs(values(plain));
                assertThat(values(words)).as(hostile.name()).isSubsetOf(both(values(plain), text));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsTheSameInEveryMessage(Method command) throws Exception {
        for (HostileText hostile : HostileText.values()) {
            String text = call(command, NAMES.getFirst(), hostile.text());

            assertThat(VisibleText.line(text)).isEqualTo(text);
        }
        String forTags = Commands.tag(TaggedType.ROLE, "web", "`a`", "<!channel> [a](b)");
        assertThat(ChatText.code(forTags)).isEqualTo("`" + forTags + "`");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aRequestIsJson(Method command) throws Exception {
        for (HostileText hostile : HostileText.values()) {
            String text = call(command, "a,b=c", hostile.text());
            for (MatchResult request : REQUEST.matcher(text).results().toList()) {
                Map<String, Object> json = JSON.std.mapFrom(request.group(2));

                assertThat(texts(json)).containsAnyOf("a,b=c", hostile.text());
            }
        }
    }

    @Test
    void givesWhatUsesAProfileAnotherRoleOrTheRecordedOne() {
        ProfileName profile = new ProfileName("prod-web");

        assertThat(Commands.rotate(profile, new RoleName("web")))
                .isEqualTo(
                        "./guard rotate prod-web --role web; or invoke ProfileRotation with"
                                + " {\"start\": {\"profile\": \"prod-web\", \"role\": \"web\"}}");
        assertThat(Commands.rotate(profile, null))
                .isEqualTo(
                        "./guard rotate prod-web; or invoke ProfileRotation with"
                                + " {\"start\": {\"profile\": \"prod-web\"}}");
        assertThat(Commands.rotate(new ProfileName("-rf"), new RoleName("-x")))
                .startsWith("./guard rotate --role=-x -- -rf; or ");
    }

    @Test
    void everyCommandIsHere() throws IOException {
        List<Path> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean hasCommand =
                        Files.readAllLines(file).stream()
                                .filter(line -> !line.strip().startsWith("///"))
                                .anyMatch(line -> COMMAND_LITERAL.matcher(line).find());
                if (hasCommand && !COMMANDS.contains(file.getFileName().toString())) {
                    others.add(file);
                }
            }
        }

        assertThat(others).isEmpty();
        assertThat(commands()).hasSizeGreaterThan(15);
    }

    static List<Method> commands() {
        return Arrays.stream(Commands.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toList();
    }

    /// The texts in a JSON value, without its keys.
    private static List<String> texts(Object json) {
        return switch (json) {
            case Map<?, ?> map -> map.values().stream().flatMap(v -> texts(v).stream()).toList();
            case List<?> list -> list.stream().flatMap(v -> texts(v).stream()).toList();
            default -> List.of(json.toString());
        };
    }

    private static boolean isEncodable(String text) {
        return VisibleText.encodable(text).equals(text);
    }

    /// Whether a text is a word of the command itself, and not in JSON.
    private static boolean hasPlainText(Method command) throws Exception {
        return !call(command, PLAIN, "a b").contains("\"a b\"");
    }

    private static String call(Method command, String name, String text) throws Exception {
        Class<?>[] types = command.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean isName = i > 0 && types[i - 1] == TaggedType.class;
            arguments[i] = argument(types[i], name, isName ? name : text);
        }
        return (String) command.invoke(null, arguments);
    }

    private static Object argument(Class<?> type, String name, String text) {
        if (type == ProfileName.class) {
            return new ProfileName(name);
        }
        if (type == RoleName.class || type == IamName.class) {
            return new RoleName(name);
        }
        if (type == InstanceUse.class) {
            return new InstanceUse(
                    "us-east-1",
                    "i-0123456789abcdef0",
                    "running",
                    "",
                    "",
                    null,
                    null,
                    "iip-assoc-1",
                    false);
        }
        return type == TaggedType.class ? TaggedType.INSTANCE_PROFILE : text;
    }

    /// The commands in a text, as a reader copies them.
    private static List<String> shell(Method command, String name, String text) throws Exception {
        String printed = call(command, name, text);
        return PrintedCommands.in(printed.startsWith("--") ? "aws x " + printed : printed);
    }

    /// The words, with the fields of shorthand and JSON as words of their own.
    private static List<String> values(List<List<String>> commands) throws IOException {
        List<String> values = new ArrayList<>();
        for (List<String> words : commands) {
            for (String word : withOperandFirst(words)) {
                values.addAll(values(word));
            }
        }
        return values;
    }

    /// An operand that starts with `-` comes after `--`, at the end of the command.
    private static List<String> withOperandFirst(List<String> words) {
        int end = words.size() - 2;
        if (!words.getFirst().equals("guard") || !words.get(end).equals("--")) {
            return words;
        }
        List<String> reordered = new ArrayList<>(words.subList(0, end));
        reordered.add(2, words.getLast());
        return reordered;
    }

    private static List<String> values(String word) throws IOException {
        if (word.startsWith("[\"")) {
            return List.of((String) ((List<?>) JSON.std.anyFrom(word)).getFirst());
        }
        if (word.startsWith("[{") || word.startsWith("{")) {
            Object json = JSON.std.anyFrom(word);
            Map<?, ?> fields = (Map<?, ?>) (json instanceof List<?> list ? list.getFirst() : json);
            return fields.entrySet().stream()
                    .flatMap(field -> Stream.of(field.getKey() + "=", (String) field.getValue()))
                    .toList();
        }
        if (word.matches("(Key|Name)=[\\w.:/+@-]+(,Value=[\\w.:/+@-]+)?")) {
            return Arrays.stream(word.split(",", -1))
                    .flatMap(field ->
                            Stream.of(field.split("=", -1)[0] + "=", field.split("=", -1)[1]))
                    .toList();
        }
        MatchResult query =
                Pattern.compile("(.*(?:==|, ))(['`])(.*)\\2(.*)", Pattern.DOTALL)
                        .matcher(word)
                        .results()
                        .findFirst()
                        .orElse(null);
        if (query != null) {
            String literal = query.group(3);
            String value =
                    query.group(2).equals("`") ? (String) JSON.std.anyFrom(literal) : literal;
            return List.of(query.group(1), value, query.group(4));
        }
        MatchResult option =
                Pattern.compile("(--[a-z-]+)=(.*)", Pattern.DOTALL)
                        .matcher(word)
                        .results()
                        .findFirst()
                        .orElse(null);
        return option == null ? List.of(word) : List.of(option.group(1), option.group(2));
    }

    private static List<String> replaced(List<String> values, String name) {
        return values.stream().map(value -> value.equals(PLAIN) ? name : value).toList();
    }

    private static List<String> both(List<String> values, String text) {
        return Stream.concat(values.stream(), Stream.of(text)).toList();
    }
}
