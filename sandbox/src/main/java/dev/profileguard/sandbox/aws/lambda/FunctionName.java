package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.util.List;
import java.util.Optional;

/// A function's name, as Invoke takes it: a name, an ARN, or an account and a name, each with or
/// without a version or alias. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
record FunctionName(String before, String name) {
    private static final String RESOURCE_TYPE = "function:";

    static FunctionName parse(String named) {
        int start = named.indexOf(RESOURCE_TYPE);
        String before = start < 0 ? "" : named.substring(0, start);
        String rest = start < 0 ? named : named.substring(start + RESOURCE_TYPE.length());
        return new FunctionName(before, rest.split(":", 2)[0]);
    }

    Optional<FunctionDefinition> in(List<FunctionDefinition> functions) {
        return functions.stream()
                .filter(each -> before.isEmpty() || before.contains(each.account()))
                .filter(each -> each.name().equals(name) || each.logicalId().equals(name))
                .findFirst();
    }
}
