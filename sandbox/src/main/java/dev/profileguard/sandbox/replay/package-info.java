/// Plays recorded CloudTrail records: what would each function have done?
@NullMarked
package dev.profileguard.sandbox.replay;

import org.jspecify.annotations.NullMarked;
