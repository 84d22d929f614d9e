package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// A version's configuration as Lambda writes it. It has no value that the sandbox does not know,
/// such as the size of the code.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
final class FunctionJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx");

    private FunctionJson() {}

    /// @param qualifier by which the version was asked for
    static Map<String, Object> of(DeployedFunction.Version version, String qualifier) {
        FunctionDefinition function = version.definition();
        boolean isLatest = version.number().equals(DeployedFunction.LATEST);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("FunctionName", function.name());
        json.put(
                "FunctionArn",
                qualifier.equals(DeployedFunction.LATEST)
                        ? function.arn()
                        : function.arn() + ":" + qualifier);
        json.put("Runtime", "java25");
        json.put("Role", function.roleArn());
        json.put("Handler", function.handler());
        json.put("Timeout", function.timeout().toSeconds());
        json.put("MemorySize", function.memory());
        json.put("LastModified", TIME.format(version.modified().atOffset(ZoneOffset.UTC)));
        json.put("CodeSha256", sha256(function.handlerClass()));
        json.put("Version", version.number());
        json.put("Environment", Map.of("Variables", new TreeMap<>(function.environment())));
        json.put("RevisionId", revision(version));
        json.put("State", "Active");
        json.put("LastUpdateStatus", "Successful");
        json.put("PackageType", "Zip");
        json.put("LoggingConfig", Map.of("LogFormat", "JSON", "LogGroup", function.logGroup()));
        json.put(
                "SnapStart",
                Map.of(
                        "ApplyOn",
                        "PublishedVersions",
                        "OptimizationStatus",
                        isLatest ? "Off" : "On"));
        return json;
    }

    /// The variables in a request to change a configuration.
    ///
    /// @throws IllegalArgumentException when it changes something else
    static Map<String, String> environment(Map<String, Object> request) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!(request.get("Environment") instanceof Map<?, ?> environment)
                || !(environment.get("Variables") instanceof Map<?, ?> given)) {
            throw new IllegalArgumentException("The sandbox changes Environment only");
        }
        given.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        return variables;
    }

    private static String revision(DeployedFunction.Version version) {
        return UUID.nameUUIDFromBytes(
                        (version.number() + version.modified()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
