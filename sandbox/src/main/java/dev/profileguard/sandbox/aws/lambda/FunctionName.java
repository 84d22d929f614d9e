package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.util.List;
import java.util.Optional;

/// How Invoke names a function: a name, an ARN, or an account and a name, each with or without a
/// version or alias. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
record FunctionName(String name) {
    private static final String MARK = "function:";

    static FunctionName parse(String named) {
        int mark = named.indexOf(MARK);
        boolean ours = mark < 0 || named.substring(0, mark).contains(Stack.ACCOUNT);
        String rest = mark < 0 ? named : named.substring(mark + MARK.length());
        return new FunctionName(ours ? rest.split(":", 2)[0] : "");
    }

    Optional<FunctionDefinition> in(List<FunctionDefinition> functions) {
        return functions.stream()
                .filter(each -> each.name().equals(name) || each.logicalId().equals(name))
                .findFirst();
    }
}
