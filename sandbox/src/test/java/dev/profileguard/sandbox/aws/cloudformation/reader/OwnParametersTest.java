package dev.profileguard.sandbox.aws.cloudformation.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The parameters of the project's own template, as the console of CloudFormation shows them.
class OwnParametersTest {
    private static final Map<String, Object> TREE =
            TemplateText.read(Path.of("..", "template.yaml"));

    @Test
    void areEachInOneGroup() {
        List<Object> grouped = new ArrayList<>();
        groups().forEach(group -> grouped.addAll(TemplateNode.list(group.get("Parameters"))));

        assertThat(grouped)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(TemplateNode.map(TREE, "Parameters").keySet());
    }

    @Test
    void haveGroupsWithALabel() {
        assertThat(groups())
                .isNotEmpty()
                .allMatch(group -> !label(group).isBlank())
                .extracting(OwnParametersTest::label)
                .doesNotHaveDuplicates();
    }

    @Test
    void haveADescriptionThatTheConsoleShowsWhole() {
        TemplateNode.map(TREE, "Parameters")
                .forEach((name, declaration) -> {
                    Object description = TemplateNode.map(declaration).get("Description");
                    assertThat(description).as(name).isInstanceOf(String.class);
                    assertThat(String.valueOf(description)).as(name).hasSizeBetween(20, 4_000);
                });
    }

    @Test
    void haveADefault() {
        TemplateNode.map(TREE, "Parameters")
                .forEach((name, declaration) ->
                        assertThat(TemplateNode.map(declaration)).as(name).containsKey("Default"));
    }

    @Test
    void areEachInTheReferenceWithTheirDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("..", "docs", "parameters.md")))
                .results()
                .forEach(row -> documented.putAll(defaults(row.group(1), row.group(2))));
        Map<String, Object> declared = TemplateNode.map(TREE, "Parameters");

        assertThat(documented).containsOnlyKeys(declared.keySet());
        documented.forEach((name, text) ->
                assertThat(text)
                        .as(name)
                        .isEqualTo(
                                String.valueOf(
                                        TemplateNode.map(declared.get(name)).get("Default"))));
    }

    private static final Pattern ROW =
            Pattern.compile("^[|] (`\\w+`(?:, `\\w+`)*) [|] ([^|]*) [|]", Pattern.MULTILINE);

    /// A row names several parameters with one default for all, or one for each.
    private static Map<String, String> defaults(String names, String texts) {
        List<String> each = List.of(names.replace("`", "").split(", "));
        List<String> values = values(texts);
        assertThat(values).as(names).hasSizeBetween(1, each.size());
        Map<String, String> found = new TreeMap<>();
        for (int i = 0; i < each.size(); i++) {
            found.put(each.get(i), values.get(values.size() == 1 ? 0 : i));
        }
        return found;
    }

    /// What is not in backquotes says in words what an empty value means.
    private static List<String> values(String texts) {
        boolean list = texts.matches("`[^`]*,[^`]*`");
        return Stream.of(list ? new String[] {texts} : texts.split(", "))
                .map(text ->
                        text.startsWith("`") || text.matches("\\d+") ? text.replace("`", "") : "")
                .toList();
    }

    private static List<Map<String, Object>> groups() {
        return TemplateNode.list(
                        TemplateNode.map(TREE, "Metadata", "AWS::CloudFormation::Interface")
                                .get("ParameterGroups"))
                .stream()
                .map(TemplateNode::map)
                .toList();
    }

    private static String label(Map<String, Object> group) {
        return String.valueOf(TemplateNode.map(group, "Label").get("default"));
    }
}
