package dev.profileguard.iam.policy;

import java.util.List;

/// What policies say to a request.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
public sealed interface Access {
    /// It is allowed.
    ///
    /// @param by the names of the policies that allow it
    record Allowed(List<String> by) implements Access {}

    /// It depends, on a condition or on the resource.
    ///
    /// @param by the names of the policies that allow it, or a part of it
    /// @param notes what it depends on, as parts of a sentence
    record Depends(List<String> by, List<String> notes) implements Access {}

    /// An explicit deny refuses it.
    ///
    /// @param by the policy with the statement
    record Denied(PolicyKind kind, String by) implements Access {}

    /// No policy of a kind allows it.
    record NotAllowed(PolicyKind kind) implements Access {}

    /// The kinds of policies that decide.
    enum PolicyKind {
        /// An inline or managed policy of the caller.
        IDENTITY("an", "identity-based policy"),
        /// The caller's permissions boundary.
        BOUNDARY("a", "permissions boundary"),
        /// A service control policy of the caller's organization.
        SERVICE_CONTROL("a", "service control policy"),
        /// A resource control policy of the organization that the resource is in.
        RESOURCE_CONTROL("a", "resource control policy");

        private final String article;
        private final String text;

        PolicyKind(String article, String text) {
            this.article = article;
            this.text = text;
        }

        /// As in AWS's messages, such as `permissions boundary`.
        public String text() {
            return text;
        }

        /// The same with its article.
        public String withArticle() {
            return article + " " + text;
        }
    }
}
