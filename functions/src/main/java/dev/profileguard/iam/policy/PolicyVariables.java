package dev.profileguard.iam.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The variables of a policy, such as `${aws:username}`.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
final class PolicyVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^},]+)(?:,\\s*'([^']*)')?\\}");

    /// A text that nothing matches: a request without the variable does not match.
    private static final String NO_VALUE = "\u0000";

    /// Stand for a star and a question mark that are no wildcards.
    private static final char STAR = '\uE000';

    private static final char QUESTION_MARK = '\uE001';

    private PolicyVariables() {}

    /// Whether the text depends on a value that is not known.
    static boolean areUnknown(String text, AccessRequest request) {
        return request.isAny()
                && VARIABLE.matcher(text)
                        .results()
                        .map(variable -> variable.group(1))
                        .anyMatch(name -> name.length() > 1 && request.values(name).isEmpty());
    }

    /// The text with the request's values, whose stars and question marks are literal. A star
    /// stands for a value that is not known.
    static String replaced(String text, AccessRequest request) {
        return text.contains("${")
                ? VARIABLE.matcher(text)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(
                                        value(match.group(1), match.group(2), request)))
                : text;
    }

    /// The text as patterns see it that are to match it literally.
    static String literal(String text) {
        return text.replace('*', STAR).replace('?', QUESTION_MARK);
    }

    private static String value(String name, @Nullable String fallback, AccessRequest request) {
        if (name.length() == 1) {
            return literal(name); // ${*}, ${?} and ${$} stand for the character
        }
        List<String> values = request.values(name);
        if (values.size() == 1) {
            return literal(values.getFirst());
        }
        if (values.isEmpty() && request.isAny()) {
            return "*";
        }
        return literal(fallback == null ? NO_VALUE : fallback);
    }
}
