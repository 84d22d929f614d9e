package dev.profileguard.sandbox.command.baselines.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateText;
import dev.profileguard.sandbox.command.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the baselines of a file, whatever form it has.
public final class FileReader {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final TypeReference<Map<String, Object>> ENTRY = new TypeReference<>() {};

    private FileReader() {}

    /// Reads a file.
    ///
    /// @param resources the resources of the stack of a template; null: not given
    /// @param account the account of the stack; null: unknown
    /// @throws StackException if it cannot be read, or has none of the forms
    public static BaselineFile read(Path file, @Nullable Path resources, @Nullable String account) {
        JsonNode json = document(file);
        JsonNode stack = resources == null ? MissingNode.getInstance() : document(resources);
        if (json.has("baselines")) {
            return ours(file, json);
        }
        if (json.has("format_version")) {
            return new TerraformOutput(account).read(json);
        }
        if (StackResources.isIn(json)) {
            return StackResources.of(json).file();
        }
        if (json.path("Resources").isObject()) {
            return new StackTemplate(StackResources.of(stack)).read(json);
        }
        throw new StackException(
                "%s is no export of baselines, no output of 'terraform show -json', no template, and no output of 'aws cloudformation describe-stack-resources'"
                        .formatted(file));
    }

    private static BaselineFile ours(Path file, JsonNode json) {
        if (!json.path("format").asText().equals(BaselineFile.FORMAT)) {
            throw new StackException(
                    "%s has the format '%s', and this version reads %s"
                            .formatted(file, json.path("format").asText(), BaselineFile.FORMAT));
        }
        BaselineFile.Builder all = new BaselineFile.Builder();
        for (JsonNode entry : json.path("baselines")) {
            if (entry.isObject()) {
                all.entry(JSON.convertValue(entry, ENTRY));
            } else {
                all.problem("baselines", "an entry is no object: " + entry);
            }
        }
        return all.file(json.path("account").isTextual() ? json.path("account").asText() : null);
    }

    /// JSON, or else the YAML of a template.
    private static JsonNode document(Path file) {
        try {
            String text = Files.readString(file);
            return text.stripLeading().startsWith("{")
                    ? JSON.readTree(text)
                    : JSON.valueToTree(TemplateText.read(file));
        } catch (NoSuchFileException e) {
            throw new StackException("There is no file " + file, e);
        } catch (JsonProcessingException e) {
            throw new StackException(
                    "%s is no JSON: %s"
                            .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("")),
                    e);
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
