package dev.profileguard.tag.rule;

import dev.profileguard.iam.Tags;

/// Where the value of a missing tag may be had from.
///
/// @param name for people, such as `role web`
public record ValueSource(String name, Tags tags) {}
