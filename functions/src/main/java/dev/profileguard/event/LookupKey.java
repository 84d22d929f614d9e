package dev.profileguard.event;

/// By what calls are found in CloudTrail's event history.
///
/// See https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
///
/// @param value the value that the attribute of a call must have
public record LookupKey(Attribute attribute, String value) {
    /// An attribute of the recorded calls.
    public enum Attribute {
        /// The name of a role or an instance profile, as the call spells it.
        RESOURCE_NAME,
        /// The ID that CloudTrail gave the call.
        EVENT_ID,
        /// The operation, such as `DeleteRole`.
        EVENT_NAME
    }

    /// The calls about a resource of this name.
    public static LookupKey resource(String name) {
        return new LookupKey(Attribute.RESOURCE_NAME, name);
    }

    /// The calls of this operation.
    public static LookupKey operation(String name) {
        return new LookupKey(Attribute.EVENT_NAME, name);
    }

    /// The call with this ID.
    public static LookupKey event(String id) {
        return new LookupKey(Attribute.EVENT_ID, id);
    }
}
