/// The function Canary: measures whether, and how fast, IAM events arrive.
@NullMarked
package dev.profileguard.canary;

import org.jspecify.annotations.NullMarked;
