/// The function TagEnforcer: makes the tags of roles and instance profiles comply with a tag
/// policy.
@NullMarked
package dev.profileguard.tag;

import org.jspecify.annotations.NullMarked;
