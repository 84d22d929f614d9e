/// Replays CloudTrail records: shows what each function would have done about the recorded calls.
@NullMarked
package dev.profileguard.sandbox.command.replay;

import org.jspecify.annotations.NullMarked;
