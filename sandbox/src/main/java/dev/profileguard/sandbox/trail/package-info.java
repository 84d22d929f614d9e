/// Reads CloudTrail records from the files and folders in which people keep them.
@NullMarked
package dev.profileguard.sandbox.trail;

import org.jspecify.annotations.NullMarked;
