/// EventBridge: from a recorded call to the functions whose patterns match it.
@NullMarked
package dev.profileguard.sandbox.bus;

import org.jspecify.annotations.NullMarked;
