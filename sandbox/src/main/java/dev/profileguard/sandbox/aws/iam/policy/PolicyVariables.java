package dev.profileguard.sandbox.aws.iam.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The
/// [variables](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html)
/// of a policy, such as `${aws:username}`.
final class PolicyVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^},]+)(?:,\\s*'([^']*)')?\\}");

    /// A text that nothing matches: a request without the variable does not match.
    private static final String NO_VALUE = "\u0000";

    /// Stand for a star and a question mark that are no wildcards.
    private static final char STAR = '\uE000';

    private static final char QUESTION_MARK = '\uE001';

    private PolicyVariables() {}

    /// Whether a text of a policy covers a value, by its wildcards. Those in the values of
    /// variables are none.
    static boolean matches(String text, String value, AccessRequest request) {
        return new Wildcard(replaced(text, request)).matches(literal(value));
    }

    /// The text with the request's values; their stars and question marks are literal.
    static String replaced(String text, AccessRequest request) {
        return VARIABLE.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(
                                literal(value(match.group(1), match.group(2), request))));
    }

    /// The text as wildcards see it that are to match it literally.
    static String literal(String text) {
        return text.replace('*', STAR).replace('?', QUESTION_MARK);
    }

    private static String value(String name, @Nullable String fallback, AccessRequest request) {
        if (name.length() == 1) {
            return name; // ${*}, ${?} and ${$} stand for the character
        }
        List<String> values = request.values(name);
        if (values.size() == 1) {
            return values.getFirst();
        }
        return fallback == null ? NO_VALUE : fallback;
    }
}
