/// Gates that keep a role out of a profile, or a profile alive, because of what uses the profile.
@NullMarked
package dev.profileguard.reconcile.gate;

import org.jspecify.annotations.NullMarked;
