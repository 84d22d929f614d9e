package dev.profileguard.page;

import java.util.List;

/// A finding on a page.
///
/// @param kind such as `role-reverted`
/// @param severity `critical`, `warning` or `info`
/// @param cause what happened
/// @param todo what people have to do; may end in commands
public record PageFinding(String kind, String severity, String cause, List<String> todo) {}
