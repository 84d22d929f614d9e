package dev.profileguard.iam.policy;

/// A policy as IAM stores it.
///
/// @param name such as `AmazonEKSWorkerNodePolicy`
/// @param json the document, URL-decoded; perhaps no JSON
public record PolicyText(String name, String json) {}
