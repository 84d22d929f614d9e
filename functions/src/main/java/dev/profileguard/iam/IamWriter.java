package dev.profileguard.iam;

import java.util.List;

/// Performs actions, or only reports what it would do.
@FunctionalInterface
public interface IamWriter {
    /// Writes nothing. The mode `observe` uses it.
    IamWriter DRY_RUN = action -> new PerformedAction(action, Effect.WOULD_DO);

    /// Performs one action.
    ///
    /// @throws ChangedMeanwhileException if what was read is stale
    /// @throws RefusedException if IAM does not allow it to this function
    /// @throws software.amazon.awssdk.core.exception.SdkException if IAM rejects the call for
    ///   another reason or does not answer
    PerformedAction perform(Action action);

    /// IAM does not allow an action to this function. The next attempt would be refused too, until
    /// somebody changes a policy.
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Action action;

        /// @param reason IAM's message
        public RefusedException(Action action, String reason, Throwable cause) {
            super("IAM refused to %s: %s".formatted(action.described(), reason), cause);
            this.action = action;
        }

        /// What to do about it, as sentences.
        ///
        /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
        public List<String> todo() {
            String message = String.valueOf(getMessage());
            if (message.contains("UnmodifiableEntity") || message.contains("service-linked")) {
                return List.of(
                        "Only the AWS service that owns it may change it: add its name to"
                                + " ExemptNames, so that it is left alone");
            }
            String needed =
                    message.contains("iam:PassRole")
                            ? "iam:PassRole on this role"
                            : String.join(" and ", action.permissions());
            if (message.contains("service control policy")) {
                return List.of(
                        "Let the service control policies of the organization allow %s to the function's role"
                                .formatted(needed),
                        "Only who manages the organization's policies can do that: no policy in"
                            + " this account overrules them. If they are those of ./guard"
                            + " prevention, make them again with this stack's name, RolePath and"
                            + " RoleNamePrefix");
            }
            if (message.contains("resource control policy")) {
                return List.of(
                        "Let the resource control policies of the organization allow %s to the function's role. Only who manages the organization's policies can do that"
                                .formatted(needed));
            }
            if (message.contains("permissions boundary")) {
                return List.of(
                        "Let the permissions boundary of the function's role allow " + needed);
            }
            return List.of(
                    "Allow %s to the function's role, as the template does, and remove a policy that denies it"
                            .formatted(needed));
        }
    }
}
