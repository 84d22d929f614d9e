package dev.profileguard.sandbox.aws.cloudformation;

import java.util.Map;

/// A resource that the template declares. SAM adds others, such as versions of functions, which are
/// not known here.
///
/// @param type after SAM's transform, such as `AWS::Lambda::Function`
/// @param physicalId the value of `!Ref`
/// @param properties of a schedule, with the parameters' values; empty for other types
public record StackResource(
        String logicalId, String type, String physicalId, Map<String, Object> properties) {
    /// The type of a schedule of EventBridge Scheduler.
    public static final String SCHEDULE = "AWS::Scheduler::Schedule";
}
