@NullMarked
package dev.profileguard.sandbox.aws.eventbridge;

import org.jspecify.annotations.NullMarked;
