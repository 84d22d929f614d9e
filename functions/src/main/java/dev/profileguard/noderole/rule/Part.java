package dev.profileguard.noderole.rule;

/// What is evaluated about a node role. An event can only change some of it, and each part costs
/// reads.
public enum Part {
    /// Who may assume it.
    TRUST,
    /// What it may do.
    POLICIES,
    /// The instance profiles that contain it.
    PROFILES
}
