/// The function TagEnforcer: keeps the tags of roles and instance profiles to a tag policy.
@NullMarked
package dev.profileguard.tag;

import org.jspecify.annotations.NullMarked;
