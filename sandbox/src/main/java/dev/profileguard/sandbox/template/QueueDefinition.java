package dev.profileguard.sandbox.template;

/// An SQS queue.
public record QueueDefinition(String logicalId, String name) {
    /// `arn:aws:sqs:REGION:ACCOUNT:NAME`.
    public String arn() {
        return Stack.arn("sqs", name);
    }
}
