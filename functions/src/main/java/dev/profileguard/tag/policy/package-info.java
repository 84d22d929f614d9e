/// Tag policies in the syntax of AWS Organizations, defaults, and tags that profiles inherit.
@NullMarked
package dev.profileguard.tag.policy;

import org.jspecify.annotations.NullMarked;
