package dev.profileguard.sandbox.aws.cloudformation.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
