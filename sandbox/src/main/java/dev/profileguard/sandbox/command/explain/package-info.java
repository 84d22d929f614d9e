/// `guard explain`: why AWS refused a call, and what to do, from what a tool printed or CloudTrail
/// recorded.
@NullMarked
package dev.profileguard.sandbox.command.explain;

import org.jspecify.annotations.NullMarked;
