package dev.profileguard.sandbox.aws.cloudformation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Step Functions state machine as the template declares it.
///
/// @param logicalId its key under `Resources`
/// @param arn `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`
/// @param file the file of its definition, in Amazon States Language
/// @param substitutions the values of the definition's placeholders, by name
public record StateMachineDefinition(
        String logicalId, String name, String arn, Path file, Map<String, String> substitutions) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /// The deployed definition: JSON, its placeholders replaced by values.
    ///
    /// @throws TemplateException when there is no such file, or no value for a placeholder
    public String text() {
        return PLACEHOLDER
                .matcher(source())
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private String source() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new TemplateException(
                    "There is no %s, which DefinitionUri of %s names".formatted(file, logicalId),
                    e);
        } catch (IOException e) {
            throw new TemplateException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private String value(String placeholder) {
        String value = substitutions.get(placeholder);
        if (value == null) {
            throw new TemplateException(
                    "DefinitionSubstitutions of %s have no %s, which %s uses"
                            .formatted(logicalId, placeholder, file));
        }
        return value;
    }
}
