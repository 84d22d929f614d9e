/// The function ProfileGuard: reverts what an untrusted principal changed on a guarded profile.
@NullMarked
package dev.profileguard.guard;

import org.jspecify.annotations.NullMarked;
