package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/// The response of Lambda's GetFunctionConfiguration, as far as the sandbox knows it. It has one
/// version of each function, which the alias `live` points to.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
final class FunctionConfiguration {
    private FunctionConfiguration() {}

    /// @param qualifier a version or an alias; empty: the unpublished version
    static Map<String, Object> json(FunctionDefinition function, String qualifier) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("FunctionName", function.name());
        json.put("FunctionArn", function.arn() + (qualifier.isEmpty() ? "" : ":" + qualifier));
        json.put("Runtime", "java25");
        json.put("Role", function.roleArn());
        json.put("Handler", function.handler());
        json.put("Timeout", function.timeout().toSeconds());
        json.put("MemorySize", function.memory());
        json.put("Version", qualifier.isEmpty() ? "$LATEST" : "1");
        json.put("Environment", Map.of("Variables", function.environment()));
        json.put("PackageType", "Zip");
        json.put("State", "Active");
        json.put("LastUpdateStatus", "Successful");
        json.put("LoggingConfig", Map.of("LogFormat", "JSON", "LogGroup", function.logGroup()));
        return json;
    }
}
