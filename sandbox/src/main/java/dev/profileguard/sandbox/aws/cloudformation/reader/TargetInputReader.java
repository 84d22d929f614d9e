package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.TargetInput;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.util.Map;

/// Reads `Input` and `InputPath` of a target.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-events-rule-target.html
final class TargetInputReader {
    private static final String PATH = "\\$(\\.[A-Za-z0-9_-]+)*";

    private TargetInputReader() {}

    /// @param owner the logical ID of the rule or event, for messages
    static TargetInput read(String owner, Map<String, Object> target) {
        if (target.containsKey("InputTransformer")) {
            throw new TemplateException(
                    "%s has an InputTransformer, which the sandbox does not have. Use InputPath or Input"
                            .formatted(owner));
        }
        String path = TemplateNode.text(target, "InputPath");
        if (path != null && !path.matches(PATH)) {
            throw new TemplateException(
                    "The InputPath of %s must be like $.detail, not '%s'".formatted(owner, path));
        }
        return new TargetInput(TemplateNode.text(target, "Input"), path);
    }
}
