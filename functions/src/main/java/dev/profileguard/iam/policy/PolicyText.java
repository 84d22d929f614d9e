package dev.profileguard.iam.policy;

import org.jspecify.annotations.Nullable;

/// A policy as IAM stores it.
///
/// @param name such as `AmazonEKSWorkerNodePolicy`
/// @param json the document, URL-decoded; perhaps no JSON
/// @param refusal why IAM does not show the document; null: it does
public record PolicyText(String name, String json, @Nullable String refusal) {
    /// A policy with its document.
    public PolicyText(String name, String json) {
        this(name, json, null);
    }

    /// A policy whose document IAM does not show.
    public static PolicyText refused(String name, String refusal) {
        return new PolicyText(name, "", refusal);
    }
}
