/// The errors of AWS services as exceptions of the SDK.
@NullMarked
package dev.profileguard.sandbox.aws.error;

import org.jspecify.annotations.NullMarked;
