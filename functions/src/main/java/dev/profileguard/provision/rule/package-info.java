/// The rule of ProfileProvisioner: what was read goes in, a plan comes out.
@NullMarked
package dev.profileguard.provision.rule;

import org.jspecify.annotations.NullMarked;
