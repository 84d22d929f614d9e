package dev.profileguard.sandbox.aws.cloudformation;

import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One statement of a function's policies. Conditions are not looked at.
///
/// @param actions patterns such as `iam:Get*`
/// @param resources patterns on ARNs
public record Statement(List<String> actions, List<String> resources) {
    static Statement of(Map<String, Object> json) {
        return new Statement(
                TemplateNode.texts(json.get("Action")), TemplateNode.texts(json.get("Resource")));
    }

    /// Whether it speaks of this action on this resource.
    public boolean covers(String action, String resource) {
        String folded = action.toLowerCase(Locale.ROOT);
        return new Globs(actions.stream().map(Glob::new).toList()).ignoringCase().match(folded)
                && new Globs(resources.stream().map(Glob::new).toList()).match(resource);
    }
}
