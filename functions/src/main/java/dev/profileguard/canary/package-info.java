/// The function Canary: measures whether, and how fast, IAM events arrive and are repaired, and
/// whether each function answers.
@NullMarked
package dev.profileguard.canary;

import org.jspecify.annotations.NullMarked;
