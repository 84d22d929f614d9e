/// The rule of ProfileProvisioner: its input is what was read, its output is a plan.
@NullMarked
package dev.profileguard.provision.rule;

import org.jspecify.annotations.NullMarked;
