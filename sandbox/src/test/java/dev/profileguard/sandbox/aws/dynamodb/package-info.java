@NullMarked
package dev.profileguard.sandbox.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
