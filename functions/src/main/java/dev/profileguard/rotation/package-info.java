/// ProfileRotation: replaces a profile that something runs on by a new one, and tells what uses a
/// profile.
@NullMarked
package dev.profileguard.rotation;

import org.jspecify.annotations.NullMarked;
