@NullMarked
package dev.profileguard.sandbox.aws.query;

import org.jspecify.annotations.NullMarked;
