package dev.profileguard.page;

/// An item of a checklist.
///
/// @param topic such as `trust`
/// @param result `right`, `note`, `advice` or `wrong`
/// @param text the answer, as a sentence
public record PageCheck(String topic, String result, String text) {}
