/// The rule of TagEnforcer: its input is what was read, its output is a plan.
@NullMarked
package dev.profileguard.tag.rule;

import org.jspecify.annotations.NullMarked;
