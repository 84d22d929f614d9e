package dev.profileguard.iam.policy;

import java.util.List;

/// Why AWS refused a request, as STS decodes it from an encoded authorization message. AWS names
/// statements, but not the policies that contain them.
///
/// See https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
///
/// @param isDenied whether a statement denies the request explicitly; false: no statement allows it
/// @param denying the Deny statements that matched; empty: the message has none
/// @param principal the caller's ARN; empty: the message does not say
/// @param action such as `ec2:RunInstances`, or without its service, as EC2 writes it; empty: the
///   message does not say
/// @param resource an ARN; empty: the message does not say
/// @param text the whole message, which is JSON
public record DecodedMessage(
        boolean isDenied,
        List<Deny> denying,
        String principal,
        String action,
        String resource,
        String text) {
    /// Takes a copy.
    public DecodedMessage {
        denying = List.copyOf(denying);
    }

    /// A Deny statement that matched the request.
    ///
    /// @param id its Sid; empty: it has none
    /// @param conditions the keys of its conditions, such as `ec2:InstanceType`
    public record Deny(
            String id, List<String> actions, List<String> resources, List<String> conditions) {
        /// Takes copies.
        public Deny {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            conditions = List.copyOf(conditions);
        }
    }
}
