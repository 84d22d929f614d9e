package dev.profileguard.sandbox.command.baselines.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateText;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the baselines of a file, whatever form it has.
public final class FileReader {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

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
            return new OwnFile(file).read(json);
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
        if (json.has("terraform_version") && json.path("resources").isArray()) {
            throw new StackException(
                    "%s is Terraform's state in its own form: import the output of 'terraform show -json'"
                            .formatted(file));
        }
        throw new StackException(
                "%s is no export of baselines, no output of 'terraform show -json', no template, and no output of 'aws cloudformation describe-stack-resources'"
                        .formatted(file));
    }

    /// JSON, or else the YAML of a template.
    private static JsonNode document(Path file) {
        try {
            String text = Files.readString(file).replaceFirst("^\ufeff", "");
            if (text.isBlank()) {
                throw new StackException("%s is empty".formatted(file));
            }
            return text.stripLeading().startsWith("{")
                    ? JSON.readTree(text)
                    : JSON.valueToTree(TemplateText.read(file));
        } catch (NoSuchFileException e) {
            throw new StackException("There is no file " + file, e);
        } catch (MismatchedInputException e) {
            throw new StackException(
                    "%s goes on after the end of the JSON: give one document".formatted(file), e);
        } catch (JsonProcessingException e) {
            throw new StackException(
                    "%s is no JSON: %s"
                            .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("")),
                    e);
        } catch (CharacterCodingException e) {
            throw new StackException(
                    "%s is no text in UTF-8. In PowerShell 5, '>' writes UTF-16: use 'Out-File -Encoding utf8'"
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new StackException(
                    "%s cannot be read: %s".formatted(file, VisibleText.message(e.getMessage())),
                    e);
        }
    }
}
