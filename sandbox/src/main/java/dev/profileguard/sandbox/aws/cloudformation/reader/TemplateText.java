package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads a template's YAML. Short intrinsic functions come out in their long form: `!Sub x` as
/// `{"Fn::Sub": "x"}`.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
public final class TemplateText extends SafeConstructor {
    private TemplateText() {
        super(new LoaderOptions());
        yamlMultiConstructors.put("!", new Intrinsic());
        yamlConstructors.put(Tag.TIMESTAMP, new AsWritten());
    }

    /// Reads a file.
    ///
    /// @throws TemplateException if it is no YAML mapping
    public static Map<String, Object> read(Path file) {
        try {
            Object document = new Yaml(new TemplateText()).load(Files.readString(file));
            if (document instanceof Map<?, ?> map) {
                return TemplateNode.map(map);
            }
            throw new TemplateException(file + " is no template: it holds no YAML mapping");
        } catch (NoSuchFileException e) {
            throw new TemplateException("There is no template at " + file, e);
        } catch (IOException e) {
            throw new TemplateException("%s cannot be read: %s".formatted(file, e), e);
        } catch (YAMLException e) {
            throw new TemplateException(
                    "%s is no YAML: %s"
                            .formatted(
                                    file, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
                    e);
        }
    }

    private static String longForm(String name) {
        return name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    }

    private final class Intrinsic extends AbstractConstruct {
        @Override
        public Object construct(Node node) {
            String name = node.getTag().getValue().substring(1);
            Object argument = argument(node);
            if (name.equals("GetAtt") && argument instanceof String text) {
                argument = Arrays.asList(text.split("\\.", 2));
            }
            return Map.of(longForm(name), argument);
        }

        private Object argument(Node node) {
            return switch (node) {
                case ScalarNode scalar -> scalar.getValue();
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default ->
                        throw new TemplateException(
                                "The template has a value of an unknown kind: " + node.getTag());
            };
        }
    }

    private static final class AsWritten extends AbstractConstruct {
        @Override
        public @Nullable Object construct(Node node) {
            return node instanceof ScalarNode scalar ? scalar.getValue() : null;
        }
    }
}
