/// EventBridge: from a recorded call to the functions whose patterns match it.
@NullMarked
package dev.profileguard.sandbox.aws.eventbridge;

import org.jspecify.annotations.NullMarked;
