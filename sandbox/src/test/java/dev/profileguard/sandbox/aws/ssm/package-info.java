@NullMarked
package dev.profileguard.sandbox.aws.ssm;

import org.jspecify.annotations.NullMarked;
