package dev.profileguard.sandbox.template;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One statement of a function's policies. Conditions are not looked at.
///
/// @param actions patterns such as `iam:Get*`
/// @param resources patterns on ARNs
public record Statement(List<String> actions, List<String> resources) {
    static Statement of(Map<String, Object> json) {
        return new Statement(Tree.texts(json.get("Action")), Tree.texts(json.get("Resource")));
    }

    /// Whether it speaks of this action on this resource.
    public boolean covers(String action, String resource) {
        return actions.stream().anyMatch(pattern -> matches(pattern, action, true))
                && resources.stream().anyMatch(pattern -> matches(pattern, resource, false));
    }

    private static boolean matches(String glob, String value, boolean anyCase) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        int flags = Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0);
        return Pattern.compile(regex, flags).matcher(value).matches();
    }
}
