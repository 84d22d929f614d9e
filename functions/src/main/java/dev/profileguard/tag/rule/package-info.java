/// The rule of TagEnforcer: what was read goes in, a plan comes out.
@NullMarked
package dev.profileguard.tag.rule;

import org.jspecify.annotations.NullMarked;
