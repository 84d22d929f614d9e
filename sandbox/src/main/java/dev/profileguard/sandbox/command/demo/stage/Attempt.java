package dev.profileguard.sandbox.command.demo.stage;

/// A call that somebody made in a scene, and what AWS answered.
///
/// @param scene its title
/// @param by the name of the user, or the ARN of another principal
/// @param call such as `iam:TagInstanceProfile`
/// @param refusal AWS's message; empty: AWS accepted the call
public record Attempt(String scene, String by, String call, String refusal) {
    /// Whether AWS accepted the call.
    public boolean isAccepted() {
        return refusal.isEmpty();
    }
}
