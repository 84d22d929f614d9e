@NullMarked
package dev.profileguard.sandbox.aws.tagging;

import org.jspecify.annotations.NullMarked;
