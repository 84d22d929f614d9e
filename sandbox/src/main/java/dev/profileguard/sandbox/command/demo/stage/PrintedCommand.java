package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A command of the AWS CLI for EKS, as findings have it.
///
/// @param operation such as `CreateAccessEntry`
/// @param options by the names of EKS, without the region
record PrintedCommand(String operation, String region, Map<String, Object> options) {
    private static final Pattern DASH = Pattern.compile("-([a-z])");

    /// The commands in a text.
    ///
    /// @param start such as `aws eks`
    static List<String> in(String text, String start) {
        return Pattern.compile(Pattern.quote(start) + "[^;]*")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(String::strip)
                .filter(command -> !command.contains("CLUSTER"))
                .toList();
    }

    /// Reads a command.
    static PrintedCommand of(String command) {
        List<String> words = Arrays.asList(command.split(" "));
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 3; i + 1 < words.size(); i += 2) {
            String name = camel(words.get(i).substring(2));
            options.put(name.equals("clusterName") ? "name" : name, words.get(i + 1));
        }
        String region = String.valueOf(options.remove("region"));
        String operation = camel(words.get(2));
        return new PrintedCommand(
                operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1),
                region,
                options);
    }

    private static String camel(String name) {
        return DASH.matcher(name).replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
    }

    /// Makes the call.
    void run(Sandbox sandbox, String user) {
        sandbox.eks().call(Sandbox.origin(Sandbox.user(user), region), operation, options);
    }
}
