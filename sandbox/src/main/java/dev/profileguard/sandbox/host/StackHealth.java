package dev.profileguard.sandbox.host;

import dev.profileguard.aws.Health;
import dev.profileguard.aws.lambda.FunctionConfigurations;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.eventbridge.RuleStates;
import dev.profileguard.sandbox.aws.sqs.Queues;

/// Whether events can reach the sandbox's functions: its rules and queues. There is always one
/// trail.
///
/// @param configurations compares what is deployed with what is in force
public record StackHealth(
        RuleStates rules, Template template, Queues queues, FunctionConfigurations configurations)
        implements Health {
    @Override
    public int trails() {
        return 1;
    }

    @Override
    public String rule(String name) {
        if (rules.find(name).isEmpty()) {
            return "MISSING";
        }
        return rules.isEnabled(name) ? "ENABLED" : "DISABLED";
    }

    @Override
    public int waiting(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        return template.queues().stream()
                .filter(queue -> queue.name().equals(name))
                .mapToInt(queue -> queues.visible(queue.arn()))
                .sum();
    }
}
