/// Plays recorded CloudTrail records: what would each function have done?
@NullMarked
package dev.profileguard.sandbox.command.replay;

import org.jspecify.annotations.NullMarked;
