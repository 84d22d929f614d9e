package dev.profileguard.sandbox.aws.cloudformation;

import dev.profileguard.iam.Glob;
import java.util.List;

/// One statement of a function's policies. Conditions are not evaluated.
///
/// @param actions patterns such as `iam:Get*`
/// @param resources patterns on ARNs
public record Statement(List<String> actions, List<String> resources) {
    /// Whether it covers this action on this resource.
    public boolean covers(String action, String resource) {
        return actions.stream().anyMatch(each -> new Glob(each).matchesIgnoringCase(action))
                && resources.stream().anyMatch(each -> new Glob(each).matches(resource));
    }
}
