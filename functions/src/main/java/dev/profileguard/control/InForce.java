package dev.profileguard.control;

import dev.profileguard.aws.lambda.Comparison;
import dev.profileguard.aws.lambda.FunctionConfigurations;
import dev.profileguard.aws.query.CallException;
import dev.profileguard.text.ShellCommand;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether what is deployed of the functions is in force. An update of the stack changes `$LATEST`
/// at once, and the alias a minute later, or not at all.
public record InForce(FunctionConfigurations configurations, Instant now) {
    /// Longer than a deployment takes from the change of a function to that of its alias. Lambda
    /// takes minutes to publish a version with SnapStart.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /// What is wrong with one function, as a sentence; null: nothing, or not for long.
    ///
    /// @throws CallException if Lambda does not answer
    public @Nullable String fault(String function) {
        Comparison found = configurations.of(function);
        Instant since = found.since();
        boolean isLasting = since == null || now.isAfter(since.plus(PATIENCE));
        return found.isSame() || !isLasting ? null : fault(function, found);
    }

    private static String fault(String function, Comparison found) {
        return VisibleText.message(
                "%s runs with old settings: %s, which was deployed%s, is not in force: alias %s still points to version %s. Deploy the template again with the template itself, not with the existing one, or put it in force: %s"
                        .formatted(
                                function,
                                String.join(", ", found.differences()),
                                found.since() == null ? "" : " at " + found.since(),
                                FunctionConfigurations.ALIAS,
                                found.version(),
                                String.join(" ; ", commands(function))));
    }

    /// The commands that put in force what is deployed. A version with SnapStart takes minutes
    /// until it can be invoked.
    static List<String> commands(String function) {
        String publish =
                ShellCommand.of("aws lambda publish-version")
                        .option("--function-name", function)
                        .option("--query", "Version")
                        .option("--output", "text")
                        .text();
        String named = ShellCommand.of("").option("--function-name", function).text();
        return List.of(
                "version=$(%s)".formatted(publish),
                "aws lambda wait published-version-active %s --qualifier \"$version\""
                        .formatted(named),
                "aws lambda update-alias %s --name %s --function-version \"$version\""
                        .formatted(named, FunctionConfigurations.ALIAS));
    }

    /// For each function, what is in force: `as deployed`, or what differs.
    ///
    /// @param functions their names in Lambda
    public Map<String, String> described(List<String> functions) {
        Map<String, String> described = new LinkedHashMap<>();
        functions.forEach(function -> described.put(function, described(function)));
        return described;
    }

    private String described(String function) {
        try {
            Comparison found = configurations.of(function);
            return found.isSame()
                    ? "as deployed"
                    : "not in force%s: %s"
                            .formatted(
                                    found.since() == null ? "" : " since " + found.since(),
                                    String.join(", ", found.differences()));
        } catch (CallException e) {
            return "unknown: " + VisibleText.excerpt(e.why(), 300);
        }
    }
}
