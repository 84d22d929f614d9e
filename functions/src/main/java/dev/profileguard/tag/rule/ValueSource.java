package dev.profileguard.tag.rule;

import dev.profileguard.iam.Tags;

/// A source for the values of missing tags.
///
/// @param name for people, such as `role web`
public record ValueSource(String name, Tags tags) {}
